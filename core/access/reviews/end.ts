import type { Dependencies } from '../../dependencies.ts';
import { withReviewers } from '../../directory/index.ts';
import { system } from '../../foundation/actor.ts';
import { audit } from '../../foundation/audit.ts';
import type { Millis } from '../../foundation/clock.ts';
import type { Tx } from '../../foundation/database/schema.ts';
import { enqueue } from '../../foundation/outbox/enqueue.ts';
import { escalatedTo, type Group, groupOf, type Portal, reviewersOf, reviewOf } from '../../portal/index.ts';
import { carryOut } from './decide.ts';
import { askReviewers, remindedAt } from './read.ts';
import type { ReviewRow } from './rights.ts';

type Due = { readonly review: string; readonly endsAt: Millis };

/** Creates the worker's timers of reviews. Each can run twice without harm, and waits where the clock was ahead. */
export function createReviewEnds(dependencies: Dependencies) {
  const { db, clock, secrets, portals } = dependencies;

  const putOff = (kind: 'reviewRemind' | 'reviewEnd', due: Due, dueAt: Millis, now: Millis) =>
    enqueue(db, secrets, { kind, ...due }, { reason: `${kind}:${due.review}:${due.endsAt}:${now}`, now, dueAt });

  /** The open review, with what the profile says of its group now. */
  const find = async (id: string) => {
    const row = await db.selectFrom('review').selectAll().where('id', '=', id).where('endedAt', 'is', null).executeTakeFirst();
    const portal = row && portals.get(row.portal);
    return row && { row, portal, group: portal && groupOf(portal, row.groupId) };
  };

  return {
    /** Asks those again who have something left to decide. */
    async remind({ review: id, endsAt }: Due): Promise<void> {
      const found = await find(id);
      const { row, portal: profile, group } = found ?? {};
      if (!row || !profile || !group || row.endsAt !== endsAt) return;
      const now = clock();
      const at = remindedAt(profile, group, endsAt);
      if (now < at) return await putOff('reviewRemind', { review: id, endsAt }, at, now);
      const portal = await withReviewers(dependencies, profile, group);
      for (const reviewer of new Set([...reviewersOf(portal, group), ...escalatedTo(portal, group)]))
        await enqueue(
          db,
          secrets,
          { kind: 'reviewAsk', review: id, reviewer, reminds: true },
          { reason: `review-reminded:${id}:${reviewer}:${endsAt}`, now, dueAt: now, until: endsAt },
        );
      dependencies.wake();
    },

    /** Ends a review on its day, or once all is answered (`endsAt` 0): what nobody decided on goes as the profile says. */
    async end({ review: id, endsAt }: Due): Promise<void> {
      const found = await find(id);
      if (!found || (endsAt !== 0 && found.row.endsAt !== endsAt)) return;
      const { portal: profile, group } = found;
      const now = clock();
      if (now < endsAt) return await putOff('reviewEnd', { review: id, endsAt }, endsAt, now);
      const portal = profile && group ? await withReviewers(dependencies, profile, group) : undefined;
      await db.transaction().execute(async (tx) => {
        // Whoever decides at this moment waits for this row, and finds the review over.
        const row = await tx.updateTable('review').set({ endedAt: now }).where('id', '=', id).where('endedAt', 'is', null).returningAll().executeTakeFirst();
        if (!row) return;
        const open = await tx.selectFrom('reviewItem').select('id').where('reviewId', '=', id).where('decision', 'is', null).limit(1).executeTakeFirst();
        if (open && endsAt === 0) return void (await tx.updateTable('review').set({ endedAt: null }).where('id', '=', id).execute());
        const { unanswered, lasts } = portal && group ? reviewOf(portal, group) : { unanswered: 'keep' as const, lasts: 0 };
        if (open && portal && group && unanswered === 'escalate' && row.escalatedAt === null && escalatedTo(portal, group).length > 0) {
          const escalated = { escalatedAt: now, endsAt: now + lasts, endedAt: null };
          await tx.updateTable('review').set(escalated).where('id', '=', id).execute();
          return await askReviewers(tx, dependencies, { row: { ...row, ...escalated }, portal, group }, now);
        }
        const rest = open ? (unanswered === 'remove' ? 'remove' : 'keep') : undefined;
        if (rest !== undefined) await decideRest(tx, row, profile, group, rest, now);
        await tx.deleteFrom('reviewTick').where('reviewId', '=', id).execute();
        await tellReviewers(tx, id, now);
        await audit(tx, {
          at: now,
          actor: system,
          action: 'review.ended',
          portal: row.portal,
          subject: `review:${id}`,
          outcome: 'ok',
          detail: { unanswered: rest ?? '' },
        });
      });
      dependencies.wake();
    },
  };

  async function decideRest(
    tx: Tx,
    row: ReviewRow,
    portal: Portal | undefined,
    group: Group | undefined,
    decision: 'keep' | 'remove',
    now: Millis,
  ): Promise<void> {
    await tx
      .updateTable('reviewItem')
      .set({ decision, decidedBy: '', decidedAt: now, appliedAt: decision === 'keep' ? now : null })
      .where('reviewId', '=', row.id)
      .where('decision', 'is', null)
      .execute();
    // What nobody looked at was not reviewed.
    if (decision === 'remove' && portal && group) await carryOut(tx, dependencies, { row, portal }, { decision, by: '' }, now);
  }

  /** Tells those who were asked how it ended, and has their cards say so. */
  async function tellReviewers(tx: Tx, id: string, now: Millis): Promise<void> {
    const cards = await tx.selectFrom('reviewCard').select(['id', 'reviewer', 'activityId']).where('reviewId', '=', id).execute();
    for (const card of cards.filter(({ activityId }) => activityId !== ''))
      await enqueue(tx, secrets, { kind: 'reviewUpdate', card: card.id }, { reason: `review-update:${card.id}`, now, dueAt: now });
    for (const reviewer of new Set(cards.map((card) => card.reviewer)))
      await enqueue(tx, secrets, { kind: 'reviewAsk', review: id, reviewer }, { reason: `review-over:${id}:${reviewer}`, now, dueAt: now });
  }
}
