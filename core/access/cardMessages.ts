import type { Selectable } from 'kysely';
import type { Schema, Tx } from '../foundation/database/schema.ts';
import { newId } from '../foundation/secrets.ts';

/**
 * Records which message a card is, so that it is updated with the others. A row that has its message keeps it: another message of the same card gets
 * a row of its own. Returns the id of that row; undefined if the message was known already. The caller holds the request.
 */
export async function noteMessage(tx: Tx, row: Omit<Selectable<Schema['approvalCard']>, 'activityId'>, activityId: string): Promise<string | undefined> {
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
