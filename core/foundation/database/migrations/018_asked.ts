import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Requests know by what they were asked for. Those of the previous version go on being counted by what was found. */
export const asked: Migration = {
  up: async (db: Kysely<unknown>) => void (await db.schema.alterTable('request').addColumn('asked', 'text').execute()),
};
