import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { mailboxKey } from '../foundation/identifiers.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { newId } from '../foundation/secrets.ts';
import { channelFor, fallbackOf, type Portal, type Staffed } from '../portal/index.ts';
import type { Account } from '../ports.ts';
import { askApprovers } from './asking.ts';
import { type Matter, procedureOf } from './matter.ts';

/** Opens a request and asks its approvers. Returns false if the same is pending already: a unique key decides between two at once. */
export async function openRequest(
  tx: Tx,
  dependencies: Dependencies,
  request: {
    id?: string;
    actor: Actor;
    portal: Portal;
    account: Account;
    matter: Matter;
    reference: string;
    why: string;
    /** The end that is asked for. */
    until?: number | null;
    approvers: readonly string[];
    now: number;
  },
): Promise<boolean> {
  const { id = newId(), actor, portal, account, matter, reference, why, until = null, approvers, now } = request;
  const { groupId, organisationId } = matter;
  // What nobody decided before the end that was asked for needs no decision any more.
  const expiresAt = Math.min(now + matter.expireAfter, until ?? Number.POSITIVE_INFINITY);
  const inserted = await tx
    .insertInto('enrollment')
    .values({
      id,
      reference,
      portal: portal.id,
      groupId,
      organisationId,
      accountId: account.id,
      person: actor.person,
      locale: actor.locale,
      justification: why === '' ? null : why,
      status: 'pending',
      createdAt: now,
      expiresAt,
      decidedAt: null,
      decidedBy: null,
      reason: null,
      until,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!inserted) return false;
  // The fallback approvers need not be in the channel.
  const inChannel = channelFor(portal, groupId) !== undefined && approvers.some((address) => matter.approvers.includes(address));
  await askApprovers(tx, dependencies, id, approvers, now, { inChannel });
  for (const [what, dueAt] of [
    ['remind', now + matter.remindAfter],
    ['escalate', now + matter.escalateAfter],
    ['expire', expiresAt],
  ] as const)
    await enqueue(tx, dependencies.secrets, { kind: 'due', enrollment: id, what }, { reason: `${what}:${id}`, now, dueAt });
  await audit(tx, {
    at: now,
    actor,
    action: `${procedureOf(matter)}.asked`,
    portal: portal.id,
    subject: `account:${account.id}`,
    outcome: 'ok',
    detail: { ...(organisationId === null ? { group: groupId } : { organisation: organisationId }), reference },
  });
  return true;
}

/** The approvers to ask. Nobody decides on their own request (`own` has mailboxes by `mailboxKey`); if no approver is left, the fallback decides. */
export function approversFor(portal: Staffed, matter: Matter, own: ReadonlySet<string>): string[] {
  const others = matter.approvers.filter((address) => !own.has(mailboxKey(address)));
  return others.length > 0 ? others : fallbackOf(portal).filter((address) => !own.has(mailboxKey(address)));
}
