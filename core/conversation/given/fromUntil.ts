import { type CalendarDay, dayIn, daysLater } from '../../foundation/calendar.ts';
import { type Locale, locales } from '../../foundation/i18n.ts';
import { dayAt, type Written } from './dates.ts';
import { bareDurationIn, type Duration, durationIn, laterBy } from './durations.ts';
import { periodEnd } from './periods.ts';

/** What an end follows. */
const cues: Readonly<Record<Locale, RegExp>> = {
  fr: /(?<!\p{L})(?:prolong\p{L}*(?:[\s-](?!au(?!\p{L}))[\p{L}'’]+){0,4}?\s(?:au|à)\s(?=\d|fin |la fin|mi-)|jusqu\s?['’]?\s?(?:au|aux|à|a|en)(?!\p{L})|jusqu(?:e|\s?['’])\s?(?=\p{L}|\d)|d\s?['’]\s?ici(?:\s+(?:à|au)(?!\p{L}))?|(?:qui (?:se termine|finit|prend fin|expire)|se terminant|finissant|expirant|(?:date de )?fin\s?:?)\s+(?:le|au|à|en|(?=\d))|date de fin\s?:)\s*/iu,
  en: /(?<!\p{L})(?:(?:extend|renew|prolong)\p{L}*(?:\s\p{L}+){0,4}?\sto\s(?=\d|the |end |\p{Lu})|(?:un)?till?\s|through\s|up to\s|(?:ending|expiring|that ends|which ends)\s(?:on\s|in\s)?|end date(?:\s(?:of|on|is))?\s?:?\s)\s*/iu,
};

/** The last day that a message asks for: «accès réseau jusqu’au 15 décembre», “until the end of January” (TALK-6). Undefined where it names none for certain. */
export function untilIn(text: string, written: Written): CalendarDay | undefined {
  const { day, said } = endIn(text, written);
  // «Jusqu’à la fin du projet, 3 mois»: what is named first is what is meant.
  if (day !== undefined || said !== undefined) return day;
  const today = dayIn(written.timeZone, written.now);
  const last = periodEnd(text, written) ?? wholeIn(text, written);
  if (last !== undefined) return last;
  // A duration begins today, or on the day that is named.
  const lasts = lastingIn(text);
  const from = lasts && fromIn(text, written);
  return lasts && (from === undefined || from === today ? laterBy(today, lasts) : daysLater(laterBy(from, lasts), -1));
}

/** The end that a message names, as it says it, where it is no day for certain: «la fin du projet». It is asked for then. */
export const openEndIn = (text: string, written: Written): string | undefined => {
  const { day, said } = endIn(text, written);
  return day === undefined ? said : undefined;
};

/** What follows the word that announces an end, and the day that it is. Nothing where there is no such word. */
function endIn(text: string, written: Written): { readonly day?: CalendarDay | undefined; readonly said?: string | undefined } {
  let said: string | undefined;
  for (const locale of locales) {
    const cue = cues[locale].exec(text);
    const rest = cue && text.slice(cue.index + cue[0].length);
    if (!cue || !rest || isNow.test(rest)) continue;
    const day = dayAt(rest, locale, written);
    if (day) return { day };
    // «D’ici la fin du projet» may as well say by when.
    if (lasting.test(cue[0])) said ??= nameOf(cue[0], rest);
  }
  return { said };
}

const longestName = 40;

/** What announces an end and nothing else. */
const lasting = /^(?:jusqu|(?:un)?til)/iu;
/** «Jusqu’à maintenant», «jusqu’à quand ?» name no end. */
const isNow = /^(?:ici|là|alors|maintenant|pr[ée]sent|quand|quel|o[ùu]|combien|ce que|ce qu['’]|now|then|when|recently|here|today['’]s)(?!\p{L})/iu;

/** The end as it is said, as far as it can be the name of a time: «jusqu’à la fin du projet». */
function nameOf(cue: string, text: string): string | undefined {
  const [words = ''] = /^[^,;:.!?()\n]*/.exec(text.replace(/\s+(?:svp|stp|s['’]il (?:vous|te) pla[iî]t|merci|please|thanks).*$/isu, '')) ?? [];
  const name = words.trim();
  return /[\p{L}\d]{2}/u.test(name) && name.length <= longestName ? `${cue}${name}`.toLocaleLowerCase().trim() : undefined;
}

/** «Pour la journée», «le reste de la semaine», «tout le mois de décembre», “for the rest of the year”: the last day of it. */
const whole: Readonly<Record<Locale, RegExp>> = {
  fr: /(?<!\p{L})(?:(?:pour|pendant|durant|tout[e]?) (?:tout[e]? )?(?:(?:la|ce(?:tte)?|le) )?(?:reste (?:de la |de l['’]\s?|du ))?(?=journ[ée]e|semaine(?! (?:prochaine|du))|ann[ée]e|mois(?! prochain))|le reste (?:de la |de l['’]\s?|du )(?=journ[ée]e|semaine|ann[ée]e|mois))([^,;!?]{3,30})/iu,
  en: /(?<!\p{L})(?:for|during|throughout|all) (?:(?:the|this|just|only) )*(?:(?:whole|entire|rest of (?:the|this)) )?(?=day(?!s)|week(?!s|end)|month(?!s)|year(?!s))([^,;!?]{3,30})/iu,
};
const onlyToday =
  /(?<!\p{L})(?:(?:pour|juste|seulement|uniquement|for|only|just) aujourd['’]hui|aujourd['’]hui (?:seulement|uniquement)|(?:for|just|only) today|today only)(?!\p{L})/iu;

function wholeIn(text: string, written: Written): CalendarDay | undefined {
  if (onlyToday.test(text)) return dayIn(written.timeZone, written.now);
  for (const locale of locales) {
    const found = whole[locale].exec(text)?.[1];
    const [end, its] = locale === 'fr' ? ['fin de la ', /^mois d(?:e |['’])/iu] : ['end of the ', /^month of /iu];
    if (found) return dayAt(its.test(found) ? found.replace(its, '') : `${end}${found}`, locale, written);
  }
  return undefined;
}

/** Whether a message says how long something is to last, or when it ends, beyond the words that announce it: «accès réseau 3 jours», «qui se termine le 31 mars». */
export const saysHowLong = (text: string): boolean =>
  onlyToday.test(text) ||
  locales.some((locale) => whole[locale].test(text) || cues[locale].test(text)) ||
  (!waits.test(text) && bareDurationIn(text) !== undefined);

/** Who has waited for so long does not ask for so long. */
const waits = /(?<!\p{L})(?:been|waited|waiting|j['’]attends|attendu)(?!\p{L})/iu;

/** How long a message asks for access: «pendant trois semaines», “for two weeks”, «accès réseau 3 jours». */
function lastingIn(text: string): Duration | undefined {
  if (waits.test(text)) return undefined;
  return (/(?<!\p{L})(?:pendant|pour|durant|valables?|for)(?!\p{L})/iu.test(text) ? durationIn(text) : undefined) ?? bareDurationIn(text);
}

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
