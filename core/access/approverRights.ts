import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import type { Database } from '../foundation/database/schema.ts';
import { emailKey, mailboxKey } from '../foundation/identifiers.ts';
import { everyApprover, fallbackOf, type Portal, vouchedFor } from '../portal/index.ts';
import { type About, matterOf } from './matter.ts';
import { ownMailboxes } from './ownMailboxes.ts';

/** A request with one approver's part in it. */
export type Mine = NonNullable<Awaited<ReturnType<typeof requestOf>>>;

/** The request with this actor's part in it, if it is theirs to decide: asked by its rows, still named by the profile, and not their own. */
export async function requestOf({ db, portals }: Dependencies, actor: Actor, id: string) {
  const address = actor.email === undefined ? undefined : emailKey(actor.email);
  const row = await db.selectFrom('enrollment').selectAll().where('id', '=', id).executeTakeFirst();
  const portal = row && portals.get(row.portal);
  if (!address || !row || !portal || !vouchedFor(actor, portal)) return undefined;
  const asked = await db.selectFrom('approver').select(['open', 'decision']).where('enrollmentId', '=', id).where('address', '=', address).executeTakeFirst();
  // On a page, and in a group where somebody was never met, a person is nobody in particular.
  const isRequester = actor.person !== 'anonymous' && actor.person === row.person;
  if (!asked || isRequester || (await ownMailboxes(db, row)).has(mailboxKey(address))) return undefined;
  return (await isNamed(db, portal, row, address)) ? { row, portal, address, asked } : undefined;
}

/** Whether the profile, as it is now, lets this address decide on a request: for what it is about or as the fallback, or on anything where it was handed to them. */
export async function isNamed(db: Database, portal: Portal, request: About & { readonly id: string }, address: string): Promise<boolean> {
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

/** Whom the profile names now to decide on a request. */
const deciding = (portal: Portal, about: About): string[] => [...(matterOf(portal, about)?.approvers ?? []), ...fallbackOf(portal)];
