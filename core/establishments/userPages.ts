import { sql } from 'kysely';
import type { Database } from '../foundation/database/schema.ts';
import { afterAll, searchWords } from '../members/index.ts';

/** Where a page of users begins, and how long it is. */
export type PageOf = { readonly organisationId: string; readonly limit: number; readonly search: string; readonly after: string };

/** The members of an organisation who have not left, with what is shown of them. */
export const membersWith = (db: Database, organisationId: string) =>
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

/** A page by name, or, of those that a search finds, by the word that found them: each row with where it stands. One more than the limit, if there are more. */
export async function readPage(db: Database, { organisationId, limit, search, after }: PageOf) {
  const [key = '', id = ''] = after.split('|');
  const words = searchWords(search).sort((one, other) => other.length - one.length);
  const [word, ...others] = words;
  if (word === undefined)
    return await membersWith(db, organisationId)
      .select('sortKey as place')
      .where('sortKey', '>=', key)
      .where((row) => row.or([row('sortKey', '>', key), row('member.id', '>', id)]))
      .orderBy('sortKey')
      .orderBy('member.id')
      .limit(limit + 1)
      .execute();
  const from = key > word ? key : word;
  return await membersWith(db, organisationId)
    .innerJoin('memberWord as found', 'found.memberId', 'member.id')
    .select('found.word as place')
    .where('found.organisationId', '=', organisationId)
    .where('found.word', '>=', from)
    .where('found.word', '<', afterAll(word))
    .where((row) => row.or([row('found.word', '>', key), row('found.memberId', '>', id)]))
    // Found by two words, somebody is shown at the first.
    .where((row) => row.not(row.exists(wordOf(word).where('other.word', '<', sql<string>`${sql.ref('found.word')}`))))
    .$if(others.length > 0, (some) => some.where((row) => row.and(others.map((other) => row.exists(wordOf(other))))))
    .orderBy('found.word')
    .orderBy('found.memberId')
    .limit(limit + 1)
    .execute();

  function wordOf(beginning: string) {
    return db
      .selectFrom('memberWord as other')
      .select('other.memberId')
      .where('other.memberId', '=', sql<string>`${sql.ref('found.memberId')}`)
      .where('other.word', '>=', beginning)
      .where('other.word', '<', afterAll(beginning));
  }
}
