import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Sessions know by which tie they were opened, where it was a sign-in at an OpenID provider (SSO-1). */
export const outside: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema.alterTable('session').addColumn('outside', 'text').execute();
  },
};
