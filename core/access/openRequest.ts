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
    /** The day from which it is asked for, and whether in somebody else's name (GOV-5). */
    startsAt?: number | null;
    onBehalf?: boolean;
    approvers: readonly string[];
    now: number;
  },
): Promise<boolean> {
  const { id = newId(), actor, portal, account, matter, reference, why, until = null, startsAt = null, onBehalf = false, approvers, now } = request;
  const { groupId, organisationId, conflicts } = matter;
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
      conflicts,
      startsAt,
      onBehalf: onBehalf ? 1 : 0,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!inserted) return false;
  // The fallback approvers need not be in the channel.
  const inChannel = channelFor(portal, groupId) !== undefined && approvers.some((address) => matter.approvers.includes(address));
  await askApprovers(tx, dependencies, id, approvers, now, { inChannel });
  await startTimers(tx, dependencies, id, matter, now);
  await enqueue(tx, dependencies.secrets, { kind: 'due', enrollment: id, what: 'expire' }, { reason: `expire:${id}`, now, dueAt: expiresAt });
  await audit(tx, {
    at: now,
    actor,
    action: `${procedureOf(matter)}.asked`,
    portal: portal.id,
    subject: `account:${account.id}`,
    outcome: 'ok',
    detail: { ...(organisationId === null ? { group: groupId } : { organisation: organisationId }), reference, ...(conflicts !== null && { conflicts }) },
  });
  return true;
}

/** Puts off the reminder and the escalation of a stage. */
export async function startTimers(tx: Tx, { secrets }: Dependencies, id: string, { stage, remindAfter, escalateAfter }: Matter, now: number): Promise<void> {
  for (const [what, after] of [
    ['remind', remindAfter],
    ['escalate', escalateAfter],
  ] as const) {
    const job = { kind: 'due', enrollment: id, what, ...(stage > 0 && { stage }) } as const;
    await enqueue(tx, secrets, job, { reason: `${what}:${id}${stage > 0 ? `:${stage}` : ''}`, now, dueAt: now + after });
  }
}

/**
 * The approvers to ask at a stage. Nobody decides on their own request (`own` has mailboxes by `mailboxKey`); if too few approvers are left, the fallback
 * decides too.
 */
export function approversFor(portal: Staffed, { approvers, decision }: Pick<Matter, 'approvers' | 'decision'>, own: ReadonlySet<string>): string[] {
  const free = (addresses: readonly string[]) => addresses.filter((address) => !own.has(mailboxKey(address)));
  const others = free(approvers);
  return others.length >= (typeof decision === 'number' ? decision : 1) ? others : [...new Set([...others, ...free(fallbackOf(portal))])];
}
