import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Group enrollment: requests, who decides on them, the cards that show them, and the memberships that they give. */
export const enrollment: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema.alterTable('person').addColumn('emailKey', 'text').execute();
    await db.schema.createIndex('person_emailKey').on('person').column('emailKey').execute();

    await db.schema
      .createTable('enrollment')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('reference', 'text', (column) => column.notNull())
      .addColumn('portal', 'text', (column) => column.notNull())
      .addColumn('groupId', 'text', (column) => column.notNull())
      .addColumn('accountId', 'text', (column) => column.notNull())
      .addColumn('person', 'text', (column) => column.notNull())
      .addColumn('locale', 'text', (column) => column.notNull())
      .addColumn('justification', 'text')
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('createdAt', 'bigint', (column) => column.notNull())
      .addColumn('expiresAt', 'bigint', (column) => column.notNull())
      .addColumn('decidedAt', 'bigint')
      .addColumn('decidedBy', 'text')
      .addColumn('reason', 'text')
      .execute();
    // The same group is asked for once at a time, however many ask at once.
    await db.schema
      .createIndex('enrollment_pending')
      .on('enrollment')
      .columns(['accountId', 'groupId'])
      .unique()
      .where(sql.ref('status'), '=', sql.lit('pending'))
      .execute();
    await db.schema.createIndex('enrollment_person').on('enrollment').columns(['person', 'createdAt']).execute();

    await db.schema
      .createTable('approver')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('enrollmentId', 'text', (column) => column.notNull())
      .addColumn('address', 'text', (column) => column.notNull())
      .addColumn('open', 'integer', (column) => column.notNull())
      .addColumn('decision', 'text')
      .addColumn('askedAt', 'bigint', (column) => column.notNull())
      .addColumn('decidedAt', 'bigint')
      .execute();
    await db.schema.createIndex('approver_enrollment').on('approver').columns(['enrollmentId', 'address']).unique().execute();
    await db.schema.createIndex('approver_waiting').on('approver').columns(['address', 'open', 'askedAt']).execute();

    await db.schema
      .createTable('approvalCard')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('enrollmentId', 'text', (column) => column.notNull())
      .addColumn('approver', 'text', (column) => column.notNull())
      .addColumn('address', 'text', (column) => column.notNull())
      .addColumn('activityId', 'text', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('approvalCard_enrollment').on('approvalCard').column('enrollmentId').execute();

    await db.schema
      .createTable('enrollmentNote')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('enrollmentId', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('author', 'text', (column) => column.notNull())
      .addColumn('text', 'text', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('enrollmentNote_enrollment').on('enrollmentNote').columns(['enrollmentId', 'at']).execute();

    await db.schema
      .createTable('membership')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('portal', 'text', (column) => column.notNull())
      .addColumn('accountId', 'text', (column) => column.notNull())
      .addColumn('groupId', 'text', (column) => column.notNull())
      .addColumn('enrollmentId', 'text')
      .addColumn('grantedAt', 'bigint', (column) => column.notNull())
      .addColumn('provisionAt', 'bigint', (column) => column.notNull())
      .addColumn('provisionedAt', 'bigint')
      .execute();
    await db.schema.createIndex('membership_account').on('membership').columns(['accountId', 'groupId']).unique().execute();
    await db.schema.createIndex('membership_enrollment').on('membership').column('enrollmentId').execute();
  },
};
