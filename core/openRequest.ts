import { askApprovers } from './asking.ts';
import { audit } from './audit.ts';
import type { Tx } from './database/schema.ts';
import { approversOf, fallbackOf, type Group } from './groups.ts';
import { enqueue } from './outbox.ts';
import type { Parts } from './parts.ts';
import type { Portal } from './portal.ts';
import type { Account, Actor } from './ports.ts';
import { newId } from './secrets.ts';

/** Opens a request and asks its approvers; false where the same group was asked for meanwhile: the unique key of what is pending decides. */
export async function openRequest(
  tx: Tx,
  parts: Parts,
  asked: { actor: Actor; portal: Portal; account: Account; group: Group; reference: string; why: string; approvers: readonly string[]; now: number },
): Promise<boolean> {
  const { actor, portal, account, group, reference, why, approvers, now } = asked;
  const id = newId();
  const inserted = await tx
    .insertInto('enrollment')
    .values({
      id,
      reference,
      portal: portal.id,
      groupId: group.id,
      organisationId: null,
      accountId: account.id,
      person: actor.person,
      locale: actor.locale,
      justification: why === '' ? null : why,
      status: 'pending',
      createdAt: now,
      expiresAt: now + group.expireAfter,
      decidedAt: null,
      decidedBy: null,
      reason: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!inserted) return false;
  await askApprovers(tx, parts, id, approvers, now);
  for (const [what, after] of [
    ['remind', group.remindAfter],
    ['escalate', group.escalateAfter],
    ['expire', group.expireAfter],
  ] as const)
    await enqueue(tx, parts.secrets, { kind: 'due', enrollment: id, what }, { reason: `${what}:${id}`, now, dueAt: now + after });
  await audit(tx, {
    at: now,
    actor,
    action: 'enroll.asked',
    portal: portal.id,
    subject: `account:${account.id}`,
    outcome: 'ok',
    detail: { group: group.id, reference },
  });
  return true;
}

/** Who is asked: nobody decides on their own request, and where nobody else is left, the fallback does. */
export function approversFor(portal: Portal, group: Group, own: ReadonlySet<string>): string[] {
  const others = approversOf(portal, group).filter((address) => !own.has(address));
  return others.length > 0 ? others : fallbackOf(portal).filter((address) => !own.has(address));
}
