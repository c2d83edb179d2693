import type { Dependencies } from '../dependencies.ts';
import type { Millis } from '../foundation/clock.ts';
import type { Database, Tx } from '../foundation/database/schema.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { newId } from '../foundation/secrets.ts';

/**
 * Asks people to decide on a request. Each gets a card, or a mail if no card can reach them (IN-10). Nobody is asked twice at one stage.
 * With `inChannel`, one card in their channel asks them all.
 */
export async function askApprovers(
  tx: Tx,
  { secrets }: Dependencies,
  enrollmentId: string,
  addresses: readonly string[],
  now: Millis,
  { inChannel = false, stage = 0 }: { readonly inChannel?: boolean; readonly stage?: number } = {},
): Promise<void> {
  for (const address of addresses) {
    const asked = await tx
      .insertInto('approver')
      .values({ id: newId(), enrollmentId, address, stage, open: 1, decision: null, askedAt: now, decidedAt: null })
      .onConflict((conflict) =>
        conflict
          .columns(['enrollmentId', 'address'])
          .doUpdateSet({ stage, open: 1, decision: null, askedAt: now, decidedAt: null })
          .where('approver.stage', '<', stage),
      )
      .returning('id')
      .executeTakeFirst();
    if (asked && !inChannel)
      await enqueue(
        tx,
        secrets,
        { kind: 'approval', enrollment: enrollmentId, approver: address },
        { reason: `ask:${asked.id}${stage > 0 ? `:${stage}` : ''}`, now, dueAt: now },
      );
  }
  if (inChannel) await enqueue(tx, secrets, { kind: 'approvalChannel', enrollment: enrollmentId }, { reason: `ask-channel:${enrollmentId}`, now, dueAt: now });
}

/** Leaves an update of every copy of a request's card in the outbox. */
export async function refreshCards(tx: Tx, { secrets }: Dependencies, enrollmentId: string, now: Millis): Promise<void> {
  const cards = await tx.selectFrom('approvalCard').select('id').where('enrollmentId', '=', enrollmentId).where('activityId', '!=', '').execute();
  for (const { id } of cards) await enqueue(tx, secrets, { kind: 'approvalUpdate', card: id }, { reason: `update:${id}:${newId()}`, now, dueAt: now });
}

/** Ends the asking: no approver is open any more, and every copy of the card is updated. */
export async function closeRequest(tx: Tx, dependencies: Dependencies, enrollmentId: string, now: Millis): Promise<void> {
  await tx.updateTable('approver').set({ open: 0 }).where('enrollmentId', '=', enrollmentId).where('open', '=', 1).execute();
  await refreshCards(tx, dependencies, enrollmentId, now);
}

/** Records what happened on a request, for its cards. */
export async function addNote(
  tx: Tx,
  enrollmentId: string,
  note: { at: Millis; kind: string; author: string; behalf?: string | null; text: string },
): Promise<void> {
  await tx
    .insertInto('enrollmentNote')
    .values({ id: newId(), enrollmentId, ...note })
    .execute();
}

/** Whether this was said last on a request: by a click whose answer was lost, and which is made again. */
export async function wasSaidLast(db: Database, enrollmentId: string, note: { kind: string; author: string; text: string }): Promise<boolean> {
  const last = await db
    .selectFrom('enrollmentNote')
    .select(['kind', 'author', 'text'])
    .where('enrollmentId', '=', enrollmentId)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last !== undefined && last.kind === note.kind && last.author === note.author && last.text === note.text;
}

/** Sends the request again, now with the answer, to the approver who asked the last question, or in whose place it was asked. An updated card would notify nobody. */
export async function notifyQuestioner(tx: Tx, { secrets }: Dependencies, enrollmentId: string, now: Millis): Promise<void> {
  const question = await tx
    .selectFrom('enrollmentNote')
    .select(['author', 'behalf'])
    .where('enrollmentId', '=', enrollmentId)
    .where('kind', '=', 'question')
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!question) return;
  const job = { kind: 'approval', enrollment: enrollmentId, approver: question.behalf ?? question.author } as const;
  await enqueue(tx, secrets, job, { reason: `answer:${newId()}`, now, dueAt: now });
}

/** Whether a request is pending. It then stays so until this transaction ends: the row decides the race, and the second caller waits for it. */
export async function lockPending(tx: Tx, enrollmentId: string): Promise<boolean> {
  const locked = await tx
    .updateTable('enrollment')
    .set({ status: 'pending' })
    .where('id', '=', enrollmentId)
    .where('status', '=', 'pending')
    .returning('id')
    .executeTakeFirst();
  return locked !== undefined;
}
