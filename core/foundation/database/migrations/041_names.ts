import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { newIndex } from './tables.ts';

/** Indexes by which somebody's accounts are found at whatever portal, by an address or by the name that they sign in with. */
export const accountNames: Migration = {
  up: async (db: Kysely<unknown>) => {
    await newIndex(db, 'account', ['emailKey']).execute();
    await newIndex(db, 'account', ['identifierKey']).execute();
  },
};
