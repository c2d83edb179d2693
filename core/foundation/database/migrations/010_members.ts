import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The name an organisation gives its members, and whether their accounts were created with the membership. */
export const members: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema.alterTable('organisationMember').addColumn('givenName', 'text').execute();
    await db.schema.alterTable('organisationMember').addColumn('familyName', 'text').execute();
    // Unknown for existing members, so their accounts are kept when they leave.
    await db.schema
      .alterTable('organisationMember')
      .addColumn('madeAccount', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
  },
};
