import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { newIndex } from './tables.ts';

/** Jobs of the outbox wait in lanes. It is kept when a job was first due and first tried, and when it stops being of any use. */
export const lanes: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable('outbox')
      .addColumn('lane', 'text', (column) => column.notNull().defaultTo('own'))
      .execute();
    for (const column of ['wantedAt', 'triedAt', 'until']) await db.schema.alterTable('outbox').addColumn(column, 'bigint').execute();
    await sql`update outbox set "wantedAt" = "dueAt", lane = case
      when kind in ('mail', 'nothing') then 'mail'
      when kind = 'sms' then 'sms'
      when kind in ('chat', 'channel') then 'chat'
      when kind like 'approval%' then 'approvals'
      when kind in ('provision', 'leave', 'removeAccount') then 'directory'
      when kind like 'ending%' then 'notices'
      else 'own' end where status <> 'done'`.execute(db);
    await newIndex(db, 'outbox', ['status', 'lane', 'dueAt']).execute();
  },
};
