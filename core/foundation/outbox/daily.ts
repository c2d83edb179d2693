import { type CalendarDay, dayIn, daysLater } from '../calendar.ts';
import type { Millis } from '../clock.ts';

/** A job that comes once a day, and the day that it was planned for. `plan` enqueues it, with `again` in its reason where that day's was spent. */
type Daily = {
  readonly timeZone: string;
  readonly day: CalendarDay;
  readonly now: Millis;
  readonly plan: (day: CalendarDay, again?: string) => Promise<void>;
};

/** Does the work of a daily job on its day, and plans tomorrow's. On another day the work is not done, but planned anew. */
export async function onItsDay({ timeZone, day, now, plan }: Daily, work: (today: CalendarDay) => Promise<void>): Promise<void> {
  const today = dayIn(timeZone, now);
  // The clock was ahead when this was planned, and the outbox has brought it forward: its day is still to come.
  if (day > today) return await plan(day, `:${now}`);
  // One of a day that is over, as the bot was down or the clock was moved: today's takes its place, once.
  if (day !== today) return await plan(today);
  await work(today);
  await plan(daysLater(today, 1));
}
