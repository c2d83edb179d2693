import type { Selectable } from 'kysely';
import { close } from './asking.ts';
import type { Schema, Tx } from './database/schema.ts';
import { opensAt } from './opening.ts';
import { enqueue } from './outbox.ts';
import type { Parts } from './parts.ts';
import type { Portal } from './portal.ts';
import { newId } from './secrets.ts';
import { tellRequester } from './tellRequester.ts';

/** How a request ends by an approver's word. */
export type Verdict = { readonly decision: 'approved' | 'refused'; readonly by: string; readonly reason: string | null };

/** Ends a pending request: every card says so, the group is given where it was approved, and who asked is told (IN-11). The caller holds its row. */
export async function settle(
  tx: Tx,
  parts: Parts,
  { row, portal }: { readonly row: Selectable<Schema['enrollment']>; readonly portal: Portal },
  { decision, by, reason }: Verdict,
  now: number,
): Promise<void> {
  await tx.updateTable('enrollment').set({ status: decision, decidedAt: now, decidedBy: by, reason }).where('id', '=', row.id).execute();
  await close(tx, parts, row.id, now);
  const beginsAt = decision === 'approved' ? await grant(tx, parts, portal, row, now) : undefined;
  await tellRequester(tx, parts, portal, { ...row, status: decision, reason, beginsAt }, now);
}

/** Gives the group: in the directory by the outbox, on the day the portal opens if that is later (IN-12). */
async function grant(tx: Tx, { secrets }: Parts, portal: Portal, row: { id: string; accountId: string; groupId: string }, now: number): Promise<number> {
  const provisionAt = opensAt(portal, now) ?? now;
  const membership = newId();
  await tx
    .insertInto('membership')
    .values({
      id: membership,
      portal: portal.id,
      accountId: row.accountId,
      groupId: row.groupId,
      enrollmentId: row.id,
      grantedAt: now,
      provisionAt,
      provisionedAt: null,
    })
    .onConflict((conflict) => conflict.columns(['accountId', 'groupId']).doNothing())
    .execute();
  await enqueue(tx, secrets, { kind: 'provision', membership }, { reason: `provision:${membership}`, now, dueAt: provisionAt });
  return provisionAt;
}
