import { hour, type Millis, minute } from '../clock.ts';
import type { Database } from '../database/schema.ts';

/**
 * Brings back what was written while the clock was ahead, once it is right again: what was recorded in the future is recorded now, and due as long
 * after that as it was; what waits for its next try waits no longer than anything may.
 */
export async function bringBack(db: Database, now: Millis): Promise<void> {
  await db
    .updateTable('outbox')
    .set((column) => ({
      dueAt: column(column('dueAt', '-', column.ref('createdAt')), '+', now),
      wantedAt: column(column('wantedAt', '-', column.ref('createdAt')), '+', now),
      until: column(column('until', '-', column.ref('createdAt')), '+', now),
      createdAt: now,
    }))
    .where('status', 'in', ['waiting', 'claimed'])
    .where('createdAt', '>', now + minute)
    .execute();
  await db
    .updateTable('outbox')
    .set({ dueAt: now })
    .where('status', 'in', ['waiting', 'claimed'])
    .where('dueAt', '>', now + longestWait)
    .whereRef('dueAt', '>', 'wantedAt')
    .execute();
  await db
    .updateTable('outbox')
    .set({ claimedUntil: now })
    .where('status', '=', 'claimed')
    .where('claimedUntil', '>', now + minute)
    .execute();
}

/** Nothing that was put off is due later than that: RetryAfter and Postponed ask for less. */
const longestWait = hour + minute;
