import { type OwnRequest, requestsFor } from '../access/index.ts';
import type { Dependencies } from '../dependencies.ts';
import type { Millis } from '../foundation/clock.ts';
import type { Database } from '../foundation/database/schema.ts';
import { type Membership, organisationsOf } from '../members/index.ts';
import { findSession } from '../signIn/index.ts';

/** What an account has: its groups, including those that begin later, and its organisations. */
export type Entitlements = {
  readonly groups: readonly { readonly groupId: string; readonly provisionAt: Millis; readonly endsAt: Millis | null }[];
  readonly organisations: readonly Membership[];
};

/** The entitlements of a session's account and its requests, newest first. Empty if the session is over. */
export type SessionEntitlements = (ticket: Parameters<typeof findSession>[1]) => Promise<Entitlements & { readonly requests: readonly OwnRequest[] }>;

/** How many requests the account page shows. */
const shown = 10;

/** Creates the reader of entitlements for the account page. */
export const createSessionEntitlements =
  ({ db, clock }: Dependencies): SessionEntitlements =>
  async (ticket) => {
    const session = await findSession(db, ticket, clock());
    if (session?.state !== 'open') return { groups: [], organisations: [], requests: [] };
    const { accountId } = session;
    return { ...(await entitlementsOf(db, accountId)), requests: await requestsFor(db, { accountId }, shown) };
  };

/** Reads what an account has. */
export async function entitlementsOf(db: Database, accountId: string): Promise<Entitlements> {
  const groups = await db
    .selectFrom('membership')
    .select(['groupId', 'provisionAt', 'endsAt'])
    .where('accountId', '=', accountId)
    .orderBy('grantedAt')
    .execute();
  return { groups, organisations: await organisationsOf(db, [accountId]) };
}
