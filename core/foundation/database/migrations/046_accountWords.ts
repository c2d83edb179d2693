import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { accountWordsOf } from '../../accountWords.ts';
import { newIndex, newTable } from './tables.ts';

/** Accounts that are read at once. */
const batch = 1_000;

type Row = { id: string; givenName: string; familyName: string };

/** Words by which accounts of the embedded directory are found, and indexes on telephone numbers, on references and on what the outbox gave up. */
export const accountWords: Migration = {
  up: async (db: Kysely<unknown>) => {
    await newTable(db, 'accountWord', { accountId: 'text', word: 'text' }).execute();
    for (let after = ''; ; ) {
      const { rows } = await sql<Row>`select id, "givenName", "familyName" from account
        where "directoryId" is null and id > ${after} order by id limit ${sql.lit(batch)}`.execute(db);
      const words = rows.flatMap((account) => accountWordsOf(account).map((word) => sql`(${account.id}, ${word})`));
      if (words.length > 0) await sql`insert into "accountWord" ("accountId", word) values ${sql.join(words)}`.execute(db);
      after = rows.at(-1)?.id ?? '';
      if (rows.length < batch) break;
    }
    // Sorted once, which is quicker than row by row.
    await newIndex(db, 'accountWord', ['word', 'accountId']).execute();
    await newIndex(db, 'accountWord', ['accountId', 'word']).unique().execute();
    await newIndex(db, 'account', ['phone']).where(sql.ref('phone'), 'is not', null).execute();
    for (const table of ['enrollment', 'organisation']) await newIndex(db, table, ['reference']).execute();
    await newIndex(db, 'outbox', ['createdAt', 'id'], 'outbox_givenUp')
      .where(sql.ref('status'), 'in', [sql.lit('given-up'), sql.lit('held')])
      .execute();
  },
};
