import type { Tx } from '../foundation/database/schema.ts';
import { fold, hex, nameWords } from '../foundation/nameWords.ts';

/** Who can be sorted and searched. */
type Named = { readonly givenName: string; readonly familyName: string; readonly email: string; readonly identifier: string };

/** The key that members are sorted by: family name, first name, address. */
export const sortKeyOf = ({ familyName, givenName, email }: Named): string => hex(fold(`${familyName} ${givenName} ${email}`).slice(0, 120));

const wordsOf = ({ givenName, familyName, email, identifier }: Named): string[] => [
  ...new Set([...nameWords(`${familyName} ${givenName}`), ...[email, identifier].map(fold)].map((word) => hex(word.slice(0, 60)))),
];

/** Indexes a member by names and addresses. */
export async function indexMember(tx: Tx, member: { id: string; organisationId: string }, account: Named): Promise<void> {
  const { id: memberId, organisationId } = member;
  await tx
    .insertInto('memberWord')
    .values(wordsOf(account).map((word) => ({ memberId, organisationId, word })))
    .execute();
}

/** Indexes an account's memberships again after its names or addresses have changed. Keeps those that an administrator named. */
export async function reindexMember(tx: Tx, accountId: string, account: Named): Promise<void> {
  const members = await tx
    .updateTable('organisationMember')
    .set({ sortKey: sortKeyOf(account) })
    .where('accountId', '=', accountId)
    .where('endedAt', 'is', null)
    .where('givenName', 'is', null)
    .returning(['id', 'organisationId'])
    .execute();
  for (const member of members) {
    await tx.deleteFrom('memberWord').where('memberId', '=', member.id).execute();
    await indexMember(tx, member, account);
  }
}
