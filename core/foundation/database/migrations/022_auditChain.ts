import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { newIndex, newTable } from './tables.ts';

/** The chain over the audit, by which one sees that a record was altered, removed or put in (OPS-4). */
export const auditChain: Migration = {
  up: async (db: Kysely<unknown>) => {
    await newTable(db, 'auditChain', { seq: 'integer', auditId: 'bigint', content: 'text', digest: 'text' }, 'seq').execute();
    await newIndex(db, 'auditChain', ['auditId']).unique().execute();
  },
};
