import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';

/** A mail as it arrived. */
export type Received = {
  /** From the envelope: where it really went. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
};

/** A real SMTP server with one mailbox for everybody. */
export type Inbox = {
  readonly url: string;
  readonly mails: Received[];
  /** Settles once so many mails have arrived; fails after fifteen seconds. */
  waitFor(count: number): Promise<void>;
  /** Answers each recipient with this code from now on; without one, takes mails again. */
  reject(code?: number): void;
  /** From now on says nothing more to who sends: before a mail is taken, or after it was. */
  hang(when: 'before' | 'after'): void;
  /** Answers again, also what waited. */
  goOn(): void;
  close(): Promise<void>;
};

/** Starts an inbox on loopback; `port` 0 takes a free one. `acceptsAfter` is how long it looks at each mail, in milliseconds. */
export async function startInbox(port = 0, { acceptsAfter = 0 } = {}): Promise<Inbox> {
  const mails: Received[] = [];
  const waiting = new Set<() => void>();
  let rejected: number | undefined;
  let hanging: { readonly when: 'before' | 'after'; readonly over: PromiseWithResolvers<void> } | undefined;
  const unlessHanging = async (when: 'before' | 'after') => (hanging?.when === when ? await hanging.over.promise : undefined);

  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 100,
    onRcptTo: (_address, _session, answer) => {
      void unlessHanging('before').then(() => answer(rejected === undefined ? null : Object.assign(new Error('not now'), { responseCode: rejected })));
    },
    onData: (stream, session, answer) => {
      void buffer(stream)
        .then((raw) => PostalMime.parse(raw))
        .then(
          (mail) => {
            const headers = Object.fromEntries(mail.headers.map(({ key, value }) => [key, value]));
            for (const { address } of session.envelope.rcptTo)
              mails.push({ to: address, subject: mail.subject ?? '', text: (mail.text ?? '').trimEnd(), html: mail.html ?? '', headers });
            setTimeout(() => {
              void unlessHanging('after').then(() => answer(null));
              for (const look of waiting) look();
            }, acceptsAfter);
          },
          (error: unknown) => answer(error instanceof Error ? error : new Error('unreadable')),
        );
    },
  });
  server.on('error', () => undefined);
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  const { port: taken } = server.server.address() as AddressInfo;

  return {
    url: `smtp://127.0.0.1:${taken}`,
    mails,
    waitFor: (count) =>
      new Promise((arrived, late) => {
        const timer = setTimeout(() => {
          waiting.delete(look);
          late(new Error(`${mails.length} of ${count} mails arrived in fifteen seconds`));
        }, 15_000);
        const look = () => {
          if (mails.length < count) return;
          clearTimeout(timer);
          waiting.delete(look);
          arrived();
        };
        waiting.add(look);
        look();
      }),
    reject: (code) => {
      rejected = code;
    },
    hang: (when) => {
      hanging ??= { when, over: Promise.withResolvers() };
    },
    goOn: () => {
      hanging?.over.resolve();
      hanging = undefined;
    },
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}
