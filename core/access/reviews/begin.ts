import type { Dependencies } from '../../dependencies.ts';
import type { Actor } from '../../foundation/actor.ts';
import { audit } from '../../foundation/audit.ts';
import { dayIn, instantAt } from '../../foundation/calendar.ts';
import type { Millis } from '../../foundation/clock.ts';
import type { Database } from '../../foundation/database/schema.ts';
import { enqueue } from '../../foundation/outbox/enqueue.ts';
import { newId, newReference, type Secrets } from '../../foundation/secrets.ts';
import { type Group, groupOf, isReviewed, type Portal, reviewOf } from '../../portal/index.ts';

type Records = { readonly db: Database; readonly secrets: Pick<Secrets, 'seal'> };

/** A review that was begun, or the one that is open already. */
export type Begun = { readonly reference: string; readonly begunAt: Millis; readonly isNew: boolean };

/**
 * Begins the review of a group (GOV-4): the outbox reads who is in it and asks its reviewers. One a group is open at a time: of two that begin at once, the
 * second gets the first.
 */
export async function beginReview({ db, secrets }: Records, portal: Portal, group: Group, actor: Actor, now: Millis): Promise<Begun> {
  return await db.transaction().execute(async (tx) => {
    const [id, reference] = [newId(), newReference()];
    const row = { id, reference, portal: portal.id, groupId: group.id, begunAt: now, endsAt: now + reviewOf(portal, group).lasts };
    const made = await tx
      .insertInto('review')
      .values({ ...row, readAt: null, escalatedAt: null, endedAt: null })
      .onConflict((conflict) => conflict.columns(['portal', 'groupId']).where('endedAt', 'is', null).doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!made) {
      const open = await openReviews(tx).where('portal', '=', portal.id).where('groupId', '=', group.id).executeTakeFirstOrThrow();
      return { ...open, isNew: false };
    }
    await enqueue(tx, secrets, { kind: 'reviewRead', review: id }, { reason: `review-read:${id}`, now, dueAt: now });
    await audit(tx, {
      at: now,
      actor,
      action: 'review.begun',
      portal: portal.id,
      subject: `review:${id}`,
      outcome: 'ok',
      detail: { group: group.id, reference },
    });
    return { reference, begunAt: now, isNew: true };
  });
}

const openReviews = (db: Database) => db.selectFrom('review').select(['reference', 'begunAt']).where('endedAt', 'is', null);

/** Reviews that begin by themselves. */
export type ReviewPlan = {
  /** Plans the next review of each group that has them by date. Done again, by this bot or another, it changes nothing. */
  plan(): Promise<void>;
  /** Begins one that was planned: not twice, and not before its time where the clock was ahead. */
  begin(job: PlannedReview): Promise<void>;
};

/** `after`: the review before it; `first` where there is none. */
type PlannedReview = { readonly portal: string; readonly group: string; readonly after: string };

/** Creates what begins reviews by date. */
export function createReviewPlan({ db, clock, secrets, portals }: Pick<Dependencies, 'db' | 'clock' | 'secrets' | 'portals'>, by: Actor): ReviewPlan {
  const lastOf = (portal: string, group: string) =>
    db
      .selectFrom('review')
      .select(['id', 'begunAt', 'endedAt'])
      .where('portal', '=', portal)
      .where('groupId', '=', group)
      .orderBy('begunAt', 'desc')
      .executeTakeFirst();

  const planFor = async (portal: Portal, group: Group): Promise<void> => {
    const { every = 0, first } = reviewOf(portal, group);
    const last = await lastOf(portal.id, group.id);
    const now = clock();
    const job: PlannedReview = { portal: portal.id, group: group.id, after: last?.id ?? 'first' };
    const dueAt = last ? last.begunAt + every : first === undefined ? now + every : instantAt(portal.timeZone, first, '08:00');
    // One that was overlooked, whatever became of its job, is planned anew each day.
    const late = last && dueAt <= now ? `:${dayIn(portal.timeZone, now)}` : '';
    const reason = `review-begin:${portal.id}:${group.id}:${job.after}:${every}:${first ?? ''}${late}`;
    await enqueue(db, secrets, { kind: 'reviewBegin', ...job }, { reason, now, dueAt });
  };

  return {
    async plan() {
      for (const portal of portals.values()) for (const group of portal.groups) if (isReviewed(portal, group)) await planFor(portal, group);
    },

    async begin({ portal: id, group: groupId, after }) {
      const portal = portals.get(id);
      const group = portal && groupOf(portal, groupId);
      if (!portal || !group || !isReviewed(portal, group)) return;
      const last = await lastOf(id, groupId);
      const now = clock();
      // Another was begun meanwhile: the next one counts from that.
      if ((last?.id ?? 'first') !== after || last?.endedAt === null) return await planFor(portal, group);
      const dueAt = last ? last.begunAt + (reviewOf(portal, group).every ?? 0) : now;
      if (dueAt > now) {
        const reason = `review-begin:${id}:${groupId}:${after}:${now}`;
        return await enqueue(db, secrets, { kind: 'reviewBegin', portal: id, group: groupId, after }, { reason, now, dueAt });
      }
      await beginReview({ db, secrets }, portal, group, by, now);
      await planFor(portal, group);
    },
  };
}
