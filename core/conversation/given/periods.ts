import { type CalendarDay, dayIn, daysLater } from '../../foundation/calendar.ts';
import { type Locale, locales } from '../../foundation/i18n.ts';
import { dayAt, type Written } from './dates.ts';
import { feastDay } from './feasts.ts';

const month = String.raw`(?:\s+(?!(?:au|jusqu|to|till|until|through)(?!\p{L}))[\p{L}.]{3,}(?:\s+\d{4})?)?`;
const english = String.raw`(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\p{L}*\.?`;
const frenchDay = '(?:lun|mar|mercre|jeu|vendre|same)di|dimanche';
const frenchMonth = String.raw`(?:jan|f[ée]v|mars|avr|mai|juin|juil|ao[ûu]t|sep|oct|nov|d[ée]c)\p{L}*\.?`;
const englishDay = '(?:mon|tues|wednes|thurs|fri|satur|sun)day';
const between: Readonly<Record<Locale, readonly RegExp[]>> = {
  fr: [
    new RegExp(
      String.raw`(?<!\p{L})(?:du|de|d['’]|entre le|[àa] partir du)\s*((?:\p{L}+\s+)?\d{1,2}(?:er)?(?:[/.]\d{1,2}(?:[/.]\d{2,4})?)?${month}|\p{L}+di(?:\s+(?:prochain|en\s+(?:huit|quinze)))?|demain|aujourd['’]hui)(?:\s+(?:au|et le|et|[àa]|jusqu['’]?\s?au)\s+)(.{1,40})`,
      'iu',
    ),
    // «Mardi et mercredi», «21 décembre au 4 janvier».
    new RegExp(String.raw`(?<!\p{L})(${frenchDay})(?: prochain)?\s+(?:et|au|à|puis)\s+((?:${frenchDay}).{0,30})`, 'iu'),
    new RegExp(String.raw`(?<![\p{L}\d])(\d{1,2}(?:er)?\s+${frenchMonth})\s+au\s+(\d.{1,40})`, 'iu'),
    /(?<!\p{L})(demain|aujourd['’]hui)\s+(?:et|[àa]|jusqu['’]?\s?[àa])\s+(?=apr[èe]s|demain|\p{L}+di)(.{1,40})/iu,
  ],
  en: [
    new RegExp(
      String.raw`(?<!\p{L})(?:from|between)\s+((?:the\s+)?(?:\p{L}+\s+)?\d{1,2}(?:st|nd|rd|th)?(?:/\d{1,2}(?:/\d{2,4})?)?(?:\s+of)?${month}|(?:next\s+)?\p{L}+day(?:\s+week)?|tomorrow|today|\p{L}+\s+\d{1,2}(?:st|nd|rd|th)?)\s+(?:to|till|until|through|and)\s+(.{1,40})`,
      'iu',
    ),
    // “Next Thursday and Friday”, “21 December to 4 January”.
    new RegExp(String.raw`(?<!\p{L})((?:next\s+)?${englishDay})\s+(?:and|to|till|until|through)\s+((?:${englishDay}).{0,30})`, 'iu'),
    new RegExp(String.raw`(?<![\p{L}\d])(\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?${english})\s+(?:to|till|until|through)\s+(.{1,40})`, 'iu'),
    // “Dec 3rd through Dec 17th”, “3rd through 17th”, “tomorrow and the day after”.
    new RegExp(String.raw`(?<![\p{L}\d])(${english}\s+\d{1,2}(?:st|nd|rd|th)?|\d{1,2}(?:st|nd|rd|th))\s+(?:to|till|until|through)\s+(.{1,40})`, 'iu'),
    /(?<!\p{L})(today|tomorrow)\s+(?:and|to|till|until|through)\s+(?=tomorrow|the day after tomorrow|\p{L}+day)(.{1,40})/iu,
  ],
};
/** «3-17 décembre», “3–17 December”. */
const dashed = /(?<![\p{L}\d/.-])(\d{1,2})\s?[-–]\s?(\d{1,2}(?:er|st|nd|rd|th)?\s+\p{L}{3,}\.?(?:\s+\d{4})?)/iu;

