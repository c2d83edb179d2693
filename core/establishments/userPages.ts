import { sql } from 'kysely';
import type { Database } from '../foundation/database/schema.ts';
import { endOfPrefix, searchWords } from '../foundation/nameWords.ts';

/** Which page of users to read. */
export type PageRequest = { readonly organisationId: string; readonly limit: number; readonly search: string; readonly after: string };

/** The current members of an organisation, with the columns that are shown. */
export const shownMembers = (db: Database, organisationId: string) =>
  db
    .selectFrom('organisationMember as member')
    .innerJoin('account', 'account.id', 'member.accountId')
    .select(['member.id', 'accountId', 'role', 'rights', 'account.identifier', 'email'])
    .select((row) => [
      row.fn.coalesce('member.givenName', 'account.givenName').as('givenName'),
      row.fn.coalesce('member.familyName', 'account.familyName').as('familyName'),
    ])
    .where('member.organisationId', '=', organisationId)
    .where('endedAt', 'is', null);

/**
 * Reads a page ordered by name or, for a search, by the word that matched. Each row has its place in that order. Returns one row more than the
 * limit if there are more.
 */
export async function readPage(db: Database, { organisationId, limit, search, after }: PageRequest) {
  const [key = '', id = ''] = after.split('|');
  const words = searchWords(search).sort((one, other) => other.length - one.length);
  const [word, ...others] = words;
  if (word === undefined)
    return await shownMembers(db, organisationId)
      .select('sortKey as place')
      .where('sortKey', '>=', key)
      .where((row) => row.or([row('sortKey', '>', key), row('member.id', '>', id)]))
      .orderBy('sortKey')
      .orderBy('member.id')
      .limit(limit + 1)
      .execute();
  const from = key > word ? key : word;
  return await shownMembers(db, organisationId)
    .innerJoin('memberWord as found', 'found.memberId', 'member.id')
    .select('found.word as place')
    .where('found.organisationId', '=', organisationId)
    .where('found.word', '>=', from)
    .where('found.word', '<', endOfPrefix(word))
    .where((row) => row.or([row('found.word', '>', key), row('found.memberId', '>', id)]))
    // A member matched by two words is shown at the first.
    .where((row) => row.not(row.exists(matchingWord(word).where('other.word', '<', sql<string>`${sql.ref('found.word')}`))))
    .$if(others.length > 0, (some) => some.where((row) => row.and(others.map((other) => row.exists(matchingWord(other))))))
    .orderBy('found.word')
    .orderBy('found.memberId')
    .limit(limit + 1)
    .execute();

  function matchingWord(beginning: string) {
    return db
      .selectFrom('memberWord as other')
      .select('other.memberId')
      .where('other.memberId', '=', sql<string>`${sql.ref('found.memberId')}`)
      .where('other.word', '>=', beginning)
      .where('other.word', '<', endOfPrefix(beginning));
  }
}
