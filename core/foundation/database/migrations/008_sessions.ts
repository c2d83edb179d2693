import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { newIndex, newTable } from './tables.ts';

/** Sessions of the embedded directory, and second factors with their recovery codes. */
export const sessions: Migration = {
  up: async (db: Kysely<unknown>) => {
    const session = {
      id: 'text',
      digest: 'text',
      portal: 'text',
      accountId: 'text',
      state: 'text',
      createdAt: 'bigint',
      lastSeenAt: 'bigint',
      idleUntil: 'bigint',
      expiresAt: 'bigint',
      remember: 'text',
      agent: 'text',
      ip: 'text',
      endedAt: 'bigint?',
      ending: 'text?',
    } as const;
    await newTable(db, 'session', session, 'id').execute();
    await newIndex(db, 'session', ['digest']).unique().execute();
    await newIndex(db, 'session', ['accountId', 'endedAt']).execute();
    await newIndex(db, 'session', ['expiresAt']).execute();

    const factor = { accountId: 'text', portal: 'text', secret: 'text', confirmedAt: 'bigint?', lastStep: 'bigint?', createdAt: 'bigint' } as const;
    await newTable(db, 'secondFactor', factor, 'accountId').execute();

    await newTable(db, 'recoveryCode', { id: 'text', accountId: 'text', digest: 'text', usedAt: 'bigint?' }, 'id').execute();
    await newIndex(db, 'recoveryCode', ['accountId']).execute();
  },
};
