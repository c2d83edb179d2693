import type { Millis } from '../clock.ts';
import type { Database } from '../database/schema.ts';
import { newId, type Secrets } from '../secrets.ts';
import { aboutJob, type Job } from './job.ts';
import { laneOf } from './lanes.ts';

/**
 * Enqueues a job in the transaction that caused it. One row per reason: enqueuing the same reason again does nothing. A decoy does the work of
 * the job that it stands for and leaves a row of the same length, because the time taken would otherwise tell them apart (ALL-4). `until` is when
 * it stops being of any use: a code that has ended is not sent any more.
 */
export async function enqueue(
  tx: Database,
  secrets: Pick<Secrets, 'seal'>,
  job: Job,
  why: { reason: string; dueAt: Millis; now: Millis; until?: Millis; id?: string },
): Promise<void> {
  const decoy = job.kind === 'nothing';
  const shown = decoy ? job.instead : job;
  const secret = 'secret' in shown && shown.secret && { secret: secrets.seal(JSON.stringify(shown.secret), aboutJob(shown)), bound: true };
  const payload = JSON.stringify({ ...shown, ...secret });
  // A mail greets by name: its decoy looks for one too.
  const greets = shown.kind === 'mail' && { greets: shown.portal };
  await tx
    .insertInto('outbox')
    .values({
      id: why.id ?? newId(),
      kind: job.kind,
      reason: why.reason,
      payload: decoy ? decoyOf({ kind: job.kind, ...greets }, payload.length) : payload,
      person: job.kind === 'chat' ? job.person : null,
      status: 'waiting',
      attempts: 0,
      lane: laneOf(shown.kind),
      dueAt: why.dueAt,
      wantedAt: why.dueAt,
      triedAt: null,
      until: why.until ?? null,
      claimedUntil: null,
      error: null,
      createdAt: why.now,
      doneAt: null,
    })
    .onConflict((conflict) => conflict.column('reason').doNothing())
    .execute();
}

/** What is kept of a decoy, as long as what it stands for. */
function decoyOf(kept: object, length: number): string {
  const padded = (padding: string) => JSON.stringify({ ...kept, padding });
  return padded('-'.repeat(Math.max(0, length - padded('').length)));
}

/** For jobs that carry no secret, where SECRET_KEY is not at hand. */
export const withoutSecrets: Pick<Secrets, 'seal'> = {
  seal: () => {
    throw new Error('A job that carries a secret needs SECRET_KEY.');
  },
};
