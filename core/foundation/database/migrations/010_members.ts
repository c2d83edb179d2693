import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** How an organisation calls its members, and whether their accounts came with it. */
export const members: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema.alterTable('organisationMember').addColumn('givenName', 'text').execute();
    await db.schema.alterTable('organisationMember').addColumn('familyName', 'text').execute();
    // Of members from before nothing is known: their accounts are kept when they leave.
    await db.schema
      .alterTable('organisationMember')
      .addColumn('madeAccount', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
  },
};
