import type { Millis } from '../clock.ts';
import type { Database } from '../database/schema.ts';

/** The jobs that were given up or are held for a person's next message, oldest first. */
export async function listGivenUp(db: Database) {
  return await db
    .selectFrom('outbox')
    .select(['id', 'kind', 'reason', 'status', 'attempts', 'error', 'createdAt'])
    .where('status', 'in', ['given-up', 'held'])
    .orderBy('createdAt')
    .execute();
}

/** Retries one given-up job, or all of them, with a fresh count of attempts. Returns how many. */
export async function retryGivenUp(db: Database, which: { id: string } | 'all', now: Millis): Promise<number> {
  const again = await db
    .updateTable('outbox')
    .set({ status: 'waiting', attempts: 0, dueAt: now })
    .where('status', 'in', ['given-up', 'held'])
    .$if(which !== 'all', (update) => update.where('id', '=', which === 'all' ? '' : which.id))
    .returning('id')
    .execute();
  return again.length;
}

/** How many unfinished jobs are in the outbox, by status. */
export async function countUndone(db: Database): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom('outbox')
    .select((column) => ['status', column.fn.countAll<number>().as('jobs')])
    .where('status', 'in', ['waiting', 'claimed', 'given-up', 'held'])
    .groupBy('status')
    .execute();
  return Object.fromEntries(rows.map(({ status, jobs }) => [status, Number(jobs)]));
}
