import { z } from 'zod';
import { checkSmtp, createSmtpMailer } from '../../core/connectors/smtp.ts';
import { domainOf } from '../../core/foundation/identifiers.ts';
import { newId } from '../../core/foundation/secrets.ts';
import { lifeOf } from './certificate.ts';
import { type Finding, fault, faultOf, ok, warning } from './finding.ts';
import type { Installation } from './installation.ts';

/** The mail server: it greets, speaks TLS, and lets Guichet in. */
export async function lookAtMail(installation: Installation): Promise<readonly Finding[]> {
  const { config, clock } = installation;
  const { smtpUrl, clearTextHosts, production } = config;
  if (smtpUrl === undefined)
    return [
      production
        ? warning('not looked at: SMTP_URL is not set', 'Set SMTP_URL to your mail server, such as smtp://user:password@mail.example.org:587.')
        : ok('SMTP_URL is not set: mails go to the inbox of npm run dev'),
    ];
  const { host, username } = new URL(smtpUrl);
  try {
    const end = await checkSmtp(smtpUrl, clearTextHosts);
    const secured = end === undefined ? 'without TLS' : 'over TLS';
    const spoken = ok(`${host} answers ${secured}${username === '' ? '; nobody signs in' : ` and lets the user of SMTP_URL in`}`);
    return [spoken, ...(end === undefined ? [] : [lifeOf(host, end, clock())]), ...(await sendOne(installation, smtpUrl))];
  } catch (error) {
    return [refused(host, error)];
  }
}

const failing = z.object({ code: z.string(), responseCode: z.number().optional() });

function refused(host: string, error: unknown): Finding {
  const { code, responseCode } = failing.safeParse(error).data ?? {};
  if (code === 'EAUTH')
    return fault(
      `${host} does not let Guichet in (${responseCode ?? 'no user or password'})`,
      'Correct user and password in SMTP_URL (signs such as @ and : as %40 and %3A), and see whether the server lets that user send.',
    );
  if (code === 'ETLS' || (error instanceof Error && /STARTTLS/.test(error.message)))
    return fault(
      `${host} does not turn to TLS, so nothing is sent`,
      'Take its port for mail submission (587 with STARTTLS, or smtps:// and 465); if the network between is yours alone, name the host in CLEAR_TEXT_HOSTS.',
    );
  return faultOf(`${host} cannot be spoken to`, error, 'See whether SMTP_URL is right, and whether the server takes mails from this machine.');
}

/** Sends a mail in the name of the first portal to the address that was named for that. */
async function sendOne({ config, portals, mailTo, clock }: Installation, smtpUrl: string): Promise<readonly Finding[]> {
  const [portal] = portals.values();
  if (mailTo === undefined) return [];
  if (!portal) return [warning('no mail was sent: the profiles cannot be read', 'See what is said of the portals.')];
  const { sender, id } = portal;
  const mailer = createSmtpMailer(smtpUrl, config.clearTextHosts);
  const text = [
    'This is a test: npm run doctor sent it to see whether mails of Guichet arrive.',
    'In the headers of this mail, Authentication-Results should say spf=pass, dkim=pass and dmarc=pass.',
    'DKIM-Signature names the selector (s=), for sender.dkimSelector in the profile.',
  ].join('\n\n');
  try {
    await mailer.send({
      from: { name: sender.name, address: sender.address },
      to: mailTo,
      ...(sender.replyTo !== undefined && { replyTo: sender.replyTo }),
      subject: `Guichet: a test of the mails of ${id}, ${new Date(clock()).toISOString()}`,
      text,
      html: text
        .split('\n\n')
        .map((line) => `<p>${line}</p>`)
        .join(''),
      messageId: `${newId()}@${domainOf(sender.address)}`,
      locale: 'en',
    });
    return [ok(`a mail went from ${sender.address} to ${mailTo}: look whether it arrives, and not among the junk`)];
  } catch (error) {
    return [faultOf(`the mail from ${sender.address} to ${mailTo} was not taken`, error, `See whether the server lets this user send as ${sender.address}.`)];
  } finally {
    mailer.close();
  }
}
