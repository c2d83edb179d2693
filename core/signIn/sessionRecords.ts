import { z } from 'zod';
import { visitingAs } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import { day, hour, type Millis, minute } from '../foundation/clock.ts';
import type { Database, Tx } from '../foundation/database/schema.ts';
import { factorOnRecord } from '../foundation/factorOnRecord.ts';
import { endGrants, moveGrants } from '../foundation/grants.ts';
import { digest, newId, newSecret } from '../foundation/secrets.ts';

/** A browser's proof of its session: the portal, and the cookie's secret. */
export type Ticket = { readonly portal: string; readonly secret: string };

const states = z.enum(['second', 'open']);
const remembering = z.enum(['me', 'name', 'no']);

/** What this browser remembers (OC-6): the sign-in, only the name, or nothing. */
export type Remember = z.output<typeof remembering>;

/** Reads a choice of OC-6; anything else remembers nothing. */
export const readRemember = (text: string | undefined): Remember => remembering.catch('no').parse(text);

/** Why a session ended before its time; `addressChanged` besides, where the account's address did. */
export type Ending = 'signOut' | 'revoked' | 'passwordChanged' | 'rotated' | 'tooMany';

/** A live session. `second`: it waits for the second factor, and opens nothing yet. */
export type Session = {
  readonly id: string;
  readonly portal: string;
  readonly accountId: string;
  readonly state: z.output<typeof states>;
  readonly remember: Remember;
  readonly agent: string;
  readonly ip: string;
  readonly createdAt: Millis;
  readonly expiresAt: Millis;
  /** The tie of the outside identity that opened it; empty where the directory knows that identity itself; null where a password opened it. */
  readonly outside: string | null;
};

/** A session in its owner's list. */
export type ListedSession = Pick<Session, 'id' | 'agent' | 'ip' | 'createdAt'> & { readonly lastSeenAt: Millis };

/** How long a session waits for the second factor. */
const secondFactorWithin = 10 * minute;
/** Idle and absolute lifetime of a session, by what the browser remembers. */
const idle = { me: 14 * day, name: 30 * minute, no: 30 * minute } as const;
const absolute = { me: 30 * day, name: 12 * hour, no: 12 * hour } as const;

/** Where a second factor is on, it is asked for once a day, whatever the browser remembers (NIST SP 800-63B-4, 2.2.3). */
const longestWithFactor = day;
/** How many sessions of an account there are at once. Those that wait for a second factor end no open one: the password alone began them. */
const most = { open: 10, second: 10 } as const;

/** Lifetime of the cookie, in milliseconds; undefined if it ends with the browser (OC-6). */
export const keptFor = (remember: Remember, secondFactor: boolean): Millis | undefined =>
  remember === 'me' ? (secondFactor ? longestWithFactor : absolute.me) : undefined;

/**
 * Begins a session and returns its secret: 256 random bits, stored only as a digest. Never reuses a secret that the browser already had. Beyond ten
 * sessions of an account, the oldest end. `replaces`: the same browser's session, which has ended as `rotated`; what applications were given in it goes
 * over. Hold the account (`holdAccount`).
 */
export async function beginSession(
  tx: Tx,
  begun: Pick<Session, 'portal' | 'accountId' | 'state' | 'remember' | 'agent' | 'ip'> &
    Partial<Pick<Session, 'outside' | 'expiresAt'>> & { readonly now: Millis; readonly replaces?: string | undefined },
): Promise<string> {
  const secret = newSecret();
  const { portal, accountId, state, remember, agent, ip, outside = null, now } = begun;
  const waits = state === 'second';
  const lasts = (await hasSecondFactor(tx, accountId)) ? Math.min(absolute[remember], longestWithFactor) : absolute[remember];
  const ends = waits ? now + secondFactorWithin : (begun.expiresAt ?? now + lasts);
  const id = newId();
  await tx
    .insertInto('session')
    .values({
      id,
      digest: digest(secret),
      portal,
      accountId,
      state,
      remember,
      agent,
      ip,
      createdAt: now,
      lastSeenAt: now,
      idleUntil: waits ? ends : Math.min(ends, now + idle[remember]),
      expiresAt: ends,
      endedAt: null,
      ending: null,
      outside,
    })
    .execute();
  if (begun.replaces !== undefined) await moveGrants(tx, begun.replaces, id);
  await endOldest(tx, { ...begun, id });
  return secret;
}

/** Ends the oldest sessions beyond the most that an account may have, and never the one that has just begun. */
async function endOldest(
  tx: Tx,
  { id, accountId, portal, state, ip, now }: Pick<Session, 'id' | 'accountId' | 'portal' | 'state' | 'ip'> & { now: Millis },
): Promise<void> {
  const others = await living(tx, now)
    .where('accountId', '=', accountId)
    .where('state', '=', state)
    .where('session.id', '!=', id)
    .orderBy('session.createdAt', 'desc')
    .orderBy('lastSeenAt', 'desc')
    .execute();
  const oldest = others.slice(most[state] - 1);
  for (const session of oldest) await endSession(tx, { accountId, id: session.id }, 'tooMany', now);
  if (oldest.length === 0 || state === 'second') return;
  const detail = { ending: 'tooMany', ended: oldest.length };
  const actor = visitingAs({ ip, locale: 'en' }, accountId);
  await audit(tx, { at: now, actor, action: 'session.ended', portal, subject: `account:${accountId}`, outcome: 'ok', detail });
}

