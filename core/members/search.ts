import type { Tx } from '../foundation/database/schema.ts';

/** At most this many words of a person's names are indexed. */
const maxWords = 12;

/** Removes accents and capitals, so that «Helene» finds «Hélène». */
export const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();

/** Encodes as hexadecimal, which sorts and compares by prefix in the same way in every database and collation. */
const hex = (text: string): string => Buffer.from(text, 'utf8').toString('hex');

/** Who can be sorted and searched. */
type Searchable = { readonly givenName: string; readonly familyName: string; readonly email: string; readonly identifier: string };

/** The key that members are sorted by: family name, first name, address. */
export const sortKeyOf = ({ familyName, givenName, email }: Searchable): string => hex(fold(`${familyName} ${givenName} ${email}`).slice(0, 120));

/** The words of a search, encoded for comparison. A word matches everything that begins with it. */
export const searchWords = (text: string): string[] => [...new Set(fold(text).split(/[\s,;<>()"']+/))].filter(Boolean).slice(0, 4).map(hex);

/** The first string that sorts after everything beginning with this encoded word: `g` comes after the hexadecimal digits. */
export const endOfPrefix = (word: string): string => `${word}g`;

const wordsOf = ({ givenName, familyName, email, identifier }: Searchable): string[] => [
  ...new Set([...nameWords(`${familyName} ${givenName}`), ...[email, identifier].map(fold)].map((word) => hex(word.slice(0, 60)))),
];

const nameWords = (names: string): string[] =>
  fold(names)
    .split(/[\s'’-]+/)
    .filter(Boolean)
    .slice(0, maxWords);

/** Indexes a member by names and addresses. */
export async function indexMember(tx: Tx, member: { id: string; organisationId: string }, account: Searchable): Promise<void> {
  const { id: memberId, organisationId } = member;
  await tx
    .insertInto('memberWord')
    .values(wordsOf(account).map((word) => ({ memberId, organisationId, word })))
    .execute();
}

/** Indexes an account's memberships again after its names or addresses have changed. Keeps those that an administrator named. */
export async function reindexMember(tx: Tx, accountId: string, account: Searchable): Promise<void> {
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
