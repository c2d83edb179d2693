import { z } from 'zod';
import { hour, type Millis, minute } from '../foundation/clock.ts';
import type { Database, Tx } from '../foundation/database/schema.ts';
import { digest, newId, newSecret } from '../foundation/secrets.ts';
import type { OutsideIdentity } from '../ports.ts';
import type { ListedSession, Look } from '../signIn/index.ts';

/** Where a session of the console's own belongs, in place of a portal: no portal's id begins so. */
export const consoleItself = '_console';

/** A session that a sign-in at a provider opened. What the provider said holds for as long as it lasts, so that is not long. */
export type ConsoleSession = Pick<OutsideIdentity, 'issuer' | 'subject' | 'claims' | 'factor'> & {
  readonly id: string;
  readonly person: string;
  readonly provider: string;
  readonly name: string | null;
};

const idle = 30 * minute;
const absolute = 4 * hour;
/** How many sessions somebody has at once, as of an account. */
const most = 10;

type Begun = {
  readonly person: string;
  readonly provider: string;
  readonly identity: OutsideIdentity;
  readonly agent: string;
  readonly ip: string;
  readonly now: Millis;
};

/** Begins one, and returns the secret for its cookie: 256 random bits, stored only as a digest. Beyond ten sessions of somebody, the oldest end; `ended` is how many did. */
export async function beginConsoleSession(
  tx: Tx,
  { person, provider, identity, agent, ip, now }: Begun,
): Promise<{ readonly secret: string; readonly ended: number }> {
  const [id, secret] = [newId(), newSecret()];
  const { issuer, subject, name = null } = identity;
  const said = { claims: JSON.stringify(identity.claims), factor: identity.factor ? 1 : 0 };
  const times = { createdAt: now, lastSeenAt: now, idleUntil: now + idle, expiresAt: now + absolute, endedAt: null };
  await tx
    .insertInto('consoleSession')
    .values({ id, digest: digest(secret), person, provider, issuer, subject, name, ...said, agent, ip, ...times })
    .execute();
  const oldest = (await listConsoleSessions(tx, person, now)).filter((session) => session.id !== id).slice(most - 1);
  for (const session of oldest) await endConsoleSession(tx, person, session.id, now);
  return { secret, ended: oldest.length };
}

const read = z.record(z.string(), z.array(z.string()));
const living = (db: Database, now: Millis) => db.selectFrom('consoleSession').selectAll().where('endedAt', 'is', null).where('idleUntil', '>', now);

/** The live session behind a cookie. A click updates its last use, once a minute at most. */
export async function findConsoleSession(db: Database, secret: string, now: Millis, look: Look = 'click'): Promise<ConsoleSession | undefined> {
  const row = await living(db, now).where('digest', '=', digest(secret)).executeTakeFirst();
  if (!row) return undefined;
  if (look === 'click' && now - row.lastSeenAt >= minute)
    await db
      .updateTable('consoleSession')
      .set({ lastSeenAt: now, idleUntil: Math.min(row.expiresAt, now + idle) })
      .where('id', '=', row.id)
      .execute();
  return { ...row, claims: read.parse(JSON.parse(row.claims)), factor: row.factor === 1 };
}

/** The live sessions of somebody, newest first. */
export async function listConsoleSessions(db: Database, person: string, now: Millis): Promise<ListedSession[]> {
  const rows = await living(db, now).where('person', '=', person).orderBy('createdAt', 'desc').execute();
  return rows.map(({ id, agent, ip, createdAt, lastSeenAt }) => ({ id, agent, ip, createdAt, lastSeenAt }));
}

/** The live sessions of everybody whom a provider vouches for. */
export async function listAllConsoleSessions(db: Database, now: Millis) {
  const rows = await living(db, now).execute();
  return rows.map(({ id, person, provider, subject, name, claims, agent, ip, createdAt, lastSeenAt }) => ({
    ...{ id, person, provider, subject, name, agent, ip, createdAt, lastSeenAt },
    claims: read.parse(JSON.parse(claims)),
  }));
}

/** Ends one of somebody's sessions; false if it is not theirs, or has ended. */
export async function endConsoleSession(tx: Tx, person: string, id: string, now: Millis): Promise<boolean> {
  const ended = await tx
    .updateTable('consoleSession')
    .set({ endedAt: now })
    .where('person', '=', person)
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .where('idleUntil', '>', now)
    .returning('id')
    .executeTakeFirst();
  return ended !== undefined;
}
