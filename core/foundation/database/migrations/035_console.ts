import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { newIndex } from './tables.ts';

/** Indexes by which the console reads what was begun lately, what waits longest, what was refused, and the records of one person or action. */
export const consoleIndexes: Migration = {
  up: async (db: Kysely<unknown>) => {
    for (const table of ['request', 'enrollment', 'invitation']) await newIndex(db, table, ['createdAt'], `${table}_begun`).execute();
    await newIndex(db, 'enrollment', ['createdAt', 'id', 'portal'], 'enrollment_waiting').where(sql.ref('status'), '=', sql.lit('pending')).execute();
    await newIndex(db, 'audit', ['at', 'portal', 'action'], 'audit_refused').where(sql.ref('outcome'), '<>', sql.lit('ok')).execute();
    await newIndex(db, 'audit', ['actor', 'id']).execute();
    await newIndex(db, 'audit', ['action', 'id']).execute();
  },
};
