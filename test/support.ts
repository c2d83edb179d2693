import assert from 'node:assert/strict';
import type { ChannelAuthority } from '../bot/adapter.ts';
import { start } from '../bot/compose.ts';
import { loadConfig } from '../bot/config.ts';
import { createIntents } from '../core/conversation/index.ts';
import { importAccounts } from '../core/directory/accountsImport.ts';
import type { Gate } from '../core/foundation/gate.ts';
import type { Rates } from '../core/foundation/outbox/pace.ts';
import { openChat } from './chat.ts';
import { type Connector, startConnector } from './fakes/connector.ts';
import { startSmsGateway } from './fakes/sms.ts';
import { startInbox } from './fakes/smtp.ts';
import { freshRecords } from './records.ts';
import { openPage } from './webPage.ts';

/** When tests start: a Friday morning in Paris. */
export const beginning = Date.parse('2026-11-20T08:00:00Z');

/** The people in most tests, as input for `npm run accounts:import`. */
const people = {
  invgate: [
    'alice.martin@corp.example,alice.martin@corp.example,Alice,Martin,+33612345678,siege',
    'fatou.diallo@corp.example,fatou.diallo@corp.example,Fatou,Diallo,,fhl',
  ],
  octopus: ['amartin,alice.martin@corp.example,Alice,Martin,,', 'bleroy,bruno.leroy@corp.example,Bruno,Leroy,,'],
  outscale: ['alice.martin@corp.example,alice.martin@corp.example,Alice,Martin,,'],
  extranet: ['accueil@hotel.example,direction@hotel.example,Hélène,Roux,,'],
} as const;

const channels = ['msteams', 'emulator', 'webchat'] as const;

/** The channel of the conversations: Teams, or TEST_CHANNEL (ALL-13). */
export const channelUnderTest = channels.find((channel) => channel === process.env.TEST_CHANNEL) ?? 'msteams';

export type Options = {
  readonly locale?: 'fr' | 'en';
  readonly channel?: (typeof channels)[number];
  /** Where the database is, for tests that stop and restart the bot. By default it is fresh and deleted with the test. */
  readonly database?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly authority?: ChannelAuthority;
  /** The channel's rate limits. None by default. */
  readonly rates?: Rates;
  /** Where hashes wait for their turn. The usual one by default. */
  readonly hashing?: Gate;
  /** Looks at the installation, for the console. */
  readonly examine?: NonNullable<Parameters<typeof start>[1]>['examine'];
  /** False if no SMS gateway is set. */
  readonly gateway?: boolean;
  /** Keeps the surroundings of an earlier start: its clock, inbox and connector. */
  readonly again?: World;
};

const understood = new Map<string, ReturnType<typeof createIntents>>();

/** What understands sentences about these portals, made once: to index its words takes longer than most tests. */
function understanding(portals: Parameters<typeof createIntents>[0]): ReturnType<typeof createIntents> {
  const key = JSON.stringify([...portals]);
  const intents = understood.get(key) ?? createIntents(portals);
  understood.set(key, intents);
  return intents;
}

type World = {
  readonly connector: Connector;
  readonly inbox: Awaited<ReturnType<typeof startInbox>>;
  readonly sms: Awaited<ReturnType<typeof startSmsGateway>>;
  readonly time: { now: number };
};

/** All of Guichet on loopback: the real server, a real SMTP server, and small real servers for the connector and the SMS gateway. Tests move the clock. */
export async function guichet(options: Options = {}) {
  const { locale = 'fr', channel = channelUnderTest } = options;
  const world: World = options.again ?? {
    connector: await startConnector(),
    inbox: await startInbox(),
    sms: await startSmsGateway(),
    time: { now: beginning },
  };
  const { connector, inbox, sms, time } = world;
  const records = options.database === undefined ? await freshRecords() : undefined;
  const config = loadConfig({
    PORT: '0',
    LOG_LEVEL: 'error',
    SECRET_KEY: 'a key of the tests that is long enough',
    DATABASE_URL: options.database ?? records?.url,
    SMTP_URL: inbox.url,
    ...(options.gateway !== false && { SMS_URL: sms.url }),
    ...options.env,
  });
  const statements: string[] = [];
  const log: string[] = [];
  const closeWorld = () => Promise.all([connector.close(), inbox.close(), sms.close()]);
  const running = await start(config, {
    onStatement: (sql) => void (isAnyTurns(sql) || statements.push(sql)),
    onLog: (line) => void log.push(line),
    clock: () => time.now,
    random: () => 0,
    work: false,
    // One at a time, so that mails arrive in the order in which they were caused. Some tests rely on it.
    concurrency: 1,
    // The clock stands still, so a rate limit would never recover.
    rates: options.rates ?? { chat: [], tenant: [] },
    understanding,
    ...(options.hashing && { hashing: options.hashing }),
    ...(options.examine && { examine: options.examine }),
    ...(options.authority && { authority: options.authority }),
  }).catch(async (fault: unknown) => {
    // An open listener would keep a test that failed to start from ending.
    await Promise.all([closeWorld(), records?.drop()]);
    throw fault;
  });
  if (!options.again)
    for (const [portal, lines] of Object.entries(people)) {
      const imported = await importAccounts(running.db, portal, ['identifier,email,givenName,familyName,phone,entity', ...lines].join('\n'), time.now);
      assert.deepEqual(imported.refused, []);
    }

  return {
    ...running,
    world,
    config,
    /** Every statement sent to the database. */
    statements,
    /** The errors that an operator reads in the log. */
    log,
    inbox,
    sms,
    connector,
    /** Alice's chat. Others are opened by `openChat`. */
    chat: openChat({ url: running.url, connector, locale, channel }),
    /** Moves the clock, in milliseconds. */
    passes: (millis: number) => {
      time.now += millis;
    },
    now: () => time.now,
    /** Runs the jobs of the outbox, and returns the mails that they sent. */
    async mails() {
      const before = inbox.mails.length;
      await running.worker.drain();
      return inbox.mails.slice(before);
    },
    /** The page behind a mailed link, at the server's own port. */
    page: (link: string, language: 'fr' | 'en' = locale) => openPage(running.url, link, language),
    async close() {
      await running.stop();
      await records?.drop();
      await closeWorld();
    },
  };
}

/** The claim of a turn, whose end is not waited for, and what a worker looks for at its first look: the same whatever is said. */
const isAnyTurns = (sql: string): boolean => sql.includes('"turnClaim"') || sql.startsWith('select "id", "startsAt", "endsAt" from "absence"');

export type Guichet = Awaited<ReturnType<typeof guichet>>;

/** Runs a test with its own Guichet, which is always closed. */
export async function withGuichet(options: Options, story: (guichet: Guichet) => Promise<void>): Promise<void> {
  const running = await guichet(options);
  try {
    await story(running);
  } finally {
    await running.close();
  }
}

/** The link in a mail's text. */
export function linkIn(mail: { readonly text: string } | undefined): string {
  const link = /https?:\/\/\S+\/link\/[\w-]+/.exec(mail?.text ?? '')?.[0];
  assert.ok(link, `no link in the mail: ${mail?.text}`);
  return link;
}

/** The code in a mail or a text message. */
export function codeIn(mail: { readonly text: string } | undefined): string {
  // The secret of a link has six digits in a row now and then.
  const code = /(?<!\d)\d{6}(?!\d)/.exec((mail?.text ?? '').replace(/https?:\S+/g, ''))?.[0];
  assert.ok(code, `no code in the mail: ${mail?.text}`);
  return code;
}
