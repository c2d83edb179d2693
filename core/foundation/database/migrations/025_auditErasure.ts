import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { newTable } from './tables.ts';

/** From which records of the audit somebody was erased, with a digest of what they say since (OPS-5). */
export const auditErasure: Migration = {
  up: async (db: Kysely<unknown>) => {
    await newTable(db, 'auditErasure', { auditId: 'bigint', reference: 'text', content: 'text' }, 'auditId').execute();
  },
};
