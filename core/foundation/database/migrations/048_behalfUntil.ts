import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** An end that is asked for in somebody else's name. What was asked for before names none. */
export const behalfUntil: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema.alterTable('behalf').addColumn('until', 'bigint').execute();
  },
};
