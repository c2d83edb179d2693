import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { newTable } from './tables.ts';

/** Which bot runs a turn of a conversation, where there are several. */
export const turns: Migration = {
  up: async (db: Kysely<unknown>) => {
    await newTable(db, 'turnClaim', { conversation: 'text', holder: 'text', until: 'bigint' }, 'conversation').execute();
  },
};
