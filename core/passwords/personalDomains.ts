/** Personal mail services by their first label, in any country (`hotmail.fr`, `yahoo.co.uk`). */
const families = new Set([
  'gmail',
  'googlemail',
  'hotmail',
  'outlook',
  'live',
  'msn',
  'yahoo',
  'ymail',
  'rocketmail',
  'aol',
  'gmx',
  'icloud',
  'protonmail',
  'yandex',
]);

/** Further ones, by their full domain. */
const services = new Set(
  `me.com mac.com proton.me pm.me tutanota.com tuta.io fastmail.com hey.com mail.com mail.ru inbox.ru web.de t-online.de freenet.de zoho.com
  orange.fr wanadoo.fr free.fr sfr.fr laposte.net neuf.fr bbox.fr numericable.fr club-internet.fr aliceadsl.fr cegetel.net 9online.fr voila.fr
  videotron.ca sympatico.ca bell.net rogers.com shaw.ca telus.net cogeco.ca comcast.net verizon.net att.net btinternet.com sky.com
  skynet.be telenet.be bluewin.ch libero.it virgilio.it tiscali.it terra.es qq.com 163.com 126.com naver.com`.split(/\s+/),
);

/** Whether a domain is a personal mail service's, or among the profile's further ones (IN-2). */
export function isPersonalDomain(domain: string, further: readonly string[] = []): boolean {
  const labels = domain.split('.');
  // `live.company.com` is a company's: a family counts only right before a public suffix of one or two short labels.
  const suffix = labels.slice(1);
  const family = families.has(labels[0] ?? '') && suffix.length <= 2 && suffix.every((label) => label.length <= 3);
  return family || services.has(domain) || further.includes(domain);
}
