import type { Dependencies } from '../dependencies.ts';
import type { Millis } from '../foundation/clock.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { newId } from '../foundation/secrets.ts';

/**
 * Asks people to decide on a request: each gets a card, or a mail where no card can reach them (IN-10). Who is asked already is not asked
 * twice. With `together`, one card in their channel asks them all.
 */
export async function askApprovers(
  tx: Tx,
  { secrets }: Dependencies,
  enrollmentId: string,
  addresses: readonly string[],
  now: Millis,
  { together = false }: { readonly together?: boolean } = {},
): Promise<void> {
  for (const address of addresses) {
    const asked = await tx
      .insertInto('approver')
      .values({ id: newId(), enrollmentId, address, open: 1, decision: null, askedAt: now, decidedAt: null })
      .onConflict((conflict) => conflict.columns(['enrollmentId', 'address']).doNothing())
      .returning('id')
      .executeTakeFirst();
    if (asked && !together)
      await enqueue(tx, secrets, { kind: 'approval', enrollment: enrollmentId, approver: address }, { reason: `ask:${asked.id}`, now, dueAt: now });
  }
  if (together) await enqueue(tx, secrets, { kind: 'approvalChannel', enrollment: enrollmentId }, { reason: `ask-channel:${enrollmentId}`, now, dueAt: now });
}

/** Leaves a change of every copy of a request's card to the outbox. */
export async function refreshCards(tx: Tx, { secrets }: Dependencies, enrollmentId: string, now: Millis): Promise<void> {
  const cards = await tx.selectFrom('approvalCard').select('id').where('enrollmentId', '=', enrollmentId).execute();
  for (const { id } of cards) await enqueue(tx, secrets, { kind: 'approvalUpdate', card: id }, { reason: `update:${id}:${newId()}`, now, dueAt: now });
}

/** Nobody's word is waited for any more: every copy of the card says so, and what was due falls away. */
export async function close(tx: Tx, dependencies: Dependencies, enrollmentId: string, now: Millis): Promise<void> {
  await tx.updateTable('approver').set({ open: 0 }).where('enrollmentId', '=', enrollmentId).where('open', '=', 1).execute();
  await refreshCards(tx, dependencies, enrollmentId, now);
}

/** Writes down what happened on a request, for its cards. */
export async function note(tx: Tx, enrollmentId: string, what: { at: Millis; kind: string; author: string; text: string }): Promise<void> {
  await tx
    .insertInto('enrollmentNote')
    .values({ id: newId(), enrollmentId, ...what })
    .execute();
}

/** Shows a request to who asked the last question on it once more, with its answer: a card that merely changes notifies nobody. */
export async function answerAsker(tx: Tx, { secrets }: Dependencies, enrollmentId: string, now: Millis): Promise<void> {
  const question = await tx
    .selectFrom('enrollmentNote')
    .select('author')
    .where('enrollmentId', '=', enrollmentId)
    .where('kind', '=', 'question')
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!question) return;
  const job = { kind: 'approval', enrollment: enrollmentId, approver: question.author } as const;
  await enqueue(tx, secrets, job, { reason: `answer:${newId()}`, now, dueAt: now });
}

/** Whether a request is pending, and stays so until this transaction ends: the row decides the race, and whoever comes second waits for it. */
export async function holdPending(tx: Tx, enrollmentId: string): Promise<boolean> {
  const held = await tx
    .updateTable('enrollment')
    .set({ status: 'pending' })
    .where('id', '=', enrollmentId)
    .where('status', '=', 'pending')
    .returning('id')
    .executeTakeFirst();
  return held !== undefined;
}
