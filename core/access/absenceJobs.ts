import type { Dependencies } from '../dependencies.ts';
import type { Millis } from '../foundation/clock.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { channelFor } from '../portal/index.ts';
import { type AbsenceRow, tellAbsence } from './absenceNews.ts';
import { standIns } from './approverRights.ts';
import { refreshCards } from './asking.ts';
import { principalsOf } from './standIns.ts';

/** How many requests are passed on in one transaction. */
const atOnce = 100;

/** Creates the worker's jobs for approvers who are away (GOV-2). Who decides is told by the clock alone: they pass on what waits. Each can run twice without harm. */
export function createAbsenceJobs(dependencies: Dependencies) {
  const { db, clock, secrets, portals } = dependencies;

  /** Asks those anew who decide now on what waits for who is away, or for whom they stand in for, and updates every card of it. */
  const passOn = async (row: AbsenceRow, what: 'begins' | 'ends', now: Millis): Promise<void> => {
    const asked = [row.address, ...(await principalsOf(db, row.address, now))];
    for (let after = ''; ; ) {
      const parts = await db
        .selectFrom('approver')
        .innerJoin('enrollment', 'enrollment.id', 'approver.enrollmentId')
        .selectAll('enrollment')
        .select(['approver.id as part', 'approver.address'])
        .where('approver.address', 'in', asked)
        .where('approver.open', '=', 1)
        .where('approver.id', '>', after)
        .orderBy('approver.id')
        .limit(atOnce)
        .execute();
      await db.transaction().execute(async (tx) => {
        for (const request of parts) {
          const { id: enrollment, address: approver } = request;
          await refreshCards(tx, dependencies, enrollment, now);
          const portal = portals.get(request.portal);
          if (!portal) continue;
          // Who keeps their part has been asked. Who is back finds it in their channel, where there is one.
          const isAnothers =
            what === 'begins' ? (await standIns(tx, portal, request, now)).some(({ of }) => of === approver) : !channelFor(portal, request.groupId);
          if (!isAnothers) continue;
          const reason = `absence:${row.id}:${what}:${enrollment}:${approver}`;
          await enqueue(tx, secrets, { kind: 'approval', enrollment, approver }, { reason, now, dueAt: now });
        }
      });
      const last = parts.at(-1);
      if (!last || parts.length < atOnce) return;
      after = last.part;
    }
  };

  /** Shows the delegate the reviews that are open; one in which they have nothing to decide is not shown. */
  const askInReviews = async ({ id, delegate: reviewer }: AbsenceRow, now: Millis): Promise<void> => {
    const open = await db.selectFrom('review').select(['id', 'endsAt']).where('endedAt', 'is', null).where('readAt', 'is not', null).execute();
    for (const { id: review, endsAt } of open)
      await enqueue(db, secrets, { kind: 'reviewAsk', review, reviewer }, { reason: `absence:${id}:review:${review}`, now, dueAt: now, until: endsAt });
  };

  return {
    /** An absence begins, or ends, on its day or before. */
    async due(id: string, what: 'begins' | 'ends'): Promise<void> {
      const row = await db.selectFrom('absence').selectAll().where('id', '=', id).executeTakeFirst();
      const now = clock();
      if (!row || (what === 'begins' && (row.endedAt !== null || row.endsAt <= now))) return;
      const dueAt = what === 'begins' ? row.startsAt : row.endsAt;
      // The clock was ahead when this was put off, and has been put back since.
      if (row.endedAt === null && now < dueAt)
        return await enqueue(db, secrets, { kind: 'absence', absence: id, what }, { reason: `absence:${id}:${what}:${now}`, now, dueAt });
      await passOn(row, what, now);
      if (what === 'begins') await askInReviews(row, now);
      if (what === 'ends' && row.endedAt === null)
        await db.transaction().execute(async (tx) => {
          for (const to of ['principal', 'delegate'] as const) await tellAbsence(tx, dependencies, row, { news: 'absenceOver', to, now });
        });
      dependencies.wake();
    },

    /** The clock was put back over the first or the last day: the absence begins, or ends, again. What was passed on, or told, is not a second time. */
    async setBack(now: Millis): Promise<void> {
      const rows = await db.selectFrom('absence').select(['id', 'startsAt', 'endsAt']).where('endedAt', 'is', null).where('endsAt', '>', now).execute();
      for (const { id: absence, startsAt, endsAt } of rows)
        for (const [what, dueAt] of [
          ['begins', startsAt],
          ['ends', endsAt],
        ] as const) {
          const reason = `absence:${absence}:${what}`;
          const done = dueAt > now && (await db.selectFrom('outbox').select('id').where('reason', '=', reason).where('status', '=', 'done').executeTakeFirst());
          if (done) await enqueue(db, secrets, { kind: 'absence', absence, what }, { reason: `${reason}:${now}`, now, dueAt });
        }
    },
  };
}
