import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { newIndex, newTable } from './tables.ts';

/** Approvers who are away, and in whose place others decide. Whatever was decided before, its approvers decided themselves. */
export const absences: Migration = {
  up: async (db: Kysely<unknown>) => {
    await newTable(
      db,
      'absence',
      {
        ...{ id: 'text', person: 'text', address: 'text', delegatePerson: 'text', delegate: 'text' },
        ...{ startsAt: 'bigint', endsAt: 'bigint', timeZone: 'text', createdAt: 'bigint', endedAt: 'bigint?', ending: 'text?' },
      },
      'id',
    ).execute();
    await newIndex(db, 'absence', ['address', 'endsAt']).execute();
    await newIndex(db, 'absence', ['delegate', 'endsAt']).execute();
    await newIndex(db, 'absence', ['endsAt']).execute();
    await db.schema.alterTable('approver').addColumn('by', 'text').execute();
    await db.schema.alterTable('enrollment').addColumn('decidedFor', 'text').execute();
    await db.schema.alterTable('enrollmentNote').addColumn('behalf', 'text').execute();
  },
};
