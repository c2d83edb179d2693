import type { Dependencies } from '../dependencies.ts';
import { whileDirectoryIsThere } from '../directory/index.ts';
import { type CalendarDay, dayIn, daysLater, instantAt } from '../foundation/calendar.ts';
import { type Millis, second } from '../foundation/clock.ts';
import { onItsDay } from '../foundation/outbox/daily.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { type EndingNotices, endingNotices, type Portal } from '../portal/index.ts';
import type { Ending } from '../ports.ts';
import { dueNotice } from './dueNotice.ts';

/** Notices leave one by one at this distance: mails that somebody waits for must not stand behind thousands of them. */
const apart = second / 10;

/** The daily look at the passwords that end soon (DIR-14). */
export type EndingLook = {
  /** Plans today's look of each portal whose directory says when passwords end. Done again, by this bot or another, it changes nothing. */
  plan(): Promise<void>;
  /** Looks, however long that takes, and leaves in the outbox whom to tell. */
  look(job: { readonly portal: string; readonly day: CalendarDay }): Promise<void>;
};

/** Creates the look. */
export function createEndingLook({ db, clock, secrets, portals, directory }: Dependencies): EndingLook {
  const planFor = async ({ id, timeZone }: Portal, { at }: EndingNotices, day: CalendarDay, again = ''): Promise<void> => {
    const job = { kind: 'endingLook', portal: id, day } as const;
    await enqueue(db, secrets, job, { reason: `endingLook:${id}:${day}${again}`, now: clock(), dueAt: instantAt(timeZone, day, at) });
  };

  /** The notices of a portal that has any, and a directory for them. */
  const noticesOf = (portal: Portal | undefined): EndingNotices | undefined => (portal && directory.saysEnds(portal.id) ? endingNotices(portal) : undefined);

  /** One page: those who were not told of this end yet, or only of days further off, which the row decides where two look at once. */
  const note = async (portal: Portal, notices: EndingNotices, page: readonly Ending[], now: Millis, ahead: number): Promise<number> => {
    const due = page.flatMap((ending) => {
      const days = dueNotice(portal, notices, ending.passwordEndsAt, now);
      return days === undefined ? [] : [{ portal: portal.id, directoryId: ending.id, endsAt: ending.passwordEndsAt, days }];
    });
    if (due.length === 0) return 0;
    const ids = due.map(({ directoryId }) => directoryId);
    const told = await db.selectFrom('passwordNotice').selectAll().where('portal', '=', portal.id).where('directoryId', 'in', ids).execute();
    const daysTold = new Map(told.map(({ directoryId, endsAt, days }) => [`${directoryId} ${endsAt}`, days]));
    const fresh = due.filter(({ directoryId, endsAt, days }) => days < (daysTold.get(`${directoryId} ${endsAt}`) ?? Number.POSITIVE_INFINITY));
    if (fresh.length === 0) return 0;
    return await db.transaction().execute(async (tx) => {
      let left = 0;
      for (const notice of fresh) {
        const { days, directoryId, endsAt } = notice;
        const first = await tx
          .insertInto('passwordNotice')
          .values(notice)
          .onConflict((conflict) => conflict.columns(['portal', 'directoryId', 'endsAt']).doUpdateSet({ days }).where('passwordNotice.days', '>', days))
          .returning('days')
          .executeTakeFirst();
        if (!first) continue;
        const reason = `endingNotice:${portal.id}:${directoryId}:${endsAt}:${days}`;
        await enqueue(tx, secrets, { kind: 'endingNotice', ...notice }, { reason, now, dueAt: now + (ahead + left) * apart });
        left += 1;
      }
      return left;
    });
  };

  return {
    async plan() {
      for (const portal of portals.values()) {
        const notices = noticesOf(portal);
        if (notices) await planFor(portal, notices, dayIn(portal.timeZone, clock()));
      }
    },

    async look({ portal: id, day }) {
      const portal = portals.get(id);
      const notices = noticesOf(portal);
      if (!portal || !notices) return;
      const now = clock();
      const plan = (on: CalendarDay, again?: string) => planFor(portal, notices, on, again);
      await onItsDay({ timeZone: portal.timeZone, day, now, plan }, async (today) => {
        const until = instantAt(portal.timeZone, daysLater(today, Math.max(...notices.tell) + 1), '00:00');
        await whileDirectoryIsThere(async () => {
          let left = 0;
          for await (const page of directory.ending(id, now, until)) left += await note(portal, notices, page, now, left);
        });
      });
    },
  };
}
