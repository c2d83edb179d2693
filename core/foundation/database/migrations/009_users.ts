import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { newIndex, newTable } from './tables.ts';

/** Establishments and their users' rights, the index for finding users, invitations by administrators, and replaced addresses. */
export const users: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema.alterTable('organisation').addColumn('establishment', 'text').execute();
    await newIndex(db, 'organisation', ['portal', 'establishment']).unique().execute();

    await db.schema
      .alterTable('organisationMember')
      .addColumn('rights', 'text', (column) => column.notNull().defaultTo('[]'))
      .execute();
    await db.schema
      .alterTable('organisationMember')
      .addColumn('sortKey', 'text', (column) => column.notNull().defaultTo(''))
      .execute();
    // A page of a long list starts where the last one ended, without reading what came before.
    await newIndex(db, 'organisationMember', ['organisationId', 'sortKey', 'id'], 'organisationMember_sorted')
      .where(sql.ref('endedAt'), 'is', sql.lit(null))
      .execute();
    await newTable(db, 'memberWord', { memberId: 'text', organisationId: 'text', word: 'text' }).execute();
    await newIndex(db, 'memberWord', ['organisationId', 'word', 'memberId']).execute();
    await newIndex(db, 'memberWord', ['memberId', 'word']).unique().execute();

    await db.schema.alterTable('invitation').addColumn('inviterAccountId', 'text').execute();

    const replacement = {
      id: 'text',
      portal: 'text',
      organisationId: 'text',
      accountId: 'text',
      invitationId: 'text',
      person: 'text',
      status: 'text',
      createdAt: 'bigint',
      endedAt: 'bigint?',
    } as const;
    await newTable(db, 'replacement', replacement, 'id').execute();
    await newIndex(db, 'replacement', ['person', 'status']).execute();
    await newIndex(db, 'replacement', ['invitationId']).unique().execute();
  },
};
