import { z } from 'zod';
import { day, hour, type Millis, minute } from '../foundation/clock.ts';
import type { Database, Tx } from '../foundation/database/schema.ts';
import { digest, newId, newSecret } from '../foundation/secrets.ts';

/** What a browser shows to be known again: for which portal, and the secret of its cookie. */
export type Ticket = { readonly portal: string; readonly secret: string };

const states = z.enum(['second', 'open']);
const remembering = z.enum(['me', 'name', 'no']);

/** What is to be remembered in this browser (OC-6): that I am signed in, my name only, or nothing. */
export type Remember = z.output<typeof remembering>;

/** Reads a choice of OC-6; anything else remembers nothing. */
export const readRemember = (text: string | undefined): Remember => remembering.catch('no').parse(text);

/** Why a session ended before its time. */
export type Ending = 'signOut' | 'revoked' | 'passwordChanged' | 'rotated';

/** A session that lives. `second`: its second factor is waited for, and it opens nothing else. */
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
};

/** A session as its owner sees it in a list. */
export type ListedSession = Pick<Session, 'id' | 'agent' | 'ip' | 'createdAt'> & { readonly lastSeenAt: Millis };

/** How long the second factor is waited for. */
const secondFactorWithin = 10 * minute;
/** How long a session lives unused, and at most, by what is remembered. */
const idle = { me: 14 * day, name: 30 * minute, no: 30 * minute } as const;
const absolute = { me: 30 * day, name: 12 * hour, no: 12 * hour } as const;

/** For how long a browser keeps the cookie, in milliseconds; undefined where it goes with the browser (OC-6). */
export const keptFor = (remember: Remember): Millis | undefined => (remember === 'me' ? absolute.me : undefined);

/** Begins a session and returns its secret: 256 bits, stored only as a digest. A secret that the browser had before is never taken over. */
export async function beginSession(
  tx: Tx,
  begun: Pick<Session, 'portal' | 'accountId' | 'state' | 'remember' | 'agent' | 'ip'> & { readonly now: Millis; readonly expiresAt?: Millis },
): Promise<string> {
  const secret = newSecret();
  const { portal, accountId, state, remember, agent, ip, now } = begun;
  const waits = state === 'second';
  const ends = waits ? now + secondFactorWithin : (begun.expiresAt ?? now + absolute[remember]);
  await tx
    .insertInto('session')
    .values({
      id: newId(),
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
    })
    .execute();
  return secret;
}

const columns = ['session.id', 'session.portal', 'accountId', 'state', 'remember', 'agent', 'ip', 'session.createdAt', 'lastSeenAt', 'expiresAt'] as const;

/** Sessions that live: not ended, not over, and not older than the account's password. */
const living = (db: Database, now: Millis) =>
  db
    .selectFrom('session')
    .innerJoin('account', 'account.id', 'session.accountId')
    .select(columns)
    .where('endedAt', 'is', null)
    // Never later than `expiresAt`.
    .where('idleUntil', '>', now)
    .whereRef('sessionsFrom', '<=', 'session.createdAt');

/** The session behind a cookie, where it lives; that it was seen is noted once a minute. */
export async function findSession(db: Database, ticket: Ticket, now: Millis): Promise<Session | undefined> {
  const row = await living(db, now).where('session.portal', '=', ticket.portal).where('digest', '=', digest(ticket.secret)).executeTakeFirst();
  if (!row) return undefined;
  const { lastSeenAt, ...session } = { ...row, state: states.parse(row.state), remember: readRemember(row.remember) };
  if (session.state === 'open' && now - lastSeenAt >= minute)
    await db
      .updateTable('session')
      .set({ lastSeenAt: now, idleUntil: Math.min(session.expiresAt, now + idle[session.remember]) })
      .where('id', '=', session.id)
      .execute();
  return session;
}

/**
 * Ends a session that something better takes the place of, and returns it; undefined where it does not live any more. Of two who take the same,
 * one gets it. `beginSession` follows: after a second factor, and after a change of password.
 */
export async function takeSession(tx: Tx, ticket: Ticket, now: Millis): Promise<Session | undefined> {
  const session = await findSession(tx, ticket, now);
  return session && (await endSession(tx, { accountId: session.accountId, id: session.id }, 'rotated', now)) === 1 ? session : undefined;
}

/** Ends sessions of an account: one, all but one, or all; returns how many. */
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
  return ended.length;
}

/** The open sessions of an account, the newest first. */
export async function listSessions(db: Database, accountId: string, now: Millis): Promise<ListedSession[]> {
  const rows = await living(db, now).where('accountId', '=', accountId).where('state', '=', 'open').orderBy('session.createdAt', 'desc').execute();
  return rows.map(({ id, agent, ip, createdAt, lastSeenAt }) => ({ id, agent, ip, createdAt, lastSeenAt }));
}