/** Days that are counted from today wherever they stand: «vendredi en quinze», “tomorrow”. */
const fromToday = /^(?:\p{L}+\s+(?:en\s+(?:huit|quinze)|week|fortnight)|demain|apr[èe]s|tomorrow|the day after)/iu;
/** «De 3 à 5 jours» is how long, not when. */
const counts = /^\d{1,3}\s+(?:jours?|semaines?|mois|ans?|days?|weeks?|months?|years?)(?!\p{L})/iu;

/** The first and the last day of a period. */
export type Period = { readonly from?: CalendarDay; readonly to?: CalendarDay };

/** «Du 3 au 17 décembre», “from the 3rd through the 17th”. `last` finds the end in what follows. Undefined where a text names no such period. */
export function periodIn(text: string, locale: Locale, written: Written, last: (text: string) => string = (rest) => rest): Period | undefined {
  const both = between[locale].map((form) => form.exec(text)).find(Boolean);
  if (!both) {
    const feasts = aroundFeasts(text, locale, written, last);
    if (feasts) return feasts;
  }
  if (both && counts.test(both[2] ?? '')) return undefined;
  if (both) return bothDays(both[1] ?? '', last(both[2] ?? ''), locale, written);
  const short = dashed.exec(text);
  const found = short && bothDays(short[1] ?? '', short[2] ?? '', locale, written);
  // A month of the other language is no end.
  return found?.to === undefined ? undefined : found;
}

const fromFeast: Readonly<Record<Locale, RegExp>> = {
  fr: /(?<!\p{L})(?:entre|du|de|d['’]|[àa] partir (?:du|de))\s*(?:la |l['’]|le )?(\p{L}.{2,30}?)\s+(?:au|et|[àa]|jusqu['’]\s?(?:au|[àa]))\s+(.{1,40})/iu,
  en: /(?<!\p{L})(?:from|between)\s+(\p{L}.{2,30}?)\s+(?:to|till|until|through|and)\s+(.{1,40})/iu,
};

/** «De Noël au Nouvel An», “from Christmas Eve to 4 January”. */
function aroundFeasts(text: string, locale: Locale, written: Written, last: (text: string) => string): Period | undefined {
  const found = fromFeast[locale].exec(text);
  const from = found && feastDay(found[1] ?? '', dayIn(written.timeZone, written.now));
  const to = from && dayAt(last(found[2] ?? ''), locale, { ...written, now: Date.parse(`${from}T12:00:00Z`) });
  return from && to ? { from, to } : undefined;
}

/** The last day of such a period in a message of either language, where it is certain. */
export function periodEnd(text: string, written: Written): CalendarDay | undefined {
  for (const locale of locales) {
    const { from, to } = periodIn(text, locale, written) ?? {};
    if (from !== undefined && to !== undefined) return to;
  }
  return undefined;
}

/** «Du 3 au 17 décembre», «du 28 novembre au 5 janvier», «du 3 au 17»: what one of the two leaves out, the other says. */
function bothDays(first: string, last: string, locale: Locale, written: Written): Period {
  const named = /[\p{L}]{3,}|\//u;
  const number = Number(/\d{1,2}/.exec(first)?.[0] ?? 0);
  const isBare = !named.test(
    first.replace(/\d(?:er|st|nd|rd|th)/giu, '').replace(/(?<!\p{L})(?:the|le|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|\p{L}+day)(?!\p{L})/giu, ''),
  );
  const to = dayAt(last, locale, written);
  if (to !== undefined && isBare && number > 0) {
    // The last day of that number before the other: «du 28 au 5 janvier» begins in December.
    for (let back = 0; back < 62; back += 1) {
      const from = daysLater(to, -back);
      if (Number(from.slice(8)) === number) return { from, to };
    }
  }
  const from = dayAt(first, locale, written);
  if (from === undefined) return to === undefined ? {} : { to };
  // The end is counted from the beginning: «du 28 décembre au 5», but not «de demain à vendredi en quinze».
  const counted = fromToday.test(last) ? written : { ...written, now: Date.parse(`${from}T12:00:00Z`) };
  const later = dayAt(last, locale, counted) ?? to;
  return { from, ...(later !== undefined && { to: later }) };
}
