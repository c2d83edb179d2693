import { type Kysely, type SqlBool, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Organisations, their members and roles, and requests about an organisation. */
export const organisations: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable('organisation')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('reference', 'text', (column) => column.notNull())
      .addColumn('portal', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('siret', 'text')
      .addColumn('country', 'text', (column) => column.notNull())
      .addColumn('domicile', 'text', (column) => column.notNull())
      .addColumn('details', 'text', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('createdBy', 'text', (column) => column.notNull())
      .addColumn('createdAt', 'bigint', (column) => column.notNull())
      .addColumn('decidedAt', 'bigint')
      .addColumn('decidedBy', 'text')
      .addColumn('reason', 'text')
      .execute();
    // If two people create the same one at once, only one succeeds. A refused or abandoned one frees its SIRET.
    await db.schema
      .createIndex('organisation_siret')
      .on('organisation')
      .columns(['portal', 'siret'])
      .unique()
      .where(sql.ref('status'), 'in', [sql.lit('pending'), sql.lit('validated')])
      .execute();

    await db.schema
      .createTable('organisationMember')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('organisationId', 'text', (column) => column.notNull())
      .addColumn('portal', 'text', (column) => column.notNull())
      .addColumn('accountId', 'text', (column) => column.notNull())
      .addColumn('role', 'text', (column) => column.notNull())
      .addColumn('grantedBy', 'text', (column) => column.notNull())
      .addColumn('grantedAt', 'bigint', (column) => column.notNull())
      .addColumn('endedAt', 'bigint')
      .execute();
    await db.schema
      .createIndex('organisationMember_role')
      .on('organisationMember')
      .columns(['organisationId', 'accountId'])
      .unique()
      .where(sql.ref('endedAt'), 'is', sql.lit(null))
      .execute();
    await db.schema.createIndex('organisationMember_account').on('organisationMember').column('accountId').execute();

    await db.schema.alterTable('enrollment').addColumn('organisationId', 'text').execute();
    // One pending request per organisation. An account may have several, for different organisations.
    await db.schema.dropIndex('enrollment_pending').execute();
    await db.schema
      .createIndex('enrollment_pending')
      .on('enrollment')
      .columns(['accountId', 'groupId'])
      .unique()
      .where(sql<SqlBool>`status = 'pending' and ${sql.ref('organisationId')} is null`)
      .execute();
    await db.schema
      .createIndex('enrollment_organisation')
      .on('enrollment')
      .column('organisationId')
      .unique()
      .where(sql.ref('status'), '=', sql.lit('pending'))
      .execute();
  },
};
