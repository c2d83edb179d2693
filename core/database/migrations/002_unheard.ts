import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What was said and not understood, for the operator. */
export const unheard: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable('unheard')
      .addColumn('text', 'text', (column) => column.notNull())
      .addColumn('locale', 'text', (column) => column.notNull())
      .addColumn('count', 'integer', (column) => column.notNull())
      .addColumn('lastAt', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('unheard_text_locale', ['text', 'locale'])
      .execute();
    await db.schema.createIndex('unheard_lastAt').on('unheard').columns(['lastAt']).execute();
  },
};
