import type { Dependencies } from '../dependencies.ts';
import { withApprovers } from '../directory/index.ts';
import type { Actor } from '../foundation/actor.ts';
import type { Millis } from '../foundation/clock.ts';
import { translate } from '../foundation/i18n.ts';
import { mailboxKey } from '../foundation/identifiers.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import { newReference } from '../foundation/secrets.ts';
import { type Group, type Incompatible, type Portal, stagesOf, vouchedFor } from '../portal/index.ts';
import type { Account } from '../ports.ts';
import { allowed, conflictsOf, holdingsOf, recordOf } from './conflicts.ts';
import { groupMatter } from './matter.ts';
import { approversFor, openRequest } from './openRequest.ts';
import { claimsToApprove, isKnownByAddress, ownMailboxes } from './ownMailboxes.ts';
import { mayReachApprovers } from './pendingRequest.ts';

/** A request that was opened. */
export type Opened = { readonly group: Group; readonly reference: string };

/** A group with the others that it is not to be held together with, of those that the account holds or that are asked for (GOV-7). */
export type Clash = { readonly group: Group; readonly conflicts: readonly Incompatible[] };

/** What is asked for: groups of a portal, for an account of it. */
type Wanted = { readonly actor: Actor; readonly portal: Portal; readonly account: Account; readonly groups: readonly Group[] };

/** Which of these groups conflict, and with what. Refuses at the field `groups` with `enroll.incompatible` where nobody may allow it. */
export async function clashesOf(dependencies: Dependencies, { actor, portal, account, groups }: Wanted): Promise<Outcome<Clash[]>> {
  const held = await holdingsOf(dependencies, portal, account, groups, { asked: true });
  const together = groups.map(({ id }) => id);
  const clashes = groups.map((group) => ({ group, conflicts: conflictsOf(group, held, together) }));
  for (const clash of clashes) {
    const may = allowed(dependencies.portals, portal, clash, translate(actor.locale), 'enroll.incompatible');
    if (!may.ok) return may;
  }
  return accept(clashes);
}

/**
 * Opens one request a group and asks its first approvers. `idOf` gives the request of a group its id: one that is there is not opened again. Refuses with
 * `enroll.incompatible`, `enroll.roster`, `enroll.noApprover`, `enroll.limit`, or `enroll.nothing` where all of them are pending already.
 */
export async function openRequests(
  dependencies: Dependencies,
  wanted: Wanted & {
    readonly why: string;
    readonly until: Millis | null;
    readonly idOf: (group: Group) => string;
    readonly startsAt?: Millis | null;
    /** In somebody else's name, which was counted when it was asked for (GOV-5). */
    readonly onBehalf?: boolean;
  },
): Promise<Outcome<Opened[]>> {
  const { db, clock, limits } = dependencies;
  const { actor, portal, account, why, until, idOf, startsAt = null, onBehalf = false } = wanted;
  const clashes = await clashesOf(dependencies, wanted);
  if (!clashes.ok) return clashes;
  // Without the requester's address in Teams, we could not tell whether they are an approver of their own request.
  if (!(await isKnownByAddress(db, actor))) return refuse({ key: 'enroll.roster' });
  const own = await ownMailboxes(db, portal, { accountId: account.id, person: actor.person, onBehalf: onBehalf ? 1 : 0 });
  if (!(onBehalf && portal.forOthers?.decide) && actor.email && vouchedFor(actor, portal, 'decide')) own.add(mailboxKey(actor.email));
  const staffed = await withApprovers(dependencies, portal, account.id);
  const asked = clashes.value.map(({ group, conflicts: found }) => {
    const conflicts = recordOf(found);
    const stages = stagesOf(group, conflicts).map((_, stage) => groupMatter(staffed, group, { stage, conflicts }));
    const decidable = stages.every((stage) => approversFor(staffed, stage, own).length > 0);
    const matter = groupMatter(staffed, group, { stage: 0, conflicts });
    return { group, matter, reference: newReference(), approvers: decidable ? approversFor(staffed, matter, own) : [] };
  });
  if (asked.some(({ approvers }) => approvers.length === 0) || (await claimsToApprove(db, staffed, actor, account.id)))
    return refuse({ key: 'enroll.noApprover' });
  const now = clock();
  if (!onBehalf && !(await mayReachApprovers(limits, actor, portal))) return refuse({ key: 'enroll.limit' });
  const opened = await db.transaction().execute(async (tx) => {
    const rows: Opened[] = [];
    for (const { group, matter, reference, approvers } of asked)
      if (await openRequest(tx, dependencies, { id: idOf(group), actor, portal, account, matter, reference, why, until, startsAt, onBehalf, approvers, now }))
        rows.push({ group, reference });
    return rows;
  });
  dependencies.wake();
  return opened.length > 0 ? accept(opened) : refuse({ key: 'enroll.nothing', field: 'groups' });
}
