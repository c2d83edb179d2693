import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import { holdRequest } from '../foundation/database/locks.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { requestFor } from './approverRights.ts';
import { noteMessage } from './cardMessages.ts';

/** A click on a card that was sent: the row that its buttons name, and the message in the chat that it is, as the channel says. */
export type ClickedCard = { readonly enrollment: string; readonly row: string; readonly activityId: string };

/**
 * Records which message a card is, if the bot died before it could. From then on it is updated as any other, at once if the request is over: its buttons go
 * away. Only for an approver of that request.
 */
export async function noteFound(dependencies: Dependencies, actor: Actor, { enrollment, row: id, activityId }: ClickedCard): Promise<void> {
  const { db, clock, secrets } = dependencies;
  const row = await db.selectFrom('approvalCard').selectAll().where('id', '=', id).where('enrollmentId', '=', enrollment).executeTakeFirst();
  if (!row || row.activityId === activityId) return;
  const found = await requestFor(dependencies, actor, enrollment);
  // A card in a channel is everybody's.
  if (!found || (row.approver !== '' && row.approver !== found.address)) return;
  const now = clock();
  await db.transaction().execute(async (tx) => {
    await holdRequest(tx, enrollment);
    const card = await noteMessage(tx, row, activityId);
    if (card === undefined) return;
    const { status } = await tx.selectFrom('enrollment').select('status').where('id', '=', enrollment).executeTakeFirstOrThrow();
    if (status !== 'pending') await enqueue(tx, secrets, { kind: 'approvalUpdate', card }, { reason: `update:${card}:found`, now, dueAt: now });
  });
  dependencies.wake();
}
