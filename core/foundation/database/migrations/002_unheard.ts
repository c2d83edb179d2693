import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { newIndex, newTable } from './tables.ts';

/** Sentences that were not understood, for the operator. */
export const unheard: Migration = {
  up: async (db: Kysely<unknown>) => {
    await newTable(db, 'unheard', { text: 'text', locale: 'text', count: 'integer', lastAt: 'bigint' })
      .addPrimaryKeyConstraint('unheard_text_locale', ['text', 'locale'])
      .execute();
    await newIndex(db, 'unheard', ['lastAt']).execute();
  },
};
