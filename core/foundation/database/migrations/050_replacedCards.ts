import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Whether a newer card of the same approver has taken over from one. Of those sent before, each is its own. */
export const replacedCards: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .alterTable('approvalCard')
      .addColumn('replaced', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
  },
};
