import { dayIn, daysBetween } from '../foundation/calendar.ts';
import type { Millis } from '../foundation/clock.ts';
import type { EndingNotices, Portal } from '../portal/index.ts';

/**
 * The notice that is due before a password ends: the nearest of the profile's days, counted in days of the portal's calendar. One that was missed
 * is due until the next is. Undefined where none is due yet, or the password has ended.
 */
export function dueNotice({ timeZone }: Pick<Portal, 'timeZone'>, { tell }: Pick<EndingNotices, 'tell'>, endsAt: Millis, now: Millis): number | undefined {
  if (endsAt <= now) return undefined;
  const left = daysBetween(dayIn(timeZone, now), dayIn(timeZone, endsAt));
  const due = tell.filter((days) => left <= days);
  return due.length > 0 ? Math.min(...due) : undefined;
}
