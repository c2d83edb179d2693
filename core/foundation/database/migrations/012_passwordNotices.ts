import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { newIndex, newTable } from './tables.ts';

/** Who was told that a password ends (DIR-14). */
export const passwordNotices: Migration = {
  up: async (db: Kysely<unknown>) => {
    await newTable(db, 'passwordNotice', { portal: 'text', directoryId: 'text', endsAt: 'bigint', days: 'integer' }).execute();
    await newIndex(db, 'passwordNotice', ['portal', 'directoryId', 'endsAt']).unique().execute();
    await newIndex(db, 'passwordNotice', ['endsAt']).execute();
  },
};
