import { type CalendarDay, dayIn } from '../../foundation/calendar.ts';
import { type Locale, locales } from '../../foundation/i18n.ts';
import { dayAt, type Written } from './dates.ts';
import { type Duration, durationIn, laterBy } from './durations.ts';
import { periodEnd } from './periods.ts';

/** What an end follows. */
const cues: Readonly<Record<Locale, RegExp>> = {
  fr: /(?<!\p{L})(?:jusqu\s?['’]?\s?(?:au|aux|à|a|en)(?!\p{L})|d\s?['’]\s?ici(?:\s+(?:à|au)(?!\p{L}))?)\s*/iu,
  en: /(?<!\p{L})(?:(?:un)?till?\s|through\s|up to\s)\s*/iu,
};

/** The last day that a message asks for: «accès réseau jusqu’au 15 décembre», “until the end of January” (TALK-6). Undefined where it names none for certain. */
export function untilIn(text: string, written: Written): CalendarDay | undefined {
  for (const locale of locales) {
    const cue = cues[locale].exec(text);
    const said = cue && dayAt(text.slice(cue.index + cue[0].length), locale, written);
    if (said) return said;
  }
  // A duration begins today; «du 1er au 15 janvier» ends on the last of the two.
  const lasts = lastingIn(text);
  return periodEnd(text, written) ?? (lasts && laterBy(dayIn(written.timeZone, written.now), lasts));
}

/** How long a message asks for access: «pendant trois semaines», “for two weeks”. */
const lastingIn = (text: string): Duration | undefined => (/(?<!\p{L})(?:pendant|pour|durant|for)(?!\p{L})/iu.test(text) ? durationIn(text) : undefined);

/** What a beginning follows, and the days of the week, which are one by themselves. */
const begins: Readonly<Record<Locale, RegExp>> = {
  fr: /(?<!\p{L})(?:à partir (?:du|de|d['’])|à compter (?:du|de|d['’])|dès(?: le)?|(?:qui )?(?:arrive|commence|débute|démarre) (?:le |en |dès )?|(?=(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|demain|après-demain|dans \d)(?!\p{L}))|(?<=\s)(?:pour )?le (?=\d|1er))\s*/iu,
  en: /(?<!\p{L})(?:starting(?: on| from)?|as of|from|beginning(?: on)?|(?:who )?(?:starts|joins|arrives|begins)(?: on)?|(?=(?:on |next )?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|in \d)(?!\p{L}))|on (?:the )?(?=\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)))\s*/iu,
};

/** The day from which a message asks for something: «lundi», «à partir du 15», “on Monday”. Undefined where it names none for certain, or one that is over. */
export function fromIn(text: string, written: Written): CalendarDay | undefined {
  for (const locale of locales) {
    const until = cues[locale].exec(text);
    const said = until ? text.slice(0, until.index) : text;
    for (const cue of said.matchAll(new RegExp(begins[locale], 'giu'))) {
      const found = dayAt(said.slice(cue.index + cue[0].length).replace(/^on /i, ''), locale, written);
      if (found !== undefined && found >= dayIn(written.timeZone, written.now)) return found;
    }
  }
  return undefined;
}
