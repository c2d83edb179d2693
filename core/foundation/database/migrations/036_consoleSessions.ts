import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { newIndex, newTable } from './tables.ts';

/** Sessions of the console that a sign-in at an OpenID provider opened: they are of no account (OPS-1). */
export const consoleSessions: Migration = {
  up: async (db: Kysely<unknown>) => {
    const kept = {
      id: 'text',
      digest: 'text',
      person: 'text',
      provider: 'text',
      issuer: 'text',
      subject: 'text',
      name: 'text?',
      claims: 'text',
      factor: 'integer',
      agent: 'text',
      ip: 'text',
      createdAt: 'bigint',
      lastSeenAt: 'bigint',
      idleUntil: 'bigint',
      expiresAt: 'bigint',
      endedAt: 'bigint?',
    } as const;
    await newTable(db, 'consoleSession', kept, 'id').execute();
    await newIndex(db, 'consoleSession', ['digest']).unique().execute();
    for (const column of ['person', 'expiresAt']) await newIndex(db, 'consoleSession', [column]).execute();
  },
};
