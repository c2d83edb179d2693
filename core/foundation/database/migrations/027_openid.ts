import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { newIndex, newTable } from './tables.ts';

/** What signing in to applications through Guichet leaves, and the keys that it signs with (SSO-2). */
export const openid: Migration = {
  up: async (db: Kysely<unknown>) => {
    const kept = {
      key: 'text',
      portal: 'text',
      model: 'text',
      payload: 'text',
      accountId: 'text?',
      sessionId: 'text?',
      grantId: 'text?',
      uid: 'text?',
      usedAt: 'bigint?',
      expiresAt: 'bigint',
    } as const;
    await newTable(db, 'openid', kept, 'key').execute();
    for (const column of ['accountId', 'sessionId', 'grantId', 'uid', 'expiresAt']) await newIndex(db, 'openid', [column]).execute();

    await newTable(db, 'openidKey', { id: 'text', portal: 'text', secret: 'text', createdAt: 'bigint', retiredAt: 'bigint?' }, 'id').execute();
    // One key signs: of two processes that make one, the other takes it.
    await newIndex(db, 'openidKey', ['portal'], 'openidKey_signing').unique().where(sql.ref('retiredAt'), 'is', sql.lit(null)).execute();
  },
};
