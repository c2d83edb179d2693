import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { importAccounts } from '../../core/directory/accountsImport.ts';
import type { Millis } from '../../core/foundation/clock.ts';
import { migrate } from '../../core/foundation/database/migrate.ts';
import { openDatabase } from '../../core/foundation/database/open.ts';
import type { Database } from '../../core/foundation/database/schema.ts';
import { shippedPortals } from '../../core/portal/load.ts';
import { databaseIn, spawnBot } from '../fakes/botProcess.ts';
import { type Connector, type Member, member, startConnector } from '../fakes/connector.ts';
import { type PostgresServer, startPostgres } from '../fakes/postgres.ts';
import { type Inbox, startInbox } from '../fakes/smtp.ts';
import type { Chance } from './chance.ts';
import { openFrontDoor } from './frontDoor.ts';

/** Catalogues, each with two approvers of its own: a chat is written to no faster than Teams allows. */
const catalogues = 6;

/** The approvers, as Teams' roster knows them. */
export const approvers: readonly Member[] = Array.from({ length: 2 * catalogues }, (_, n) => {
  const email = `approver${n}@example.org`;
  return { ...member(`Q${n}`, 'Approver', `99999999-9999-4999-8999-${String(n).padStart(12, '0')}`), email, userPrincipalName: email };
});

/** The address of a made-up account, by number. */
export const addressOf = (n: number): string => `person${n}@corp.example`;
export const identifierOf = (n: number): string => `u${n}`;
export const groupOf = (n: number): string => `catalogue-${n % catalogues}`;

/** Bots around records, a mailbox and a channel that outlive them. */
export type World = {
  /** Where people reach a bot, whichever lives. */
  readonly url: string;
  readonly connector: Connector;
  readonly inbox: Inbox;
  readonly db: Database;
  /** Undefined where the records are in SQLite's file. */
  readonly postgres: PostgresServer | undefined;
  /** How many accounts there are on each portal. */
  readonly accounts: number;
  /** Bots that ended and were not killed, with what they said. */
  readonly died: string[];
  /** The bots' warnings and errors. */
  readonly log: string[];
  /** `kill -9` of one of them; settles when another in its place listens. */
  kills(chance: Chance): Promise<void>;
  /** Puts the clocks of all bots so far ahead. */
  sets(ahead: Millis): void;
  ahead(): Millis;
  close(): Promise<void>;
};

/** Two bots on PostgreSQL, or one on SQLite. */
export async function openWorld(on: 'postgres' | 'sqlite', accounts: number, chance: Chance): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-soak-'));
  await writeFile(join(folder, 'invgate.yaml'), await profile());
  const [connector, inbox, postgres] = await Promise.all([startConnector(), startInbox(), on === 'postgres' ? startPostgres() : undefined]);
  connector.members.push(...approvers);
  const db = await openDatabase(postgres?.url ?? databaseIn(folder));
  await migrate(db);
  await makeAccounts(db, accounts);

  const log: string[] = [];
  const died: string[] = [];
  let ahead = 0;
  let closing = false;
  const env = { PORTALS_DIR: folder, SMTP_URL: inbox.url, DATABASE_URL: postgres?.url ?? databaseIn(folder) };
  const onLine = (line: string) => {
    const { level, time, msg, kind, err } = logged.parse(JSON.parse(line));
    if (level >= 40) log.push([time, msg, kind, err?.code ?? err?.message ?? err?.type].filter(Boolean).join(' '));
  };
  const start = () => {
    const bot = { ...spawnBot({ folder, ahead, env, onLine }), killed: false, at: undefined as string | undefined };
    bot.url.then((url) => {
      bot.at = url;
    }, String);
    void bot.ended.then(({ code, said }) => !bot.killed && !closing && died.push(`with ${code}: ${said}`));
    return bot;
  };
  const bots = Array.from({ length: postgres ? 2 : 1 }, start);
  const listening = () => bots.flatMap(({ at, killed }) => (at === undefined || killed ? [] : [at]));
  const door = await openFrontDoor(() => {
    const [first, ...others] = listening();
    return first === undefined ? undefined : chance.pick([first, ...others]);
  });
  await Promise.all(bots.map(({ url }) => url));

  return {
    url: door.url,
    connector,
    inbox,
    db,
    postgres,
    accounts,
    died,
    log,
    kills: async (which) => {
      const at = Math.floor(which.between(0, bots.length));
      const bot = bots[at];
      if (bot) {
        bot.killed = true;
        await bot.kill();
      }
      bots[at] = start();
      await bots[at].url;
    },
    sets: (to) => {
      ahead = to;
      for (const bot of bots) bot.sets(to);
    },
    ahead: () => ahead,
    close: async () => {
      closing = true;
      await Promise.all(bots.map((bot) => bot.kill()));
      await db.destroy();
      await Promise.all([door.close(), connector.close(), inbox.close(), postgres?.close()]);
      await rm(folder, { recursive: true });
    },
  };
}

const logged = z.looseObject({
  level: z.number(),
  time: z.string(),
  msg: z.string().default(''),
  kind: z.string().optional(),
  err: z.looseObject({ type: z.string().optional(), code: z.string().optional(), message: z.string().optional() }).optional(),
});

/** InvGate with catalogues of ours, open today, so that access is given at once. */
async function profile(): Promise<string> {
  const shipped = await readFile(join(shippedPortals, 'invgate.yaml'), 'utf8');
  const groups = Array.from({ length: catalogues }, (_, n) => {
    const [one, other] = [approvers[2 * n], approvers[2 * n + 1]];
    return `  - { id: ${groupOf(n)}, name: Catalogue ${n}, approvers: [${one?.email}, ${other?.email}] }`;
  });
  return `${shipped.replace(/^opensOn:.*\nuntil:\n(?: .*\n)+/m, '').replace(/^groups:\n(?: .*\n)+/m, '')}groups:\n${groups.join('\n')}\n`;
}

async function makeAccounts(db: Database, count: number): Promise<void> {
  const heading = 'identifier,email,givenName,familyName,phone,entity';
  const lines = (of: (n: number) => string) => Array.from({ length: count }, (_, n) => `${of(n)},${addressOf(n)},P${n},Person,,`);
  const now = Date.now();
  await importAccounts(db, 'octopus', [heading, ...lines(identifierOf)].join('\n'), now);
  await importAccounts(db, 'invgate', [heading, ...lines(addressOf)].join('\n'), now);
}
