import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { newIndex } from './tables.ts';

/** Pages «À décider» by one index, so that each page starts where the last one ended. */
export const approvals: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema.dropIndex('approver_waiting').execute();
    await newIndex(db, 'approver', ['address', 'open', 'askedAt', 'id'], 'approver_waiting').execute();
  },
};
