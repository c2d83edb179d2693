import { setImmediate as breathe } from 'node:timers/promises';
import type { Dependencies } from '../../dependencies.ts';
import { withReviewers } from '../../directory/index.ts';
import type { Tx } from '../../foundation/database/schema.ts';
import { emailKey } from '../../foundation/identifiers.ts';
import { fold } from '../../foundation/nameWords.ts';
import { enqueue } from '../../foundation/outbox/enqueue.ts';
import { newId } from '../../foundation/secrets.ts';
import { sortKeyOf } from '../../members/index.ts';
import { escalatedTo, type Group, groupOf, type Portal, reviewersOf, reviewOf, type Staffed } from '../../portal/index.ts';
import type { Entry } from '../../ports.ts';
import { standInOf } from '../standIns.ts';
import { holdOpen } from './decide.ts';
import { leftOver, type ReviewRow } from './rights.ts';

/** How many rows are written at once: a statement takes so many values, and turns of a chat come in between. */
const atOnce = 100;

/** Reads who is in the group, page by page and however long that takes, then asks the reviewers. Done again after it was cut off, it adds whom it has not read yet. */
export async function readMembers(dependencies: Dependencies, id: string): Promise<void> {
  const { db, clock, portals, directory } = dependencies;
  const row = await db.selectFrom('review').selectAll().where('id', '=', id).where('endedAt', 'is', null).executeTakeFirst();
  const profile = row && portals.get(row.portal);
  const group = profile && groupOf(profile, row.groupId);
  if (!row || row.readAt !== null) return;
  const now = clock();
  // The group has left the profile: there is nothing to review any more.
  if (!profile || !group) return void (await db.updateTable('review').set({ endedAt: now }).where('id', '=', id).execute());
  for await (const page of directory.inGroup(profile.id, group.id))
    for (let at = 0; at < page.length; at += atOnce) {
      const items = page.slice(at, at + atOnce).map((entry) => itemOf(id, entry));
      await db
        .insertInto('reviewItem')
        .values(items)
        .onConflict((conflict) => conflict.columns(['reviewId', 'directoryId']).doNothing())
        .execute();
      await breathe();
    }
  const portal = await withReviewers(dependencies, profile, group);
  await db.transaction().execute(async (tx) => {
    const { lasts } = reviewOf(portal, group);
    const read = { ...row, endsAt: clock() + lasts };
    const done = await tx
      .updateTable('review')
      .set({ readAt: clock(), endsAt: read.endsAt })
      .where('id', '=', id)
      .where('readAt', 'is', null)
      .returning('id')
      .executeTakeFirst();
    if (done) await askReviewers(tx, dependencies, { row: read, portal, group }, clock());
  });
  dependencies.wake();
}

function itemOf(reviewId: string, entry: Entry) {
  const { id: directoryId, email, givenName, familyName, identifier } = entry;
  const name = `${givenName} ${familyName}`.trim() || identifier;
  const searched = fold(`${name} ${email} ${identifier}`).slice(0, 300);
  const undecided = { decision: null, decidedBy: null, decidedAt: null, reason: null, appliedAt: null };
  return { id: newId(), reviewId, directoryId, name, email, emailKey: emailKey(email), sortKey: sortKeyOf(entry), searched, ...undecided };
}

type Asked = { readonly row: ReviewRow; readonly portal: Staffed; readonly group: Group };

/** Asks everybody who has something to decide, and puts off the reminder and the end. A review of nobody ends at once. */
export async function askReviewers(tx: Tx, { secrets }: Dependencies, { row, portal, group }: Asked, now: number): Promise<void> {
  const { id, endsAt, escalatedAt } = row;
  const reviewers = reviewersOf(portal, group);
  const some = await tx.selectFrom('reviewItem').select('id').where('reviewId', '=', id).where('decision', 'is', null).limit(1).executeTakeFirst();
  const end = { kind: 'reviewEnd', review: id, endsAt } as const;
  if (!some || !(await holdOpen(tx, id, now))) return await enqueue(tx, secrets, { ...end, endsAt: 0 }, { reason: `review-answered:${id}`, now, dueAt: now });
  const others = escalatedAt !== null || reviewers.length === 0 || (await leftOver(tx, { row, portal, group }, reviewers)).length > 0;
  const asked = new Set([...(escalatedAt === null ? reviewers : []), ...(others ? escalatedTo(portal, group) : [])]);
  // Whoever is away may still answer; who stands in for them is asked too.
  for (const reviewer of [...asked]) {
    const standIn = await standInOf(tx, portal, reviewer, group.sensitive, now);
    if (standIn) asked.add(standIn.by);
  }
  for (const reviewer of asked)
    await enqueue(tx, secrets, { kind: 'reviewAsk', review: id, reviewer }, { reason: `review-ask:${id}:${reviewer}:${endsAt}`, now, dueAt: now });
  await enqueue(
    tx,
    secrets,
    { kind: 'reviewRemind', review: id, endsAt },
    { reason: `review-remind:${id}:${endsAt}`, now, dueAt: remindedAt(portal, group, endsAt), until: endsAt },
  );
  await enqueue(tx, secrets, end, { reason: `review-end:${id}:${endsAt}`, now, dueAt: endsAt });
}

/** When those who have not answered are reminded. */
export const remindedAt = (portal: Portal, group: Group, endsAt: number): number => endsAt - reviewOf(portal, group).reminder;
