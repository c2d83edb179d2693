import type { Selectable } from 'kysely';
import type { Dependencies } from '../dependencies.ts';
import { giveGroup } from '../directory/index.ts';
import type { Schema, Tx } from '../foundation/database/schema.ts';
import type { Portal } from '../portal/index.ts';
import { closeRequest } from './asking.ts';
import { tellRequester } from './tellRequester.ts';
import { endValidation } from './validation.ts';

/** An approver's decision that ends a request. */
export type Verdict = { readonly decision: 'approved' | 'refused'; readonly by: string; readonly reason: string | null };

/**
 * Ends a pending request: updates every card, gives the group or validates the organisation if approved, and tells the requester (IN-11).
 * The caller holds the request's row.
 */
export async function settleRequest(
  tx: Tx,
  dependencies: Dependencies,
  { row, portal }: { readonly row: Selectable<Schema['enrollment']>; readonly portal: Portal },
  { decision, by, reason }: Verdict,
  now: number,
): Promise<void> {
  await tx.updateTable('enrollment').set({ status: decision, decidedAt: now, decidedBy: by, reason }).where('id', '=', row.id).execute();
  await closeRequest(tx, dependencies, row.id, now);
  const { organisationId, accountId, groupId } = row;
  if (organisationId !== null)
    await endValidation(tx, dependencies, portal, organisationId, { status: decision === 'approved' ? 'validated' : decision, by, reason }, now);
  const gives = organisationId === null && decision === 'approved';
  const given = gives ? await giveGroup(tx, dependencies, portal, { accountId, groupId, enrollmentId: row.id, until: row.until }, now) : undefined;
  await tellRequester(tx, dependencies, portal, { ...row, status: decision, reason, ...given, by }, now);
}
