import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Second factors are sealed for their account. Those that are there already are bound at the next start, which has the key. */
export const keys: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .alterTable('secondFactor')
      .addColumn('bound', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
  },
};
