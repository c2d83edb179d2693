import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { newIndex, newTable } from './tables.ts';

/** At which step a sentence was not understood. Of those of the previous version it is not known. */
export const unheardAt: Migration = {
  up: async (db: Kysely<unknown>) => {
    // SQLite cannot change a key: the rows move to a new table.
    await db.schema.alterTable('unheard').renameTo('unheardBefore').execute();
    await newTable(db, 'unheard', { text: 'text', locale: 'text', step: 'text', count: 'integer', lastAt: 'bigint' })
      .addPrimaryKeyConstraint('unheard_text_locale_step', ['text', 'locale', 'step'])
      .execute();
    await sql`insert into "unheard" ("text", "locale", "step", "count", "lastAt") select "text", "locale", '?', "count", "lastAt" from "unheardBefore"`.execute(
      db,
    );
    await db.schema.dropTable('unheardBefore').execute();
    await newIndex(db, 'unheard', ['lastAt']).execute();
  },
};
