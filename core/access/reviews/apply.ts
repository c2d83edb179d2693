import type { Selectable } from 'kysely';
import type { Dependencies } from '../../dependencies.ts';
import { chatsOf, lastLanguageOf, leaveGroup, whileDirectoryIsThere } from '../../directory/index.ts';
import { system } from '../../foundation/actor.ts';
import { audit } from '../../foundation/audit.ts';
import { second } from '../../foundation/clock.ts';
import type { Schema, Tx } from '../../foundation/database/schema.ts';
import { localeOf, translate } from '../../foundation/i18n.ts';
import { enqueue } from '../../foundation/outbox/enqueue.ts';
import { Postponed } from '../../foundation/outbox/faults.ts';
import { groupName, type Portal } from '../../portal/index.ts';
import type { Account } from '../../ports.ts';
import { closeAccess } from '../accessEnds.ts';
import { approverNames } from '../approverNames.ts';
import type { ReviewRow } from './rights.ts';

type Item = Selectable<Schema['reviewItem']>;

/** Removals go on in a new job after so long: others in the lane have their turn. */
const longest = 60 * second;
const atOnce = 50;

/** Takes those out of the group on whom a review decided so, and tells them (GOV-4): each once, whenever it is cut off. */
export async function applyReview(dependencies: Dependencies, id: string): Promise<void> {
  const { db, portals } = dependencies;
  const row = await db.selectFrom('review').selectAll().where('id', '=', id).executeTakeFirst();
  const portal = row && portals.get(row.portal);
  if (!row || !portal) return;
  const began = performance.now();
  for (;;) {
    const items = await db
      .selectFrom('reviewItem')
      .selectAll()
      .where('reviewId', '=', id)
      .where('decision', '=', 'remove')
      .where('appliedAt', 'is', null)
      .limit(atOnce)
      .execute();
    for (const item of items) {
      const account = await accountOf(dependencies, portal, item);
      await db.transaction().execute((tx) => removeOne(tx, dependencies, { row, portal, item, account }));
    }
    dependencies.wake();
    if (items.length < atOnce) return;
    if (performance.now() - began > longest) throw new Postponed(0);
  }
}

/** The account that a row is about, as its directory has it now; undefined where it is gone. */
async function accountOf({ directory }: Dependencies, portal: Portal, { directoryId }: Item): Promise<Account | undefined> {
  const embedded = portal.directory.kind === 'embedded';
  return await whileDirectoryIsThere(() => (embedded ? directory.get(portal.id, directoryId) : directory.findByDirectoryId(portal.id, directoryId)));
}

type Removal = { readonly row: ReviewRow; readonly portal: Portal; readonly item: Item; readonly account: Account | undefined };

async function removeOne(tx: Tx, dependencies: Dependencies, { row, portal, item, account }: Removal): Promise<void> {
  const now = dependencies.clock();
  // One statement decides between two workers.
  const first = await tx
    .updateTable('reviewItem')
    .set({ appliedAt: now })
    .where('id', '=', item.id)
    .where('appliedAt', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!first || !account) return;
  const held = await tx
    .deleteFrom('membership')
    .where('accountId', '=', account.id)
    .where('groupId', '=', row.groupId)
    .returning('enrollmentId')
    .executeTakeFirst();
  if (held?.enrollmentId) await closeAccess(tx, dependencies, held.enrollmentId, 'reviewed', now);
  await leaveGroup(tx, dependencies, { id: item.id, portal: portal.id, accountId: account.id, groupId: row.groupId }, now);
  await tellRemoved(tx, dependencies, { row, portal, item, account }, now);
  const detail = { group: row.groupId, review: row.id, by: item.decidedBy ?? '' };
  await audit(tx, { at: now, actor: system, action: 'review.removed', portal: portal.id, subject: `account:${account.id}`, outcome: 'ok', detail });
}

/** Tells somebody that a review took their access away: by mail, and in the chats of the account's owner. */
async function tellRemoved(
  tx: Tx,
  { secrets }: Dependencies,
  { row, portal, item, account }: Removal & { readonly account: Account },
  now: number,
): Promise<void> {
  const locale = await lastLanguageOf(tx, account, portal.tenants);
  const t = translate(locale);
  const by = item.decidedBy === '' || item.decidedBy === null ? undefined : (await approverNames(tx, portal, [item.decidedBy]))(item.decidedBy);
  const params = {
    group: t.of(groupName(portal, row.groupId)),
    reference: row.reference,
    on: t.date(item.decidedAt ?? now, 'date', portal.timeZone),
    ...(by !== undefined && { by }),
    ...(item.reason !== null && { reason: item.reason }),
  };
  const mail = { kind: 'mail', to: account.email, template: 'accessRemoved', portal: portal.id, locale, params } as const;
  await enqueue(tx, secrets, mail, { reason: `review-removed:mail:${item.id}`, now, dueAt: now });
  const event = {
    name: 'accessRemoved',
    portal: portal.id,
    group: row.groupId,
    reference: row.reference,
    ...(item.reason !== null && { text: item.reason }),
  } as const;
  for (const { person, locale: spoken } of await chatsOf(tx, account.id))
    await enqueue(
      tx,
      secrets,
      { kind: 'chat', person, event, locale: localeOf(spoken) },
      { reason: `review-removed:chat:${person}:${item.id}`, now, dueAt: now },
    );
}
