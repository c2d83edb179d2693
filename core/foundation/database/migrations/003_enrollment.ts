import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { type Columns, newIndex, newTable } from './tables.ts';

/** Group enrollment: requests, their approvers, the cards that show them, and the memberships that they grant. */
export const enrollment: Migration = {
  up: async (db: Kysely<unknown>) => {
    // These keys were first created without «not null», which PostgreSQL adds by itself. They stay that way, so that all installations are the same.
    const create = (table: string, columns: Columns) => newTable(db, table, { id: 'text?', ...columns }, 'id').execute();

    await db.schema.alterTable('person').addColumn('emailKey', 'text').execute();
    await newIndex(db, 'person', ['emailKey']).execute();

    await create('enrollment', {
      reference: 'text',
      portal: 'text',
      groupId: 'text',
      accountId: 'text',
      person: 'text',
      locale: 'text',
      justification: 'text?',
      status: 'text',
      createdAt: 'bigint',
      expiresAt: 'bigint',
      decidedAt: 'bigint?',
      decidedBy: 'text?',
      reason: 'text?',
    });
    // One pending request for a group at a time, even if several are made at once.
    await newIndex(db, 'enrollment', ['accountId', 'groupId'], 'enrollment_pending').unique().where(sql.ref('status'), '=', sql.lit('pending')).execute();
    await newIndex(db, 'enrollment', ['person', 'createdAt'], 'enrollment_person').execute();

    await create('approver', { enrollmentId: 'text', address: 'text', open: 'integer', decision: 'text?', askedAt: 'bigint', decidedAt: 'bigint?' });
    await newIndex(db, 'approver', ['enrollmentId', 'address'], 'approver_enrollment').unique().execute();
    await newIndex(db, 'approver', ['address', 'open', 'askedAt'], 'approver_waiting').execute();

    await create('approvalCard', { enrollmentId: 'text', approver: 'text', address: 'text', activityId: 'text' });
    await newIndex(db, 'approvalCard', ['enrollmentId'], 'approvalCard_enrollment').execute();

    await create('enrollmentNote', { enrollmentId: 'text', at: 'bigint', kind: 'text', author: 'text', text: 'text' });
    await newIndex(db, 'enrollmentNote', ['enrollmentId', 'at'], 'enrollmentNote_enrollment').execute();

    await create('membership', {
      portal: 'text',
      accountId: 'text',
      groupId: 'text',
      enrollmentId: 'text?',
      grantedAt: 'bigint',
      provisionAt: 'bigint',
      provisionedAt: 'bigint?',
    });
    await newIndex(db, 'membership', ['accountId', 'groupId'], 'membership_account').unique().execute();
    await newIndex(db, 'membership', ['enrollmentId'], 'membership_enrollment').execute();
  },
};
