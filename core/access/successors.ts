import type { Dependencies } from '../dependencies.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { mailboxKey } from '../foundation/identifiers.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { fallbackOf, type Staffed } from '../portal/index.ts';
import { isNamed } from './approverRights.ts';
import { askApprovers } from './asking.ts';
import { matterOf, type StageIds, suffices } from './matter.ts';
import { ownMailboxes } from './ownMailboxes.ts';
import type { Decider } from './standIns.ts';

/**
 * Closes the parts of approvers whom the profile no longer names and asks their successors, or the fallback if otherwise nobody could decide.
 * Returns the open approvers. The caller holds the request's row.
 */
export async function replaceRemovedApprovers(
  tx: Tx,
  dependencies: Dependencies,
  portal: Staffed,
  row: StageIds & { readonly id: string; readonly accountId: string; readonly person: string },
  now: number,
): Promise<string[]> {
  const { stage } = row;
  const rows = tx.selectFrom('approver').select(['address', 'open', 'decision']).where('enrollmentId', '=', row.id).where('stage', '=', stage);
  const asked = await rows.execute();
  const open = asked.flatMap((each) => (each.open === 1 ? [each.address] : []));
  const named: string[] = [];
  for (const address of open) if (await isNamed(tx, portal, row, address)) named.push(address);
  const dropped = open.filter((address) => !named.includes(address));
  const matter = matterOf(portal, row);
  const wanted = typeof matter?.decision === 'number' ? matter.decision : 1;
  const agreed = (await agreedAt(tx, portal, row)).length;
  // Where two have to agree and one of them asks, or has left, one more is needed.
  if (dropped.length === 0 && (wanted === 1 || named.length + agreed >= wanted)) return open;
  if (dropped.length > 0)
    await tx
      .updateTable('approver')
      .set({ open: 0, decision: 'dropped', decidedAt: now })
      .where('enrollmentId', '=', row.id)
      .where('address', 'in', dropped)
      .execute();
  const own = await ownMailboxes(tx, portal, row);
  const free = (addresses: readonly string[]) =>
    addresses.filter((address) => !own.has(mailboxKey(address)) && !asked.some((each) => each.address === address));
  const returned: string[] = [];
  for (const address of dropped) returned.push(...(await returnForwarded(tx, dependencies, portal, { row, address, own }, now)));
  const successors = free(matter?.approvers ?? []);
  const left = named.length + returned.length + successors.length;
  const decidable = wanted === 1 ? left > 0 || (await lastToApprove(tx, portal, row)) !== undefined : left + agreed >= wanted;
  const next = decidable ? successors : [...new Set([...successors, ...free(fallbackOf(portal))])];
  await askApprovers(tx, dependencies, row.id, next, now, { stage });
  return [...named, ...returned, ...next];
}

type DroppedPart = { readonly row: StageIds & { readonly id: string }; readonly address: string; readonly own: ReadonlySet<string> };

/**
 * Returns a forwarded part along the way it came, to the first approver who may still decide. If all must agree, forwarding to somebody who
 * then leaves must not count as agreement.
 */
async function returnForwarded(tx: Tx, { secrets }: Dependencies, portal: Staffed, { row, address, own }: DroppedPart, now: number): Promise<string[]> {
  const notes = await tx
    .selectFrom('enrollmentNote')
    .select(['author', 'behalf', 'text'])
    .where('enrollmentId', '=', row.id)
    .where('kind', '=', 'forwarded')
    .orderBy('at', 'desc')
    .execute();
  const from = (to: string) => {
    const note = notes.find(({ text }) => text === to);
    return note?.behalf ?? note?.author;
  };
  const seen = new Set([address]);
  for (let giver = from(address); giver !== undefined && !seen.has(giver); giver = from(giver)) {
    seen.add(giver);
    if (own.has(mailboxKey(giver)) || !(await isNamed(tx, portal, row, giver))) continue;
    const reopened = await tx
      .updateTable('approver')
      .set({ open: 1, decision: null, decidedAt: null })
      .where('enrollmentId', '=', row.id)
      .where('address', '=', giver)
      .where('stage', '=', row.stage)
      .where('decision', '=', 'forwarded')
      .returning('id')
      .executeTakeFirst();
    if (!reopened) continue;
    await enqueue(tx, secrets, { kind: 'approval', enrollment: row.id, approver: giver }, { reason: `back:${reopened.id}:${now}`, now, dueAt: now });
    return [giver];
  }
  return [];
}

/**
 * Those who agreed at the stage of a request and whom the profile still names, the latest first. Whoever agreed in two places, one of them as a delegate,
 * is one head and counts once.
 */
export async function agreedAt(tx: Tx, portal: Staffed, row: StageIds & { readonly id: string }): Promise<Decider[]> {
  const agreed = await tx
    .selectFrom('approver')
    .select(['address', 'by'])
    .where('enrollmentId', '=', row.id)
    .where('stage', '=', row.stage)
    .where('decision', '=', 'approved')
    .orderBy('decidedAt', 'desc')
    .execute();
  const named: Decider[] = [];
  for (const { address, by } of agreed) {
    const decider = by === null ? { by: address, behalf: null } : { by, behalf: address };
    const isCounted = named.some((each) => each.by === decider.by);
    if (!isCounted && (await isNamed(tx, portal, row, address))) named.push(decider);
  }
  return named;
}

/**
 * If several must agree, the last approver to agree whom the profile still names, once that is enough; otherwise undefined. With no approver left open,
 * theirs is the decision.
 */
export async function lastToApprove(tx: Tx, portal: Staffed, row: StageIds & { readonly id: string }): Promise<Decider | undefined> {
  const matter = matterOf(portal, row);
  if (!matter || matter.decision === 'any') return undefined;
  const agreed = await agreedAt(tx, portal, row);
  return suffices(matter, agreed.length, 0) ? agreed[0] : undefined;
}
