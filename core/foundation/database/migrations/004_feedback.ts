import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { newIndex, newTable } from './tables.ts';

/** The endings of procedures, and how people say they went. */
export const feedback: Migration = {
  up: async (db: Kysely<unknown>) => {
    const columns = {
      id: 'text',
      portal: 'text',
      procedure: 'text',
      person: 'text',
      endedAt: 'bigint',
      verdict: 'text?',
      comment: 'text?',
      answeredAt: 'bigint?',
    } as const;
    await newTable(db, 'feedback', columns, 'id').execute();
    await newIndex(db, 'feedback', ['portal', 'procedure']).execute();
    await newIndex(db, 'feedback', ['answeredAt']).execute();
  },
};
