import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import type { Millis } from '../foundation/clock.ts';
import type { Database } from '../foundation/database/schema.ts';
import { emailKey } from '../foundation/identifiers.ts';
import { managerTeam, namedApprovers, namedInReview, type Portal, peopleOf, vouchedFor } from '../portal/index.ts';
import { hasProven, type ProofBy } from './proofs.ts';

/**
 * The portals where this person may have to decide on a sensitive group, as far as profiles tell: they name them, or leave it to a directory or to who asks.
 * An absence hands that on as well (GOV-6).
 */
export const sensitiveFor = (portals: Dependencies['portals'], actor: Actor): Portal[] =>
  actor.email === undefined
    ? []
    : [...portals.values()].filter((portal) => vouchedFor(actor, portal, 'decide') && mayDecide(portal, emailKey(actor.email ?? '')));

/** Whether some portal may have somebody of this address decide on a sensitive group. */
export const isSensitiveFor = (portals: Dependencies['portals'], address: string): boolean =>
  [...portals.values()].some((portal) => mayDecide(portal, address));

/** A request can be forwarded to every approver of its portal. */
function mayDecide(portal: Portal, address: string): boolean {
  if (!portal.groups.some(({ sensitive }) => sensitive)) return false;
  const named = [...namedApprovers(portal), ...portal.groups.flatMap((group) => namedInReview(portal, group))];
  const isTold = portal.teams.some(({ id, group }) => group !== undefined && named.includes(`@${id}`)) || named.includes(`@${managerTeam}`);
  return isTold || peopleOf({ ...portal, staffed: true }, named).includes(address);
}

/** How somebody who may decide on sensitive groups has proven lately that it is them, at one of these portals. */
export async function provenAt(db: Database, portals: readonly Portal[], actor: Actor, now: Millis): Promise<ProofBy | undefined> {
  for (const portal of portals) {
    const lasts = Math.min(...portal.groups.filter(({ sensitive }) => sensitive).map(({ proofLasts }) => proofLasts));
    const proof = await hasProven(db, portal, actor, lasts, now);
    if (proof !== undefined) return proof;
  }
  return undefined;
}
