import { z } from 'zod';
import { day, type Millis } from './clock.ts';
import { dateFormat } from './dateFormat.ts';

/** A day in a time zone's calendar, written `2026-11-20`. */
export type CalendarDay = string;

/** Reads a day that somebody asks for: one of the calendar, and not of another age. */
export const calendarDay = z.iso.date().refine((text) => text < '2200');

/** The day that it is in a time zone. */
export const dayIn = (timeZone: string, at: Millis): CalendarDay => wallClock(timeZone, at).slice(0, 10);

/** The day that is so many days later. */
export const daysLater = (from: CalendarDay, days: number): CalendarDay => new Date(Date.parse(from) + days * day).toISOString().slice(0, 10);

/** How many days it is from one day to another; negative where the other is over. */
export const daysBetween = (from: CalendarDay, to: CalendarDay): number => Math.round((Date.parse(to) - Date.parse(from)) / day);

/** The day of the week, 0 for Sunday. */
export const weekdayOf = (on: CalendarDay): number => new Date(Date.parse(on)).getUTCDay();

/** The instant at which the clocks of a time zone show a time (`08:00`) of a day. A time that is skipped in spring is taken as one hour later. */
export function instantAt(timeZone: string, on: CalendarDay, time: string): Millis {
  const wanted = Date.parse(`${on}T${time}:00Z`);
  return wanted - aheadOfUtc(timeZone, wanted - aheadOfUtc(timeZone, wanted));
}

/** How far the clocks of a time zone are ahead of UTC, to the second. */
export const aheadOfUtc = (timeZone: string, at: Millis): Millis => Date.parse(`${wallClock(timeZone, at).replace(' ', 'T')}Z`) - at;

/** What the clocks of a time zone show, to the second. Swedes write dates as ISO 8601 does. */
const wallClock = (timeZone: string, at: Millis): string => dateFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(at);
