import { createRequire } from 'node:module';
import { aheadOfUtc, type CalendarDay, dayIn, daysLater, weekdayOf } from '../../foundation/calendar.ts';
import { type Millis, minute } from '../../foundation/clock.ts';
import { type Locale, locales } from '../../foundation/i18n.ts';
import { fold } from '../../foundation/nameWords.ts';
import { feastDay } from './feasts.ts';
import { dayAfterTomorrow, weekdayLater } from './weekdays.ts';

const require = createRequire(import.meta.url);

/** The library's readers of dates, loaded when a message first says until when: most never do. */
const readers = {
  fr: () => require('chrono-node/fr') as typeof import('chrono-node/fr'),
  en: () => (require('chrono-node/en') as typeof import('chrono-node/en')).GB,
} as const satisfies Record<Locale, unknown>;

/** When a message was written, and by whose calendar its days are counted. */
export type Written = { readonly now: Millis; readonly timeZone: string };

/** The first day that a text names, at its beginning. */
export function dayAt(said: string, locale: Locale, written: Written): CalendarDay | undefined {
  const { now, timeZone } = written;
  const today = dayIn(timeZone, now);
  // «Le premier février», which is written «1er» as well.
  const text = said.replace(/(?<!\p{L})premier(?=\s*$|\s+(?:jan|f[ée]v|mar|avr|mai|jui|ao[ûu]|sep|oct|nov|d[ée]c))/iu, '1er');
  const own =
    feastDay(text, today) ??
    weekdayLater(text, locale, today) ??
    dayAfterTomorrow(text, locale, today) ??
    monthFirst(text, locale, today) ??
    partOfPeriod(text, locale, today) ??
    dayOfMonth(text, today);
  if (own !== undefined) return own;
  const beside = besides.exec(text);
  const next = beside && dayAt(text.slice(beside[0].length), locale, written);
  if (beside) return next ? daysLater(next, /^(?:l['’]avant|(?:la |the )?(?:veille|day before|eve))/iu.test(beside[0]) ? -1 : 1) : undefined;
  if (vague.test(fold(text))) return undefined;
  const reader = readers[locale]();
  const read = (said: string) =>
    reader.parse(said, { instant: new Date(now), timezone: Math.round(aheadOfUtc(timeZone, now) / minute) }, { forwardDate: true })[0];
  const found = read(text) ?? read(`${within[locale]} ${text}`);
  if (!found || found.index > farthest) return undefined;
  const { start } = found;
  // «29 février» of a year that has none is no day: the month that is left of it is not meant.
  if (/\d/.test(found.text) && monthIn(found.text, locale) !== undefined && !start.isCertain('day')) return undefined;
  const [year, month, dayNumber] = [start.get('year'), start.get('month'), start.get('day')];
  return year === null || month === null || dayNumber === null ? undefined : dayOf(year, month, dayNumber);
}

/** The day before or after another: «la veille de Noël», “the day after Easter Monday”. */
const besides = /^(?:(?:la )?veille|(?:le )?lendemain|(?:the )?day (?:before|after))\s+(?:de\s+(?:la\s+|l['’]\s?)?|du\s+|d['’]\s?|the\s+)?/iu;

/** A time that is no day for certain, whatever else a reader of dates would make of it: «la fin du trimestre», “next week”, “the weekend”. */
const vague =
  /^(?:(?:le|la|les|l['’]|the|this|ce|cette) ?)*(?:(?:fin|debut|milieu|courant|end|start|beginning|early|late|middle|close)(?![a-z])|semaine|mois|trimestre|semestre|prochaine? |week(?![a-z])|week-?end|next (?:week|month|quarter|term|summer|spring|autumn|fall|winter)|quarter|term|q[1-4](?![a-z])|t[1-4](?![a-z]))/;

/** What makes a day of a duration: «d’ici 3 semaines». */
const within: Readonly<Record<Locale, string>> = { fr: 'dans', en: 'in' };

/** How far behind the word that announces a day it may begin, in characters. */
const farthest = 20;

const monthNames = Object.fromEntries(
  locales.map((locale) => {
    const format = new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' });
    return [locale, Array.from({ length: 12 }, (_, month) => fold(format.format(Date.UTC(2026, month, 1))))];
  }),
) as Record<Locale, string[]>;

/** The month that a text names, from 1. */
function monthIn(text: string, locale: Locale): number | undefined {
  const words = fold(text).split(/[^a-z]+/);
  const at = monthNames[locale].findIndex((name) => words.some((word) => word === name || (word.length >= 3 && word !== 'mar' && name.startsWith(word))));
  return at < 0 ? undefined : at + 1;
}

const period =
  /^(?:le |la |the )?(?:(fin|end|middle|mid|mi|last day|dernier jour)(?: of| de| du)?[ -]*(?:l['’] ?|the |la |le )?)?(?:d['’]|of )?(?:mois (?:de |d['’])|month of )?([a-z]+)(?: (prochaine?|next))?(?: (?:de )?(\d{4}))?(?![a-z0-9]| \d| (?:scolaire|universitaire|academique|fiscale|budgetaire|comptable))/;

/** «Fin janvier», «mi-mars», «en mars», «la fin du mois», «fin 2027», and their English: the last day of it, or its fifteenth. */
function partOfPeriod(text: string, locale: Locale, today: CalendarDay): CalendarDay | undefined {
  const said = fold(text)
    .replace(/\s+/g, ' ')
    .replace(/^(?:the )?year[- ]end/, 'end of year')
    .replace(/^next (year|month)/, '$1 next')
    .replace(/(fin|end)( of| de| du)? next (year|month)/, '$1 $3 next');
  const [thisYear = 0, thisMonth = 0] = today.split('-').map(Number);
  const yearEnd = /^(?:la |the )?(?:fin|end)(?: of| de)? (\d{4})(?!\d)/.exec(said);
  if (yearEnd) return dayOf(Number(yearEnd[1]), 12, 31);
  const [, part, what = '', next, year] = period.exec(said) ?? [];
  const later = next === undefined ? 0 : 1;
  const month = monthIn(what, locale);
  if (month !== undefined && what.length >= 3) {
    const middle = part?.startsWith('mi') === true;
    const begins = Number(year ?? thisYear);
    const on = (inYear: number) => (middle ? dayOf(inYear, month, 15) : lastOf(inYear, month));
    const named = on(begins);
    return year === undefined && named !== undefined && named < today ? on(begins + 1) : named;
  }
  if (part === undefined) return undefined;
  if (/^(?:mois|month)$/.test(what)) return part.startsWith('mi') ? undefined : lastOf(thisYear, thisMonth + later);
  if (/^(?:annee|an|year)$/.test(what)) return dayOf(thisYear + later, 12, 31);
  if (/^(?:jour|journee|day)$/.test(what)) return daysLater(today, later);
  if (!/^(?:semaine|week)$/.test(what)) return undefined;
  return daysLater(today, ((7 - weekdayOf(today)) % 7) + 7 * later);
}

/** “December 15”, “Jan 4th, 2027”: the next day of that name. */
function monthFirst(text: string, locale: Locale, today: CalendarDay): CalendarDay | undefined {
  const [, name = '', number = '', year] = /^([\p{L}.]{3,}) (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?(?![\p{L}\d/])/u.exec(text.trim()) ?? [];
  const month = locale === 'en' ? monthIn(name, locale) : undefined;
  if (month === undefined) return undefined;
  const begins = Number(year ?? today.slice(0, 4));
  const named = dayOf(begins, month, Number(number));
  return year === undefined && named !== undefined && named < today ? dayOf(begins + 1, month, Number(number)) : named;
}

/** «Le 15», “the 15th”: the next day of that number, in a month that has it. */
function dayOfMonth(text: string, today: CalendarDay): CalendarDay | undefined {
  const said = /^(?:le |the )?(\d{1,2})(?:er|st|nd|rd|th)?(?=\s*(?:$|[.,;!?)]|(?:inclus|included|pour|for|s['’]il|please|stp|svp|merci)(?!\p{L})))/iu.exec(
    text.trim(),
  );
  const [year = 0, month = 0] = today.split('-').map(Number);
  const ofMonth =
    /^(?:le |the )?(\d{1,2})(?:er|st|nd|rd|th)? (?:(du mois|of (?:the|this) month)(?! prochain)|du mois prochain|of (?:the )?next month)(?!\p{L})/iu.exec(
      text.trim(),
    );
  if (ofMonth) return dayOf(year, month + (ofMonth[2] === undefined ? 1 : 0), Number(ofMonth[1]));
  const number = Number(said?.[1] ?? 0);
  for (let later = 0; later < 3 && number > 0; later += 1) {
    const found = dayOf(year, month + later, number);
    if (found !== undefined && found >= today) return found;
  }
  return undefined;
}

/** A day of the calendar; undefined where there is no such day. A month beyond December is one of the next year. */
function dayOf(year: number, month: number, number: number): CalendarDay | undefined {
  const at = new Date(Date.UTC(year, month - 1, number));
  const isDay = at.getUTCDate() === number && year >= 1900 && year < 2200;
  return isDay ? at.toISOString().slice(0, 10) : undefined;
}

const lastOf = (year: number, month: number): CalendarDay | undefined => {
  const last = new Date(Date.UTC(year, month, 0));
  return dayOf(last.getUTCFullYear(), last.getUTCMonth() + 1, last.getUTCDate());
};
