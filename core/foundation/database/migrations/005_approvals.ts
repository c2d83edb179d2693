import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { newIndex } from './tables.ts';

/** «À décider» begins each page where the one before ended, however many wait: in one order, by one index. */
export const approvals: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema.dropIndex('approver_waiting').execute();
    await newIndex(db, 'approver', ['address', 'open', 'askedAt', 'id'], 'approver_waiting').execute();
  },
};
