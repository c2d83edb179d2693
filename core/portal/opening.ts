import { instantAt } from '../foundation/calendar.ts';
import type { Millis } from '../foundation/clock.ts';
import type { Translator } from '../foundation/i18n.ts';
import type { Portal } from './schema.ts';

/** The instant at which a portal opens that is still closed: the start of its opening day in its own time zone (IN-12). */
export function opensAt({ opensOn, timeZone }: Pick<Portal, 'opensOn' | 'timeZone'>, now: Millis): Millis | undefined {
  if (opensOn === undefined) return undefined;
  const opens = instantAt(timeZone, opensOn, '00:00');
  return opens > now ? opens : undefined;
}

/** When a portal opens and what to use until then, in words. Undefined if it is open (IN-12). */
export function openingText(t: Translator, portal: Portal, now: Millis): string | undefined {
  const opens = opensAt(portal, now);
  if (opens === undefined) return undefined;
  return `${t('opening.on', { date: t.date(opens, 'date', portal.timeZone) })}${portal.until ? ` ${t.of(portal.until)}` : ''}`;
}
