import { calendarDay, dayIn } from '../foundation/calendar.ts';
import type { Millis } from '../foundation/clock.ts';
import { type Locale, translate } from '../foundation/i18n.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import { endOfDay, type Group, latestEnd, opensAt, type Portal } from '../portal/index.ts';

/** A group that is asked for, and when what the account has of it already ends. */
type Asked = { readonly group: Group; readonly endsAt?: Millis | undefined };

/**
 * The instant of an end that is asked for as a day (`2026-12-15`), of access that begins at `startsAt` if that is later; null where none is. Refuses at the field `until` what is no day, is over, lies before
 * access begins, is beyond what the profile allows, or would end sooner what the account has already.
 */
export function askedEnd(
  until: string,
  asked: readonly Asked[],
  { portal, locale, now, startsAt = null }: { portal: Portal; locale: Locale; now: Millis; startsAt?: Millis | null },
): Outcome<Millis | null> {
  if (until === '') return accept(null);
  const t = translate(locale);
  const field = 'until';
  const parsed = calendarDay.safeParse(until);
  if (!parsed.success) return refuse({ key: 'enroll.until.day', field });
  if (parsed.data < dayIn(portal.timeZone, now)) return refuse({ key: 'enroll.until.past', field });
  const endsAt = endOfDay(portal, parsed.data);
  const begins = Math.max(opensAt(portal, now) ?? now, startsAt ?? now);
  if (endsAt <= begins) return refuse({ key: 'enroll.until.before', field, params: { begins: t.date(begins, 'date', portal.timeZone) } });
  for (const { group, endsAt: before } of asked) {
    const latest = latestEnd(portal, group, begins);
    const params = { group: t.of(group.name) };
    if (latest !== undefined && endsAt > latest)
      return refuse({ key: 'enroll.until.longest', field, params: { ...params, until: t.until(latest, portal.timeZone) } });
    if (before !== undefined && endsAt <= before)
      return refuse({ key: 'enroll.until.sooner', field, params: { ...params, until: t.until(before, portal.timeZone) } });
  }
  return accept(endsAt);
}
