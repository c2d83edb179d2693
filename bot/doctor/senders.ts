import { domainOf } from '../../core/foundation/identifiers.ts';
import { type Finding, fault, ok, warning } from './finding.ts';
import type { Installation } from './installation.ts';
import { isMadeUp } from './profiles.ts';

/** What a domain says of who may send in its name: SPF (RFC 7208), DKIM (RFC 6376) and DMARC (RFC 7489). */
export async function lookAtSenders(installation: Installation): Promise<readonly Finding[]> {
  const senders = [...installation.portals.values()].map(({ sender }) => ({ domain: domainOf(sender.address), selector: sender.dkimSelector }));
  const real = senders.filter(({ domain }) => !isMadeUp(domain));
  const made = [...new Set(senders.filter(({ domain }) => isMadeUp(domain)).map(({ domain }) => domain))];
  const domains = Map.groupBy(real, ({ domain }) => domain);
  const each = [...domains].map(([domain, of]) => lookAtDomain(installation, domain, [...new Set(of.flatMap(({ selector }) => selector ?? []))]));
  const findings = (await Promise.all(each)).flat();
  if (made.length > 0) findings.push(ok(`not asked for: ${made.join(', ')}, which are made up`));
  return findings.length > 0 ? findings : [warning('there is no sender: the profiles cannot be read', 'See what is said of the portals.')];
}

const lookAtDomain = async (installation: Installation, domain: string, selectors: readonly string[]): Promise<Finding[]> =>
  await Promise.all([
    asking(`the SPF record of ${domain}`, () => spf(installation, domain)),
    ...(selectors.length === 0
      ? [unknownSelector(domain)]
      : selectors.map((selector) => asking(`the DKIM key of ${domain}`, () => dkim(installation, domain, selector)))),
    asking(`the DMARC record of ${domain}`, () => dmarc(installation, domain)),
  ]);

async function asking(what: string, ask: () => Promise<Finding>): Promise<Finding> {
  try {
    return await ask();
  } catch {
    return warning(`${what} could not be asked for: DNS does not answer`, 'See which DNS server this machine asks (/etc/resolv.conf), and run this again.');
  }
}

/** The texts of a name that begin in one way; none if there is no such name. */
async function texts({ resolveTxt }: Installation, name: string, begin: RegExp): Promise<string[]> {
  try {
    return (await resolveTxt(name)).map((parts) => parts.join('')).filter((text) => begin.test(text));
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOTFOUND' || error.code === 'ENODATA')) return [];
    throw error;
  }
}

/** What an SPF record calls the mail servers of those who send for others. */
const providers: readonly (readonly [RegExp, string])[] = [
  [/\.(office365|outlook)\.com$/, 'include:spf.protection.outlook.com'],
  [/\.(google|gmail)\.com$/, 'include:_spf.google.com'],
  [/\.amazonaws\.com$/, 'include:amazonses.com'],
  [/\.ovh\.net$/, 'include:mx.ovh.com'],
];

function serverIn({ config: { smtpUrl } }: Installation): string {
  const host = smtpUrl === undefined ? '' : new URL(smtpUrl).hostname;
  return providers.find(([name]) => name.test(host))?.[1] ?? `a:${host || '<your mail server>'}`;
}

async function spf(installation: Installation, domain: string): Promise<Finding> {
  const server = serverIn(installation);
  const [record, ...more] = await texts(installation, domain, /^v=spf1( |$)/i);
  const put = `At the DNS of ${domain} have one TXT record: v=spf1 ${server} -all (with what else sends for it; your mail provider says what it wants there).`;
  if (record === undefined) return fault(`${domain} has no SPF record: others refuse its mails, or take them for junk`, put);
  if (more.length > 0) return fault(`${domain} has ${more.length + 1} SPF records, which counts as none`, `Put them together into one: ${put}`);
  if (/\s\+?all\b/i.test(record)) return fault(`the SPF record of ${domain} lets everybody send in its name (+all)`, put);
  if (!/\s(\+?(include|ip4|ip6|a|mx|exists)\b|redirect=)/i.test(record))
    return fault(`the SPF record of ${domain} lets nobody send in its name: ${record}`, put);
  if (!/\s([~-]all|redirect=)/i.test(record))
    return warning(`the SPF record of ${domain} says nothing of who may not send: ${record}`, 'Let it end in ~all, later in -all.');
  return ok(`SPF of ${domain}: ${record}; whether your mail server (${server}) is within, a mail that arrives shows (spf=pass)`);
}

async function dkim(installation: Installation, domain: string, selector: string): Promise<Finding> {
  const name = `${selector}._domainkey.${domain}`;
  const [record] = await texts(installation, name, /(^|;)\s*p=/i);
  const put = `Put the key that your mail server signs with at ${name} (TXT, or the CNAME that your mail provider names).`;
  if (record === undefined) return fault(`there is no DKIM key at ${name}`, put);
  if (/(^|;)\s*p=\s*(;|$)/i.test(record)) return fault(`the DKIM key at ${name} was revoked`, put);
  return ok(`DKIM of ${domain}: there is a key at ${name}; whether mails are signed with it, a mail that arrives shows (dkim=pass)`);
}

const unknownSelector = (domain: string): Finding =>
  warning(
    `whether mails of ${domain} are signed (DKIM) is not known: no profile names the selector`,
    'Send a mail to a mailbox elsewhere (--mail-to) and look for s= in its DKIM-Signature: write that in the profile as sender.dkimSelector. Without one, have your mail server sign.',
  );

async function dmarc(installation: Installation, domain: string): Promise<Finding> {
  for (const [at, where] of upwards(domain).entries()) {
    const [record] = await texts(installation, `_dmarc.${where}`, /^v=DMARC1\b/i);
    if (record === undefined) continue;
    const policy = (at > 0 ? /;\s*sp=\s*(\w+)/i.exec(record)?.[1] : undefined) ?? /;\s*p=\s*(\w+)/i.exec(record)?.[1] ?? '';
    if (/^(quarantine|reject)$/i.test(policy)) return ok(`DMARC of ${domain}: ${record}`);
    return warning(
      `DMARC of ${domain} only watches (p=${policy || 'none'}): anybody can write in its name`,
      `Once the reports show spf=pass or dkim=pass for all that sends for it, let _dmarc.${where} say p=quarantine, then p=reject.`,
    );
  }
  return warning(
    `${domain} has no DMARC record: large providers hold that against its mails`,
    `At the DNS have the TXT record _dmarc.${domain}: v=DMARC1; p=none; rua=mailto:<a mailbox of yours for the reports>.`,
  );
}

/** A domain, and those above it down to two labels: a policy of the organisation's holds for what is below (RFC 7489, 6.6.3). */
function upwards(domain: string): string[] {
  const labels = domain.split('.');
  return labels.slice(0, Math.max(1, labels.length - 1)).map((_, at) => labels.slice(at).join('.'));
}
