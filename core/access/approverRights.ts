import type { Dependencies } from '../dependencies.ts';
import { withApprovers } from '../directory/index.ts';
import type { Actor } from '../foundation/actor.ts';
import type { Database } from '../foundation/database/schema.ts';
import { emailKey, mailboxKey } from '../foundation/identifiers.ts';
import { everyApprover, fallbackOf, type Portal, type Staffed, vouchedFor } from '../portal/index.ts';
import { matterOf, type StageIds } from './matter.ts';
import { ownMailboxes } from './ownMailboxes.ts';

/** A request with the row of one of its approvers. */
export type ApproverRequest = NonNullable<Awaited<ReturnType<typeof requestFor>>>;

/** Fills the teams of a profile for the request of an account. */
export type Staffing = (portal: Portal, accountId: string) => Promise<Staffed>;

/**
 * The request if this actor may decide on it: they were asked, the profile still names them, and they did not request it themselves. The
 * directory is asked last, and only for somebody who was asked.
 */
export async function requestFor(
  dependencies: Dependencies,
  actor: Actor,
  id: string,
  staffing: Staffing = (portal, accountId) => withApprovers(dependencies, portal, accountId),
) {
  const { db, portals } = dependencies;
  const address = actor.email === undefined ? undefined : emailKey(actor.email);
  const row = await db.selectFrom('enrollment').selectAll().where('id', '=', id).executeTakeFirst();
  const profile = row && portals.get(row.portal);
  if (!address || !row || !profile || !vouchedFor(actor, profile, 'decide')) return undefined;
  const approver = await db
    .selectFrom('approver')
    .select(['open', 'decision', 'stage'])
    .where('enrollmentId', '=', id)
    .where('address', '=', address)
    .executeTakeFirst();
  // `anonymous` stands for anyone on a page, and for anyone in a group whom we have never met.
  const isRequester = actor.person !== 'anonymous' && actor.person === row.person;
  if (!approver || isRequester || (await ownMailboxes(db, profile, row)).has(mailboxKey(address))) return undefined;
  const portal = await staffing(profile, row.accountId);
  return (await isNamed(db, portal, { ...row, stage: approver.stage }, address)) ? { row, portal, address, approver } : undefined;
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
