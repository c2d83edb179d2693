import { lookNow, type OwnRequest, requestsFor } from '../access/index.ts';
import type { Dependencies } from '../dependencies.ts';
import type { Millis } from '../foundation/clock.ts';
import type { Database } from '../foundation/database/schema.ts';
import { type Membership, organisationsOf } from '../members/index.ts';
import { findSession } from '../signIn/index.ts';

/** What the directory says otherwise than the records: it does not have it any more, has it although it is over, or has it from others. */
export type HowHeld = 'missing' | 'leaving' | 'given';

/** What an account has: its groups, including those that begin later, and its organisations. */
export type Entitlements = {
  readonly groups: readonly { readonly groupId: string; readonly provisionAt: Millis; readonly endsAt: Millis | null; readonly how?: HowHeld | undefined }[];
  readonly organisations: readonly Membership[];
};

/** The entitlements of a session's account and its requests, newest first. Empty if the session is over. */
export type SessionEntitlements = (ticket: Parameters<typeof findSession>[1]) => Promise<Entitlements & { readonly requests: readonly OwnRequest[] }>;

/** How many requests the account page shows. */
const shown = 10;

/** Creates the reader of entitlements for the account page. */
export const createSessionEntitlements =
  (dependencies: Dependencies): SessionEntitlements =>
  async (ticket) => {
    const { db, clock } = dependencies;
    const session = await findSession(db, ticket, clock());
    if (session?.state !== 'open') return { groups: [], organisations: [], requests: [] };
    const { accountId } = session;
    await lookNow(dependencies, [accountId]);
    return { ...(await entitlementsOf(db, accountId)), requests: await requestsFor(db, { accountId }, shown) };
  };

/** Reads what an account has. */
export async function entitlementsOf(db: Database, accountId: string): Promise<Entitlements> {
  const groups = await db
    .selectFrom('membership')
    .select(['groupId', 'provisionAt', 'endsAt', 'missingSince'])
    .where('accountId', '=', accountId)
    .orderBy('grantedAt')
    .execute();
  const held = groups.map(({ missingSince, ...group }) => ({ ...group, ...(missingSince !== null && { how: 'missing' as const }) }));
  return { groups: [...held, ...(await inDirectoryAlone(db, accountId))], organisations: await organisationsOf(db, [accountId]) };
}

/** What the directory has and the records do not: what is over and on its way out, and what others gave, as the last look found it. */
async function inDirectoryAlone(db: Database, accountId: string) {
  const leaving = await db.selectFrom('accessLeaving').select(['groupId', 'since']).where('accountId', '=', accountId).where('leftAt', 'is', null).execute();
  const given = await db
    .selectFrom('accessDifference')
    .innerJoin('account', (join) =>
      join.onRef('account.portal', '=', 'accessDifference.portal').onRef('account.directoryId', '=', 'accessDifference.directoryId'),
    )
    .select(['accessDifference.groupId', 'accessDifference.foundAt as since'])
    .where('account.id', '=', accountId)
    .where('kind', '=', 'given')
    .orderBy('accessDifference.groupId')
    .execute();
  const of = (how: HowHeld) => (row: { readonly groupId: string; readonly since: Millis }) => ({
    groupId: row.groupId,
    provisionAt: row.since,
    endsAt: null,
    how,
  });
  return [...leaving.map(of('leaving')), ...given.map(of('given'))];
}
