import type { Millis } from '../clock.ts';
import type { Database } from '../database/schema.ts';
import { newId, type Secrets } from '../secrets.ts';
import type { Job } from './job.ts';

/** As much as a mail has to hide. */
const lookalike = { link: '-'.repeat(100), code: '000000' };

/** Leaves a job to the worker, in the transaction that caused it. One row a reason: asked for again, nothing is added. */
export async function enqueue(tx: Database, secrets: Secrets, job: Job, why: { reason: string; dueAt: Millis; now: Millis; id?: string }): Promise<void> {
  // What only looks like work is sealed like work: the time that it takes would tell (ALL-4).
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
