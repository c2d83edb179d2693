import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Requests that are decided in stages. Those of the previous version are at their first, which is their only one. */
export const stages: Migration = {
  up: async (db: Kysely<unknown>) => {
    for (const table of ['enrollment', 'approver'])
      await db.schema
        .alterTable(table)
        .addColumn('stage', 'integer', (column) => column.notNull().defaultTo(0))
        .execute();
  },
};
