import { type CalendarDay, daysLater, weekdayOf } from '../../foundation/calendar.ts';
import { type Locale, locales } from '../../foundation/i18n.ts';
import { fold } from '../../foundation/nameWords.ts';

/** The days of the week as each language calls them, Sunday first. */
const names = Object.fromEntries(
  locales.map((locale) => {
    const format = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' });
    return [locale, Array.from({ length: 7 }, (_, day) => fold(format.format(Date.UTC(2026, 10, 1 + day))))];
  }),
) as Record<Locale, string[]>;

const forms: Readonly<Record<Locale, readonly RegExp[]>> = {
  fr: [new RegExp(`^(?:le |ce |au )?(${names.fr.join('|')}) en (huit|quinze)(?![a-z])`)],
  en: [
    new RegExp(`^(?:on |this |next )?(${names.en.join('|')}) (week|fortnight|after next)(?![a-z])`),
    new RegExp(`^(?:a |one )?(week|fortnight) (?:on|from) (?:next )?(${names.en.join('|')})(?![a-z])`),
  ],
};

/** «Lundi en huit», «vendredi en quinze», “Monday week”: the day one week, or two, after the next of its name. Undefined where a text does not begin so. */
export function weekdayLater(text: string, locale: Locale, today: CalendarDay): CalendarDay | undefined {
  const said = fold(text).replace(/\s+/g, ' ');
  for (const form of forms[locale]) {
    const found = form.exec(said)?.slice(1) ?? [];
    const day = names[locale].findIndex((name) => found.includes(name));
    if (day < 0) continue;
    const next = ((day - weekdayOf(today) + 6) % 7) + 1;
    return daysLater(today, next + (found.some((word) => word === 'quinze' || word === 'fortnight') ? 14 : 7));
  }
  return undefined;
}

const afterTomorrow: Readonly<Record<Locale, RegExp>> = { fr: /^apres[- ]demain(?![a-z])/, en: /^(?:the )?day after tomorrow(?![a-z])/ };

/** «Après-demain», “the day after tomorrow”. */
export const dayAfterTomorrow = (text: string, locale: Locale, today: CalendarDay): CalendarDay | undefined =>
  afterTomorrow[locale].test(fold(text)) ? daysLater(today, 2) : undefined;
