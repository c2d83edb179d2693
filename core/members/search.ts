import type { Tx } from '../foundation/database/schema.ts';

/** So many words find one person. */
const mostWords = 12;

/** Without accents and capitals, so that «Helene» finds «Hélène». */
const bare = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();

/** As the bytes' digits: they sort, and have their beginnings, alike in every database and collation. */
const digits = (text: string): string => Buffer.from(text, 'utf8').toString('hex');

type Named = { readonly givenName: string; readonly familyName: string; readonly email: string; readonly identifier: string };

/** What somebody is sorted by among others: family name, first name, address. */
export const sortKeyOf = ({ familyName, givenName, email }: Named): string => digits(bare(`${familyName} ${givenName} ${email}`).slice(0, 120));

/** The words of a search, as they are compared; a word finds whatever begins with it. */
export const searchWords = (text: string): string[] => [...new Set(bare(text).split(/[\s,;<>()"']+/))].filter(Boolean).slice(0, 4).map(digits);

/** The first string that comes after all that begin with this one. */
export const afterAll = (word: string): string => `${word}g`;

const wordsOf = ({ givenName, familyName, email, identifier }: Named): string[] => [
  ...new Set([...searchAll(`${familyName} ${givenName}`), ...[email, identifier].map(bare)].map((word) => digits(word.slice(0, 60)))),
];

const searchAll = (names: string): string[] =>
  bare(names)
    .split(/[\s'’-]+/)
    .filter(Boolean)
    .slice(0, mostWords);

/** Lets a member be found by names and addresses. */
export async function letFind(tx: Tx, member: { id: string; organisationId: string }, account: Named): Promise<void> {
  const { id: memberId, organisationId } = member;
  await tx
    .insertInto('memberWord')
    .values(wordsOf(account).map((word) => ({ memberId, organisationId, word })))
    .execute();
}

/** Names and addresses have changed: members are found and sorted by what they are called now. */
export async function renamed(tx: Tx, accountId: string, account: Named): Promise<void> {
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
    await letFind(tx, member, account);
  }
}
