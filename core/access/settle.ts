import type { Selectable } from 'kysely';
import type { Dependencies } from '../dependencies.ts';
import { giveGroup } from '../directory/index.ts';
import type { Schema, Tx } from '../foundation/database/schema.ts';
import { type Locale, localeOf, translate } from '../foundation/i18n.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { accept, type Outcome } from '../foundation/outcome.ts';
import type { Portal, Staffed } from '../portal/index.ts';
import { addNote, askApprovers, closeRequest, refreshCards } from './asking.ts';
import { type Holdings, withConflicts } from './conflicts.ts';
import { matterOf } from './matter.ts';
import { approversFor, startTimers } from './openRequest.ts';
import { ownMailboxes } from './ownMailboxes.ts';
import type { Decider } from './standIns.ts';
import { tellRequester } from './tellRequester.ts';
import { endValidation } from './validation.ts';

/** An approver's decision that ends a request. */
export type Verdict = Decider & { readonly decision: 'approved' | 'refused'; readonly reason: string | null };

/**
 * Ends a pending request: updates every card, gives the group or validates the organisation if approved, and tells the requester (IN-11).
 * The caller holds the request's row.
 */
export async function settleRequest(
  tx: Tx,
  dependencies: Dependencies,
  { row, portal }: { readonly row: Selectable<Schema['enrollment']>; readonly portal: Portal },
  { decision, by, behalf, reason }: Verdict,
  now: number,
): Promise<void> {
  await tx.updateTable('enrollment').set({ status: decision, decidedAt: now, decidedBy: by, decidedFor: behalf, reason }).where('id', '=', row.id).execute();
  await closeRequest(tx, dependencies, row.id, now);
  const { organisationId, accountId, groupId } = row;
  if (organisationId !== null)
    await endValidation(tx, dependencies, portal, organisationId, { status: decision === 'approved' ? 'validated' : decision, by, reason }, now);
  const gives = organisationId === null && decision === 'approved';
  const given = gives
    ? await giveGroup(tx, dependencies, portal, { accountId, groupId, enrollmentId: row.id, from: row.startsAt, until: row.until }, now)
    : undefined;
  await tellRequester(tx, dependencies, portal, { ...row, status: decision, reason, ...given, by, behalf }, now);
}

/**
 * Ends a stage to which its approvers have agreed: asks those of the next one, or approves the request after the last (GOV-1). `decider` agreed last. What the
 * account has got meanwhile may add a stage, or refuses with `decide.incompatible` and changes nothing: `held` is what the directories said before (GOV-7).
 * The caller holds the request's row.
 */
export async function completeStage(
  tx: Tx,
  dependencies: Dependencies,
  { row: asked, portal, held }: { readonly row: Selectable<Schema['enrollment']>; readonly portal: Staffed; readonly held: Holdings },
  { decider, locale }: { readonly decider: Decider; readonly locale: Locale },
  now: number,
): Promise<Outcome<void>> {
  const { by, behalf } = decider;
  const checked = await withConflicts(tx, dependencies, { row: asked, portal, held }, translate(locale));
  if (!checked.ok) return checked;
  const row = checked.value;
  const matter = matterOf(portal, row);
  const next = matter && matterOf(portal, { ...row, stage: matter.stage + 1 });
  if (!matter || !next || next.stage === matter.stage)
    return accept(await settleRequest(tx, dependencies, { row, portal }, { decision: 'approved', ...decider, reason: null }, now));
  const { id, reference } = row;
  await tx.updateTable('approver').set({ open: 0 }).where('enrollmentId', '=', id).where('open', '=', 1).execute();
  await tx.updateTable('enrollment').set({ stage: next.stage }).where('id', '=', id).execute();
  await addNote(tx, id, { at: now, kind: 'stage', author: by, behalf, text: `${matter.stage + 1}/${matter.stages}` });
  await askApprovers(tx, dependencies, id, approversFor(portal, next, await ownMailboxes(tx, portal, row)), now, { stage: next.stage });
  await startTimers(tx, dependencies, id, next, now);
  await refreshCards(tx, dependencies, id, now);
  const event = { name: 'requestAdvanced', portal: portal.id, enrollment: id, reference } as const;
  const told = { kind: 'chat', person: row.person, event, locale: localeOf(row.locale) } as const;
  await enqueue(tx, dependencies.secrets, told, { reason: `advanced:${id}:${next.stage}`, now, dueAt: now });
  return accept(undefined);
}
