import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Access that ends by itself, and when an approver was nudged. What was given before has no end. */
export const ends: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema.alterTable('membership').addColumn('endsAt', 'bigint').execute();
    for (const column of ['until', 'endedAt', 'nudgedAt']) await db.schema.alterTable('enrollment').addColumn(column, 'bigint').execute();
    await db.schema.alterTable('enrollment').addColumn('ending', 'text').execute();
  },
};
