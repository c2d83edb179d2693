import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** How somebody proved that it was them who named who decides while they are away. Of what was said before, nobody knows. */
export const absenceProof: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema.alterTable('absence').addColumn('proof', 'text').execute();
  },
};
