import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Invitations, the batches that they are sent in, and what was agreed to. */
export const invitations: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable('invitation')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('portal', 'text', (column) => column.notNull())
      .addColumn('organisationId', 'text')
      .addColumn('inviter', 'text', (column) => column.notNull())
      .addColumn('inviterName', 'text', (column) => column.notNull())
      .addColumn('inviterEmail', 'text', (column) => column.notNull())
      .addColumn('email', 'text', (column) => column.notNull())
      .addColumn('emailKey', 'text', (column) => column.notNull())
      .addColumn('givenName', 'text', (column) => column.notNull())
      .addColumn('familyName', 'text', (column) => column.notNull())
      .addColumn('company', 'text', (column) => column.notNull())
      .addColumn('rights', 'text', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('locale', 'text', (column) => column.notNull())
      .addColumn('createdAt', 'bigint', (column) => column.notNull())
      .addColumn('expiresAt', 'bigint', (column) => column.notNull())
      .addColumn('openedAt', 'bigint')
      .addColumn('decidedAt', 'bigint')
      .addColumn('accountId', 'text')
      .addColumn('requestId', 'text', (column) => column.notNull())
      .execute();
    // One that lives an address, portal and organisation, however many invite at once; no organisation counts as one.
    await sql`create unique index "invitation_live" on "invitation" ("portal", "emailKey", coalesce("organisationId", '')) where "status" in ('sent', 'opened')`.execute(
      db,
    );
    await db.schema.createIndex('invitation_email').on('invitation').columns(['portal', 'emailKey', 'createdAt']).execute();
    await db.schema.createIndex('invitation_inviter').on('invitation').columns(['inviter', 'createdAt']).execute();

    await db.schema
      .createTable('invitationBatch')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('portal', 'text', (column) => column.notNull())
      .addColumn('inviter', 'text', (column) => column.notNull())
      .addColumn('shared', 'text', (column) => column.notNull())
      .addColumn('invitees', 'text', (column) => column.notNull())
      .addColumn('results', 'text', (column) => column.notNull())
      .addColumn('next', 'integer', (column) => column.notNull())
      .addColumn('total', 'integer', (column) => column.notNull())
      .addColumn('createdAt', 'bigint', (column) => column.notNull())
      .execute();

    await db.schema
      .createTable('agreement')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('portal', 'text', (column) => column.notNull())
      .addColumn('invitationId', 'text', (column) => column.notNull())
      .addColumn('accountId', 'text')
      .addColumn('terms', 'text', (column) => column.notNull())
      .addColumn('agreedAt', 'bigint', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('agreement_invitation').on('agreement').columns(['invitationId', 'agreedAt']).execute();
  },
};
