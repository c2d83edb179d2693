import type { Selectable } from 'kysely';
import type { Dependencies } from '../dependencies.ts';
import type { Millis } from '../foundation/clock.ts';
import type { Schema, Tx } from '../foundation/database/schema.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { newId } from '../foundation/secrets.ts';

/** A copy of a request's card. */
type CardRow = Omit<Selectable<Schema['approvalCard']>, 'replaced'>;

/**
 * Makes one copy of a request's card the only one of its approver that has buttons: their older ones say that it took over. A card in a channel is everybody's and
 * stays. The caller holds the request.
 */
export async function takeOver(
  tx: Tx,
  { secrets }: Pick<Dependencies, 'secrets'>,
  { id, enrollmentId, approver }: Pick<CardRow, 'id' | 'enrollmentId' | 'approver'>,
  now: Millis,
): Promise<void> {
  if (approver === '') return;
  const others = () => tx.updateTable('approvalCard').where('enrollmentId', '=', enrollmentId).where('approver', '=', approver).where('activityId', '!=', '');
  await others().set({ replaced: 0 }).where('id', '=', id).execute();
  const older = await others().set({ replaced: 1 }).where('id', '!=', id).where('replaced', '=', 0).returning('id').execute();
  for (const { id: card } of older)
    await enqueue(tx, secrets, { kind: 'approvalUpdate', card }, { reason: `update:${card}:replaced:${id}:${now}`, now, dueAt: now });
}

/**
 * Records which message a card is, so that it is updated with the others. A row that has its message keeps it: another message of the same card gets
 * a row of its own. Returns the id of that row; undefined if the message was known already. The caller holds the request.
 */
export async function noteMessage(tx: Tx, row: Omit<CardRow, 'activityId'>, activityId: string): Promise<string | undefined> {
  const known = await tx
    .selectFrom('approvalCard')
    .select('id')
    .where('enrollmentId', '=', row.enrollmentId)
    .where('activityId', '=', activityId)
    .executeTakeFirst();
  if (known) return undefined;
  const filled = await tx
    .updateTable('approvalCard')
    .set({ activityId })
    .where('id', '=', row.id)
    .where('activityId', '=', '')
    .returning('id')
    .executeTakeFirst();
  if (filled) return filled.id;
  const { id } = await tx
    .insertInto('approvalCard')
    .values({ ...row, id: newId(), activityId })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}
