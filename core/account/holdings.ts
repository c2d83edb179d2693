import { type OwnRequest, requestsFor } from '../access/ownRequests.ts';
import type { Parts } from '../dependencies.ts';
import type { Millis } from '../foundation/clock.ts';
import type { Database } from '../foundation/database/schema.ts';
import { type Membership, organisationsOf } from '../members/roles.ts';
import { findSession } from '../signIn/sessionRecords.ts';

/** What an account has: its groups, those of a day to come too, and the organisations that it belongs to. */
export type Holdings = {
  readonly groups: readonly { readonly groupId: string; readonly provisionAt: Millis }[];
  readonly organisations: readonly Membership[];
};

/** What the account of a session has, and what was asked for it, newest first; nothing where the session is over. */
export type SessionHoldings = (ticket: Parameters<typeof findSession>[1]) => Promise<Holdings & { readonly requests: readonly OwnRequest[] }>;

/** So many requests stand on the page of an account. */
const newest = 10;

/** Makes the list of what an account has, for its page. */
export const createSessionHoldings =
  ({ db, clock }: Parts): SessionHoldings =>
  async (ticket) => {
    const session = await findSession(db, ticket, clock());
    if (session?.state !== 'open') return { groups: [], organisations: [], requests: [] };
    const { accountId } = session;
    return { ...(await holdingsOf(db, accountId)), requests: await requestsFor(db, { accountId }, newest) };
  };

/** What an account has. */
export async function holdingsOf(db: Database, accountId: string): Promise<Holdings> {
  const groups = await db.selectFrom('membership').select(['groupId', 'provisionAt']).where('accountId', '=', accountId).orderBy('grantedAt').execute();
  return { groups, organisations: await organisationsOf(db, [accountId]) };
}
