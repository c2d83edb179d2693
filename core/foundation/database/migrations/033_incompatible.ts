import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Groups that are not to be held together. What was asked for before conflicts with nothing. */
export const incompatible: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema.alterTable('enrollment').addColumn('conflicts', 'text').execute();
  },
};
