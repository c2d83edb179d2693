import type { Millis } from '../clock.ts';
import type { Database } from '../database/schema.ts';
import { newId, type Secrets } from '../secrets.ts';
import type { Job } from './job.ts';

/** As long as the secrets of a mail. */
const lookalike = { link: '-'.repeat(100), code: '000000' };

/** Enqueues a job in the transaction that caused it. One row per reason: enqueuing the same reason again does nothing. */
export async function enqueue(tx: Database, secrets: Secrets, job: Job, why: { reason: string; dueAt: Millis; now: Millis; id?: string }): Promise<void> {
  // A decoy is sealed like a real job, because the time taken would otherwise tell them apart (ALL-4).
  const hidden = job.kind === 'nothing' ? lookalike : 'secret' in job ? job.secret : undefined;
  const secret = hidden && { secret: secrets.seal(JSON.stringify(hidden)) };
  await tx
    .insertInto('outbox')
    .values({
      id: why.id ?? newId(),
      kind: job.kind,
      reason: why.reason,
      payload: JSON.stringify({ ...job, ...secret }),
      person: job.kind === 'chat' ? job.person : null,
      status: 'waiting',
      attempts: 0,
      dueAt: why.dueAt,
      claimedUntil: null,
      error: null,
      createdAt: why.now,
      doneAt: null,
    })
    .onConflict((conflict) => conflict.column('reason').doNothing())
    .execute();
}
