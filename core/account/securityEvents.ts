import { z } from 'zod';
import type { Dependencies } from '../dependencies.ts';
import type { Millis } from '../foundation/clock.ts';
import type { Database } from '../foundation/database/schema.ts';
import { findSession, type Ticket } from '../signIn/index.ts';

/** What an account's owner should know of: what happened, as the catalogue names it (`event.*`), when, and from which address. */
export type SecurityEvent = { readonly what: (typeof told)[keyof typeof told] | 'locked'; readonly at: Millis; readonly ip: string | undefined };

/** The newest events of the account that a session is open for; none for any other session. */
export type SecurityEvents = (ticket: Ticket) => Promise<SecurityEvent[]>;

const newest = 10;

/** What is told of the audit, by action and outcome. */
const told = {
  'signIn ok': 'signedIn',
  'signIn refused': 'refused',
  'changePassword.current refused': 'refused',
  'session.ended ok': 'ended',
  'changePassword.completed ok': 'password',
  'reset.completed ok': 'password',
  'unlock.completed ok': 'password',
  'signUp.completed ok': 'password',
  'twoFactor.on ok': 'factorOn',
  'twoFactor.off ok': 'factorOff',
  'twoFactor.renewed ok': 'factorCodes',
  'twoFactor.passed ok': 'factorPassed',
  'twoFactor.passed twoFactor.wrong': 'factorWrong',
  'twoFactor.passed twoFactor.tries': 'factorWrong',
  'twoFactor.password refused': 'refused',
} as const;

const detail = z.object({ ip: z.string().optional(), locked: z.boolean().default(false) });

/** Makes the list of what happened to an account of late. */
export const createSecurityEvents =
  ({ db, clock }: Dependencies): SecurityEvents =>
  async (ticket) => {
    const session = await findSession(db, ticket, clock());
    return session?.state === 'open' ? await securityEventsOf(db, session.accountId) : [];
  };

/** The newest security events of an account, the newest first. */
export async function securityEventsOf(db: Database, accountId: string): Promise<SecurityEvent[]> {
  const actions = Object.keys(told).map((known) => known.slice(0, known.indexOf(' ')));
  const rows = await db
    .selectFrom('audit')
    .select(['at', 'action', 'outcome', 'detail'])
    .where('subject', '=', `account:${accountId}`)
    .where('action', 'in', [...new Set(actions)])
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(2 * newest)
    .execute();
  return rows
    .flatMap(({ at, action, outcome, detail: text }) => {
      const what = Object.entries(told).find(([known]) => known === `${action} ${outcome}`)?.[1];
      const { ip, locked } = detail.parse(JSON.parse(text));
      return what === undefined ? [] : [{ what: locked ? ('locked' as const) : what, at, ip }];
    })
    .slice(0, newest);
}
