import { type CalendarDay, dayIn, daysLater, instantAt } from '../foundation/calendar.ts';
import { day, type Millis } from '../foundation/clock.ts';
import type { Group } from './groups.ts';
import type { Portal } from './schema.ts';

type Zoned = Pick<Portal, 'timeZone'>;

/** The instant at which access ends that lasts until a day: the end of that day in the portal's time zone (GOV-3). */
export const endOfDay = ({ timeZone }: Zoned, on: CalendarDay): Millis => instantAt(timeZone, daysLater(on, 1), '00:00');

/** When access to a group that begins at an instant ends at the latest: with the last whole day, where it lasts for days. Undefined if it need not end. */
export function latestEnd({ timeZone }: Zoned, { longest }: Pick<Group, 'longest'>, begins: Millis): Millis | undefined {
  if (longest === undefined) return undefined;
  return longest < 2 * day ? begins + longest : instantAt(timeZone, dayIn(timeZone, begins + longest), '00:00');
}

/** How long before its end access is announced to end: what is short is announced halfway at the earliest. */
export const announcedAt = ({ endReminder }: Pick<Group, 'endReminder'>, begins: Millis, endsAt: Millis): Millis =>
  endsAt - Math.min(endReminder, Math.floor((endsAt - begins) / 2));
