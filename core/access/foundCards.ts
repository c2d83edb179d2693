import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import type { Millis } from '../foundation/clock.ts';
import { holdRequest } from '../foundation/database/locks.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { emailKey } from '../foundation/identifiers.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { newId } from '../foundation/secrets.ts';
import { partOf, requestFor } from './approverRights.ts';
import { noteMessage, takeOver } from './cardMessages.ts';

/** A click on a card that was sent: the row that its buttons name, and the message in the chat that it is, as the channel says. */
export type ClickedCard = { readonly enrollment: string; readonly row: string; readonly activityId: string };

/** A card that somebody was shown in their own chat because they asked for it, by the message that it is there. */
export type ShownCard = { readonly enrollment: string; readonly activityId: string };

/**
 * Records a card that was shown to one of a request's approvers, so that it is updated as those that were sent are: its buttons end with the request, and it takes over
 * from those that they have.
 */
export async function noteShown(dependencies: Dependencies, { person, email }: Actor, { enrollment, activityId }: ShownCard): Promise<void> {
  const { db, clock, secrets, portals } = dependencies;
  const approver = emailKey(email ?? '');
  const request = await db.selectFrom('enrollment').selectAll().where('id', '=', enrollment).executeTakeFirst();
  const portal = request && portals.get(request.portal);
  const asked = portal && (await partOf(db, portal, request, approver, clock()));
  const chat = asked && (await db.selectFrom('person').select('address').where('id', '=', person).executeTakeFirst());
  if (!chat?.address) return;
  const row = { id: newId(), enrollmentId: enrollment, approver, address: chat.address };
  await db.transaction().execute(async (tx) => {
    await holdRequest(tx, enrollment);
    const noted = await noteMessage(tx, row, activityId);
    const known = await tx
      .selectFrom('approvalCard')
      .selectAll()
      .where('enrollmentId', '=', enrollment)
      .where('activityId', '=', activityId)
      .executeTakeFirst();
    if (known?.approver === approver) await takeOver(tx, dependencies, known, clock());
    if (noted !== undefined) await updateIfOver(tx, secrets, { enrollment, card: noted, now: clock() });
  });
  dependencies.wake();
}

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
    await updateIfOver(tx, secrets, { enrollment, card, now });
  });
  dependencies.wake();
}

async function updateIfOver(
  tx: Tx,
  secrets: Dependencies['secrets'],
  { enrollment, card, now }: { readonly enrollment: string; readonly card: string; readonly now: Millis },
): Promise<void> {
  const { status } = await tx.selectFrom('enrollment').select('status').where('id', '=', enrollment).executeTakeFirstOrThrow();
  if (status !== 'pending') await enqueue(tx, secrets, { kind: 'approvalUpdate', card }, { reason: `update:${card}:found`, now, dueAt: now });
}
