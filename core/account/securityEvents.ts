import { z } from 'zod';
import type { Dependencies } from '../dependencies.ts';
import type { Millis } from '../foundation/clock.ts';
import type { Database } from '../foundation/database/schema.ts';
import { findSession, type Ticket } from '../signIn/index.ts';

/** An event that an account's owner should know of: what happened, as the catalogue names it (`event.*`), when, and from which address. */
export type SecurityEvent = {
  readonly what: (typeof eventNames)[keyof typeof eventNames] | 'locked' | 'linkedAccount' | 'unlinkedAccount';
  readonly at: Millis;
  readonly ip: string | undefined;
};

/** The newest events of an open session's account. Empty for any other session. */
export type SecurityEvents = (ticket: Ticket) => Promise<SecurityEvent[]>;

/** How many events are shown. */
const shown = 10;

/** The audit records that are shown, by action and outcome. */
const eventNames = {
  'signIn ok': 'signedIn',
  'signIn refused': 'refused',
  'changePassword.current refused': 'refused',
  'session.ended ok': 'ended',
  'changePassword.completed ok': 'password',
  'reset.completed ok': 'password',
  'unlock.completed ok': 'password',
  'signUp.completed ok': 'password',
  'account.linked ok': 'linked',
  'account.unlinked ok': 'unlinked',
  'twoFactor.on ok': 'factorOn',
  'twoFactor.off ok': 'factorOff',
  'twoFactor.renewed ok': 'factorCodes',
  'twoFactor.passed ok': 'factorPassed',
  'twoFactor.passed twoFactor.wrong': 'factorWrong',
  'twoFactor.passed twoFactor.tries': 'factorWrong',
  'twoFactor.chat ok': 'factorPassed',
  'twoFactor.chat twoFactor.wrong': 'factorWrong',
  'twoFactor.chat twoFactor.tries': 'factorWrong',
  'twoFactor.password refused': 'refused',
} as const;

const detail = z.object({ ip: z.string().optional(), locked: z.boolean().default(false), outside: z.boolean().default(false) });

/** Creates the reader of security events for the account page. */
export const createSecurityEvents =
  ({ db, clock }: Dependencies): SecurityEvents =>
  async (ticket) => {
    const session = await findSession(db, ticket, clock());
    return session?.state === 'open' ? await securityEventsOf(db, session.accountId) : [];
  };

/** Reads the latest security events of an account, newest first. */
export async function securityEventsOf(db: Database, accountId: string): Promise<SecurityEvent[]> {
  const actions = Object.keys(eventNames).map((known) => known.slice(0, known.indexOf(' ')));
  const rows = await db
    .selectFrom('audit')
    .select(['at', 'action', 'outcome', 'detail'])
    .where('subject', '=', `account:${accountId}`)
    .where('action', 'in', [...new Set(actions)])
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(2 * shown)
    .execute();
  return rows
    .flatMap(({ at, action, outcome, detail: text }) => {
      const what = Object.entries(eventNames).find(([known]) => known === `${action} ${outcome}`)?.[1];
      const { ip, locked, outside } = detail.parse(JSON.parse(text));
      const told = outside && (what === 'linked' || what === 'unlinked') ? (`${what}Account` as const) : what;
      return told === undefined ? [] : [{ what: locked ? ('locked' as const) : told, at, ip }];
    })
    .slice(0, shown);
}
