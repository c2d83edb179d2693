import { sql } from 'kysely';
import type { Database, Tx } from './database/schema.ts';
import { endOfPrefix, fold, hex, nameWords } from './nameWords.ts';

/**
 * How people say on the phone who they are: by the beginnings of their names, words of letters and digits alone; or by a telephone number, in E.164 form
 * and as it was said.
 */
export type Said = { readonly words: readonly string[] } | { readonly phone: string; readonly spelt: string };

/** How many words of a search count. */
const mostWords = 4;

/** The words that a text says, as they are written; none that is too short to tell people apart. What stands before the @ of an address is mostly a name. */
export const saidIn = (text: string): Said => ({
  words: [...new Set(text.replace(/@.*/, '').split(/[^\p{L}\p{M}\p{N}]+/u))].filter((word) => word.length > 1).slice(0, mostWords),
});

type Names = { readonly givenName: string; readonly familyName: string };

/** The words by which an account is found, encoded for comparison. */
export const accountWordsOf = ({ givenName, familyName }: Names): string[] => [
  ...new Set(nameWords(`${familyName} ${givenName}`).map((word) => hex(word.slice(0, 60)))),
];

/** Rows of one statement. */
const batch = 5_000;

/** Indexes new accounts of the embedded directory by their names. */
export async function indexAccounts(tx: Tx, accounts: readonly ({ readonly id: string } & Names)[]): Promise<void> {
  const rows = accounts.flatMap((account) => accountWordsOf(account).map((word) => ({ accountId: account.id, word })));
  for (let from = 0; from < rows.length; from += batch)
    await tx
      .insertInto('accountWord')
      .values(rows.slice(from, from + batch))
      .execute();
}

/** Indexes an account again after its names have changed. */
export async function reindexAccount(tx: Tx, account: { readonly id: string } & Names): Promise<void> {
  await tx.deleteFrom('accountWord').where('accountId', '=', account.id).execute();
  await indexAccounts(tx, [account]);
}

/** How many accounts of the rarest word are looked at: what this costs does not grow with the number of accounts. */
const looked = 5_000;

/** The ids of some accounts of the embedded directory that are said so, `most` at most. */
export async function accountsSaid(db: Database, said: Said, most: number): Promise<string[]> {
  if ('phone' in said) {
    const rows = await db.selectFrom('account').select('id').where('phone', '=', said.phone).limit(most).execute();
    return rows.map(({ id }) => id);
  }
  const words = said.words.map((word) => hex(fold(word)));
  const counts = await Promise.all(words.map((word) => countOf(db, word)));
  const [rarest, ...others] = words.map((word, at) => ({ word, count: counts[at] ?? 0 })).sort((one, other) => one.count - other.count);
  if (!rarest || rarest.count === 0) return [];
  const rows = await db
    .selectFrom(beginning(db, rarest.word).select('accountId').limit(looked).as('some'))
    .select('accountId')
    .distinct()
    .where((row) =>
      row.and(
        others.map(({ word }) =>
          row.exists(
            db
              .selectFrom('accountWord as other')
              .select('other.word')
              .where('other.accountId', '=', sql<string>`${sql.ref('some.accountId')}`)
              .where('other.word', '>=', word)
              .where('other.word', '<', endOfPrefix(word)),
          ),
        ),
      ),
    )
    .limit(most)
    .execute();
  return rows.map(({ accountId }) => accountId);
}

const beginning = (db: Database, word: string) => db.selectFrom('accountWord').where('word', '>=', word).where('word', '<', endOfPrefix(word));

/** How many words begin so, counted no further than they would be looked at. */
async function countOf(db: Database, word: string): Promise<number> {
  const { count } = await db
    .selectFrom(beginning(db, word).select('word').limit(looked).as('some'))
    .select(({ fn }) => fn.countAll().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}
