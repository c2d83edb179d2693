import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { newIndex, newTable } from './tables.ts';

/** Reviews of access, and when access was reviewed last (GOV-4). What was given before has never been reviewed. */
export const reviews: Migration = {
  up: async (db: Kysely<unknown>) => {
    const moments = { begunAt: 'bigint', endsAt: 'bigint', readAt: 'bigint?', escalatedAt: 'bigint?', endedAt: 'bigint?' } as const;
    await newTable(db, 'review', { id: 'text', reference: 'text', portal: 'text', groupId: 'text', ...moments }, 'id').execute();
    await newIndex(db, 'review', ['portal', 'groupId'], 'review_open').unique().where(sql.ref('endedAt'), 'is', null).execute();
    await newIndex(db, 'review', ['portal', 'groupId', 'begunAt']).execute();
    await newIndex(db, 'review', ['endedAt']).execute();
    const decided = { decision: 'text?', decidedBy: 'text?', decidedAt: 'bigint?', reason: 'text?', appliedAt: 'bigint?' } as const;
    const shown = { directoryId: 'text', name: 'text', email: 'text', emailKey: 'text', sortKey: 'text', searched: 'text' } as const;
    await newTable(db, 'reviewItem', { id: 'text', reviewId: 'text', ...shown, ...decided }, 'id').execute();
    await newIndex(db, 'reviewItem', ['reviewId', 'directoryId']).unique().execute();
    await newIndex(db, 'reviewItem', ['reviewId', 'sortKey', 'id'], 'reviewItem_open').where(sql.ref('decision'), 'is', null).execute();
    await newIndex(db, 'reviewItem', ['reviewId', 'decision', 'appliedAt']).execute();
    await newIndex(db, 'reviewItem', ['emailKey']).execute();
    await newTable(db, 'reviewTick', { reviewId: 'text', reviewer: 'text', itemId: 'text' }).execute();
    await newIndex(db, 'reviewTick', ['reviewId', 'reviewer', 'itemId']).unique().execute();
    await newTable(db, 'reviewCard', { id: 'text', reviewId: 'text', reviewer: 'text', address: 'text', activityId: 'text' }, 'id').execute();
    await newIndex(db, 'reviewCard', ['reviewId']).execute();
    await db.schema.alterTable('membership').addColumn('reviewedAt', 'bigint').execute();
    await db.schema.alterTable('membership').addColumn('reviewedBy', 'text').execute();
    await newIndex(db, 'membership', ['portal', 'groupId', 'id']).execute();
  },
};
