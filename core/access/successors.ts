import type { Dependencies } from '../dependencies.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { mailboxKey } from '../foundation/identifiers.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { fallbackOf, type Portal } from '../portal/index.ts';
import { isNamed } from './approverRights.ts';
import { askApprovers } from './asking.ts';
import { type About, matterOf } from './matter.ts';
import { ownMailboxes } from './ownMailboxes.ts';

/**
 * Waits no longer for approvers whom the profile no longer names, and asks who has taken their place in it; the fallback, where else nobody
 * would be left who could decide. Returns whose word is waited for now. The caller holds the request's row.
 */
export async function replaceDropped(
  tx: Tx,
  dependencies: Dependencies,
  portal: Portal,
  row: About & { readonly id: string; readonly accountId: string; readonly person: string },
  now: number,
): Promise<string[]> {
  const asked = await tx.selectFrom('approver').select(['address', 'open', 'decision']).where('enrollmentId', '=', row.id).execute();
  const open = asked.flatMap((each) => (each.open === 1 ? [each.address] : []));
  const named: string[] = [];
  for (const address of open) if (await isNamed(tx, portal, row, address)) named.push(address);
  const dropped = open.filter((address) => !named.includes(address));
  if (dropped.length === 0) return open;
  await tx
    .updateTable('approver')
    .set({ open: 0, decision: 'dropped', decidedAt: now })
    .where('enrollmentId', '=', row.id)
    .where('address', 'in', dropped)
    .execute();
  const own = await ownMailboxes(tx, row);
  const free = (addresses: readonly string[]) =>
    addresses.filter((address) => !own.has(mailboxKey(address)) && !asked.some((each) => each.address === address));
  const returned: string[] = [];
  for (const address of dropped) returned.push(...(await handBack(tx, dependencies, portal, { row, address, own }, now)));
  const successors = free(matterOf(portal, row)?.approvers ?? []);
  const decidable = named.length + returned.length + successors.length > 0 || (await lastAgreed(tx, portal, row)) !== undefined;
  const next = decidable ? successors : free(fallbackOf(portal));
  await askApprovers(tx, dependencies, row.id, next, now);
  return [...named, ...returned, ...next];
}

type Dropped = { readonly row: About & { readonly id: string }; readonly address: string; readonly own: ReadonlySet<string> };

/**
 * A part that was handed over goes back along the way it came, to the first who may still decide: where all must agree, handing it to somebody
 * who then leaves is nobody's agreement.
 */
async function handBack(tx: Tx, { secrets }: Dependencies, portal: Portal, { row, address, own }: Dropped, now: number): Promise<string[]> {
  const notes = await tx
    .selectFrom('enrollmentNote')
    .select(['author', 'text'])
    .where('enrollmentId', '=', row.id)
    .where('kind', '=', 'forwarded')
    .orderBy('at', 'desc')
    .execute();
  const from = (to: string) => notes.find(({ text }) => text === to)?.author;
  const seen = new Set([address]);
  for (let giver = from(address); giver !== undefined && !seen.has(giver); giver = from(giver)) {
    seen.add(giver);
    if (own.has(mailboxKey(giver)) || !(await isNamed(tx, portal, row, giver))) continue;
    const reopened = await tx
      .updateTable('approver')
      .set({ open: 1, decision: null, decidedAt: null })
      .where('enrollmentId', '=', row.id)
      .where('address', '=', giver)
      .where('decision', '=', 'forwarded')
      .returning('id')
      .executeTakeFirst();
    if (!reopened) continue;
    await enqueue(tx, secrets, { kind: 'approval', enrollment: row.id, approver: giver }, { reason: `back:${reopened.id}:${now}`, now, dueAt: now });
    return [giver];
  }
  return [];
}

/** Who was the last to agree, of those whom the profile still names, where all must: with nobody left to wait for, theirs is the decision. */
export async function lastAgreed(tx: Tx, portal: Portal, row: About & { readonly id: string }): Promise<string | undefined> {
  if (matterOf(portal, row)?.decision !== 'all') return undefined;
  const agreed = await tx
    .selectFrom('approver')
    .select('address')
    .where('enrollmentId', '=', row.id)
    .where('decision', '=', 'approved')
    .orderBy('decidedAt', 'desc')
    .execute();
  for (const { address } of agreed) if (await isNamed(tx, portal, row, address)) return address;
  return undefined;
}
