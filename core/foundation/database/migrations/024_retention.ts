import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { day } from '../../clock.ts';
import { newIndex } from './tables.ts';

/** Indexes by which what has been kept long enough is found. Conversations of the previous version end as if they had been used last today. */
export const retention: Migration = {
  up: async (db: Kysely<unknown>) => {
    for (const [table, since, key] of [
      ['request', 'expiresAt', 'id'],
      ['enrollment', 'decidedAt', 'id'],
      ['organisation', 'decidedAt', 'id'],
      ['binding', 'endedAt', 'id'],
      ['organisationMember', 'endedAt', 'id'],
      ['invitation', 'expiresAt', 'id'],
      ['invitationBatch', 'createdAt', 'id'],
      ['agreement', 'agreedAt', 'id'],
      ['supportCase', 'createdAt', 'reference'],
      ['feedback', 'endedAt', 'id'],
    ] as const)
      await newIndex(db, table, [since, key], `${table}_swept`).execute();
    await newIndex(db, 'account', ['updatedAt', 'id'], 'account_swept').where(sql.ref('directoryId'), 'is not', sql.lit(null)).execute();
    // Who is named by what is kept.
    await newIndex(db, 'request', ['person']).execute();
    await newIndex(db, 'invitation', ['requestId']).execute();
    await newIndex(db, 'enrollment', ['organisationId'], 'enrollment_about').execute();
    await newIndex(db, 'agreement', ['accountId']).execute();
    await sql`update keyv set "expiresAt" = ${Date.now() + 90 * day} where "expiresAt" is null and key like 'conversation::%'`.execute(db);
  },
};
