import { checkServerIdentity } from 'node:tls';
import { createTransport } from 'nodemailer';
import { z } from 'zod';
import { mayBeInClear } from '../foundation/clearText.ts';
import { type Millis, minute, second } from '../foundation/clock.ts';
import { NoAnswer, Undeliverable } from '../foundation/outbox/faults.ts';
import type { Mailer } from '../ports.ts';

const patience = 10 * second;
/** What is sent may be looked at for long before it is accepted (RFC 5321, 4.5.3.2.6). Who gives up sooner sends it twice. */
const patienceOnceConnected = 10 * minute;

/**
 * The connection failed, or ended without an answer. Not once the server has greeted and then looks at one recipient for too long, as one that asks the
 * recipient's own server does: others can still be mailed.
 */
const unanswered = z
  .object({ code: z.enum(['ETIMEDOUT', 'ECONNECTION', 'ESOCKET', 'EDNS', 'ECONNREFUSED', 'ECONNRESET']), timeoutType: z.string().optional() })
  .refine(({ timeoutType }) => timeoutType !== 'SOCKET_TIMEOUT');

/** A permanent refusal of this sender, recipient or message, rather than of the connection or its credentials. */
const refusedForGood = z.object({ code: z.enum(['EENVELOPE', 'EMESSAGE']), responseCode: z.int().min(500).max(599) });

/** How a mail server is spoken to. */
const spokenTo = (url: string, inClear: readonly string[]) => ({
  url,
  requireTLS: !mayBeInClear(new URL(url).hostname, inClear),
  connectionTimeout: patience,
  greetingTimeout: patience,
  dnsTimeout: patience,
});

/**
 * Sends mails through the server at `smtp://` or `smtps://[user:password@]host[:port]`, over pooled connections. `smtp://` must turn to TLS (STARTTLS)
 * before anything is said, except on this machine and on the hosts named in `inClear`: somebody on the way could take the offer of TLS out.
 */
export function createSmtpMailer(url: string, inClear: readonly string[] = [], answersWithin: Millis = patienceOnceConnected): Mailer & { close(): void } {
  const transport = createTransport({
    ...spokenTo(url, inClear),
    pool: true,
    // No more than the outbox has slots, with those of mails that take long.
    maxConnections: 40,
    // The outbox retries: it knows what has been sent.
    maxRequeues: 0,
    socketTimeout: answersWithin,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    send: async ({ from, to, replyTo, subject, text, html, messageId, locale }) => {
      try {
        await transport.sendMail({
          from,
          // As an object, an address cannot be read as a list of them.
          to: { name: '', address: to },
          ...(replyTo !== undefined && { replyTo: { name: '', address: replyTo } }),
          subject,
          text,
          html,
          messageId: `<${messageId}>`,
          // RFC 3834 and Exchange: no out-of-office answer to a robot.
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All', 'Content-Language': locale },
        });
      } catch (error) {
        if (refusedForGood.safeParse(error).success) throw new Undeliverable(error instanceof Error ? error.message : 'refused', { cause: error });
        if (unanswered.safeParse(error).success) throw new NoAnswer(error instanceof Error ? error.message : 'no answer', { cause: error });
        throw error;
      }
    },
    close: () => transport.close(),
  };
}

/**
 * Speaks to a mail server as the mailer would, and sends nothing: greeting, TLS, and the sign-in if the address has a user. Returns when its certificate
 * ends; undefined if TLS is not spoken. Rejects with nodemailer's error where a mail could not be sent either.
 */
export async function checkSmtp(url: string, inClear: readonly string[] = []): Promise<Millis | undefined> {
  let end: Millis | undefined;
  const transport = createTransport({
    ...spokenTo(url, inClear),
    socketTimeout: patience,
    tls: {
      // Called once the certificate is trusted.
      checkServerIdentity: (host, certificate) => {
        end = Date.parse(certificate.valid_to);
        return checkServerIdentity(host, certificate);
      },
    },
  });
  try {
    await transport.verify();
    return end;
  } finally {
    transport.close();
  }
}