/** Shortens a session to what it may last now that a second factor is on. */
export async function shortenSession(tx: Tx, { id, expiresAt }: Pick<Session, 'id' | 'expiresAt'>, now: Millis): Promise<void> {
  const ends = Math.min(expiresAt, now + longestWithFactor);
  await tx
    .updateTable('session')
    .set((session) => ({ expiresAt: ends, idleUntil: session.case().when('idleUntil', '>', ends).then(ends).else(session.ref('idleUntil')).end() }))
    .where('id', '=', id)
    .execute();
}

/** Whether an account has a confirmed second factor (OU-11), or had one that nobody turned off: no code opens that, and it locks. */
export async function hasSecondFactor(db: Database, accountId: string): Promise<boolean> {
  const row = await db
    .selectFrom('secondFactor')
    .select('accountId')
    .where('accountId', '=', accountId)
    .where('confirmedAt', 'is not', null)
    .executeTakeFirst();
  return row !== undefined || (await factorOnRecord(db, [accountId])).length > 0;
}

/** Whether the row of a second factor that is on is gone. */
export const isTakenOut = async (db: Database, accountId: string): Promise<boolean> =>
  (await db.selectFrom('secondFactor').select('accountId').where('accountId', '=', accountId).where('confirmedAt', 'is not', null).executeTakeFirst()) ===
  undefined;

const columns = [
  'session.id',
  'session.portal',
  'accountId',
  'state',
  'remember',
  'agent',
  'ip',
  'session.createdAt',
  'lastSeenAt',
  'expiresAt',
  'outside',
] as const;

/** Live sessions: neither ended nor expired, and begun under the current password. */
const living = (db: Database, now: Millis) =>
  db
    .selectFrom('session')
    .innerJoin('account', 'account.id', 'session.accountId')
    .select(columns)
    .where('endedAt', 'is', null)
    // Never later than `expiresAt`.
    .where('idleUntil', '>', now)
    .whereRef('sessionsFrom', '<=', 'session.createdAt');

/** How a session is looked up: by somebody's click, which keeps it open, or by a page that renews itself. */
export type Look = 'click' | 'quiet';

/** The live session behind a cookie. A click updates its last use, once a minute at most. */
export async function findSession(db: Database, ticket: Ticket, now: Millis, look: Look = 'click'): Promise<Session | undefined> {
  const row = await living(db, now).where('session.portal', '=', ticket.portal).where('digest', '=', digest(ticket.secret)).executeTakeFirst();
  if (!row) return undefined;
  const { lastSeenAt, ...session } = { ...row, state: states.parse(row.state), remember: readRemember(row.remember) };
  if (look === 'click' && session.state === 'open' && now - lastSeenAt >= minute)
    await db
      .updateTable('session')
      .set({ lastSeenAt: now, idleUntil: Math.min(session.expiresAt, now + idle[session.remember]) })
      .where('id', '=', session.id)
      .execute();
  return session;
}

/**
 * Ends a session that is about to be replaced, and returns it; undefined if it is no longer live. Of two concurrent callers, one gets it. Call
 * `beginSession` next: after a second factor, or a change of password.
 */
export async function takeSession(tx: Tx, ticket: Ticket, now: Millis): Promise<Session | undefined> {
  const session = await findSession(tx, ticket, now);
  return session && (await endSession(tx, { accountId: session.accountId, id: session.id }, 'rotated', now)) === 1 ? session : undefined;
}

/**
 * Ends the session that a browser comes with, as its cookie is about to be replaced. Returns what `beginSession` replaces; undefined where it was nobody's,
 * or somebody else's: then what applications were given in their name ends too.
 */
export async function leaveSession(tx: Tx, ticket: Ticket, accountId: string, now: Millis): Promise<string | undefined> {
  const old = await findSession(tx, ticket, now);
  const same = old?.accountId === accountId;
  if (old) await endSession(tx, { accountId: old.accountId, id: old.id }, same ? 'rotated' : 'signOut', now);
  return same ? old?.id : undefined;
}

/** Ends one, all but one, or all sessions of an account, with what applications were given in them unless another takes their place; returns how many. */
export async function endSession(tx: Tx, which: { accountId: string; id?: string; except?: string }, ending: Ending, now: Millis): Promise<number> {
  const { accountId, id, except } = which;
  const ended = await tx
    .updateTable('session')
    .set({ endedAt: now, ending })
    .where('accountId', '=', accountId)
    .where('endedAt', 'is', null)
    .$if(id !== undefined, (update) => update.where('id', '=', id ?? ''))
    .$if(except !== undefined, (update) => update.where('id', '!=', except ?? ''))
    .returning('id')
    .execute();
  if (ending !== 'rotated') await endGrants(tx, accountId, id !== undefined ? { session: id } : except !== undefined ? { except } : undefined);
  return ended.length;
}

/** The open sessions of an account, newest first. */
export async function listSessions(db: Database, accountId: string, now: Millis): Promise<ListedSession[]> {
  const rows = await living(db, now).where('accountId', '=', accountId).where('state', '=', 'open').orderBy('session.createdAt', 'desc').execute();
  return rows.map(({ id, agent, ip, createdAt, lastSeenAt }) => ({ id, agent, ip, createdAt, lastSeenAt }));
}
