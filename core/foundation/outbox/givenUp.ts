import { sql } from 'kysely';
import type { Actor } from '../actor.ts';
import { auditAll } from '../audit.ts';
import type { Millis } from '../clock.ts';
import type { Database, Schema } from '../database/schema.ts';

/** A job that was given up, or is held for a person's next message. */
export type GivenUp = Pick<Schema['outbox'], 'id' | 'kind' | 'reason' | 'status' | 'attempts' | 'error' | 'createdAt'>;

/** A query for them. */
export const givenUpJobs = (db: Database) =>
  db
    .selectFrom('outbox')
    .select(['id', 'kind', 'reason', 'status', 'attempts', 'error', 'createdAt'])
    // Written out, as the index on what was given up is found by it.
    .where('status', 'in', [sql.lit('given-up'), sql.lit('held')]);

/** All of them, oldest first. */
export const listGivenUp = (db: Database): Promise<GivenUp[]> => givenUpJobs(db).orderBy('createdAt').execute();

/** Retries one given-up job, or all of them, with a fresh count of attempts, and audits each, with the reason if one was given. Returns how many. */
export async function retryGivenUp(db: Database, which: { id: string } | 'all', now: Millis, actor: Actor, why?: string): Promise<number> {
  return await db.transaction().execute(async (tx) => {
    const again = await tx
      .updateTable('outbox')
      .set({ status: 'waiting', attempts: 0, dueAt: now, wantedAt: now, triedAt: null })
      .where('status', 'in', ['given-up', 'held'])
      .$if(which !== 'all', (update) => update.where('id', '=', which === 'all' ? '' : which.id))
      .returning(['id', 'kind'])
      .execute();
    const record = { at: now, actor, action: 'outbox.retried', portal: '', outcome: 'ok' };
    for (let from = 0; from < again.length; from += batch)
      await auditAll(
        tx,
        again.slice(from, from + batch).map(({ id, kind }) => ({ ...record, subject: `job:${id}`, detail: { kind, ...(why !== undefined && { why }) } })),
      );
    return again.length;
  });
}

/** Records in one statement. */
const batch = 500;
