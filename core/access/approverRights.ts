import type { Dependencies } from '../dependencies.ts';
import { withApprovers } from '../directory/index.ts';
import type { Actor } from '../foundation/actor.ts';
import type { Millis } from '../foundation/clock.ts';
import type { Database } from '../foundation/database/schema.ts';
import { emailKey, mailboxKey } from '../foundation/identifiers.ts';
import { everyApprover, fallbackOf, type Portal, type Staffed, vouchedFor } from '../portal/index.ts';
import { matterOf, type StageIds } from './matter.ts';
import { ownMailboxes } from './ownMailboxes.ts';
import { partsOf, type StandIn, standInsFor } from './standIns.ts';

/** A request with the row of one of its approvers. */
export type ApproverRequest = NonNullable<Awaited<ReturnType<typeof requestFor>>>;

/** Fills the teams of a profile for the request of an account. */
export type Staffing = (portal: Portal, accountId: string) => Promise<Staffed>;

/**
 * The request if this actor may decide on it: they were asked, or stand in for somebody who was (GOV-2), the profile still names who was asked, and they
 * did not request it themselves. The directory is asked last, and only for somebody who was asked. `part` is the address that was asked,
 * `behalf` the same where it is another's.
 */
export async function requestFor(
  dependencies: Dependencies,
  actor: Actor,
  id: string,
  staffing: Staffing = (portal, accountId) => withApprovers(dependencies, portal, accountId),
) {
  const { db, clock, portals } = dependencies;
  const address = actor.email === undefined ? undefined : emailKey(actor.email);
  const row = await db.selectFrom('enrollment').selectAll().where('id', '=', id).executeTakeFirst();
  const profile = row && portals.get(row.portal);
  if (!address || !row || !profile || !vouchedFor(actor, profile, 'decide')) return undefined;
  const approver = await partOf(db, profile, row, address, clock());
  // `anonymous` stands for anyone on a page, and for anyone in a group whom we have never met.
  const mayDecide = row.onBehalf === 1 && profile.forOthers?.decide === true;
  const isRequester = actor.person !== 'anonymous' && actor.person === row.person && !mayDecide;
  if (!approver || isRequester || (await ownMailboxes(db, profile, row)).has(mailboxKey(address))) return undefined;
  const portal = await staffing(profile, row.accountId);
  const part = approver.address;
  return (await isNamed(db, portal, { ...row, stage: approver.stage }, part))
    ? { row, portal, address, part, behalf: part === address ? null : part, approver }
    : undefined;
}

type Asking = Parameters<typeof standInsFor>[2];

/** What somebody has to decide on a request, or has decided: their own part first, then that of whom they stand in for. Undefined if none. */
export async function partOf(db: Database, portal: Portal, row: Asking, address: string, now: Millis) {
  const parts = await partsOf(db, row.id);
  const own = parts.find((part) => part.address === address);
  if (own?.open === 1) return own;
  const standsFor = (await standInsFor(db, portal, row, parts, now)).flatMap(({ of, by }) => (by === address ? [of] : []));
  const theirs = parts.filter((part) => standsFor.includes(part.address));
  return theirs.find(({ open }) => open === 1) ?? own ?? parts.find(({ by }) => by === address) ?? theirs[0];
}

/** Who decides in whose place on a request that waits now (GOV-2). */
export async function standIns(db: Database, portal: Portal, row: Asking, now: Millis): Promise<StandIn[]> {
  const parts = await partsOf(db, row.id);
  const open = parts.flatMap((part) => (part.open === 1 ? [part.address] : []));
  return open.length === 0 ? [] : (await standInsFor(db, portal, row, parts, now)).filter(({ of }) => open.includes(of));
}

/**
 * Whether the profile now lets this address decide on a stage of a request: as one of its approvers or as the fallback. An approver of anything else
 * in the portal may if the request was forwarded to them.
 */
export async function isNamed(db: Database, portal: Staffed, request: StageIds & { readonly id: string }, address: string): Promise<boolean> {
  return deciding(portal, request).includes(address) || (everyApprover(portal).includes(address) && (await wasForwarded(db, request.id, address)));
}

async function wasForwarded(db: Database, id: string, address: string): Promise<boolean> {
  const note = await db
    .selectFrom('enrollmentNote')
    .select('id')
    .where('enrollmentId', '=', id)
    .where('kind', '=', 'forwarded')
    .where('text', '=', address)
    .executeTakeFirst();
  return note !== undefined;
}

/** The approvers whom the profile now names for a request, and the fallback. */
const deciding = (portal: Staffed, about: StageIds): string[] => [...(matterOf(portal, about)?.approvers ?? []), ...fallbackOf(portal)];
