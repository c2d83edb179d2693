import { z } from 'zod';
import { type CalendarDay, dayIn, daysLater, weekdayOf } from '../../foundation/calendar.ts';
import { type Locale, locales } from '../../foundation/i18n.ts';
import { dayAt, type Written } from './dates.ts';
import { type Duration, durationIn, laterBy } from './durations.ts';
import { type Period, periodIn } from './periods.ts';

/** The shape of what a sentence says of an absence: its first and last day, and who decides meanwhile, by name. */
export const awaySchema = z.object({ from: z.string().optional(), to: z.string().optional(), delegate: z.string().optional() });

/** What a sentence says of an absence: «du 3 au 17, Claire décide pour moi» (GOV-2). */
export type Away = z.output<typeof awaySchema>;

/** Without one of these words no sentence is read for an absence. */
const cue =
  /absen|cong[ée]|vacances|d[ée]placement|pour moi|ma place|rempla[cç]|mes (?:d[ée]cisions|validations|approbations)|d[ée]l[èe]gu|relais|away|out of (?:the )?office|leave|holiday|vacation|\bfor me\b|stand(?:s|ing)? in|cover|\bmy (?:decisions|approvals)|delegat|take over|takes over|\boff\b/iu;

const name = String.raw`(\p{L}[\p{L}\p{M}'’-]+(?:\s+(?!(?:me|va|qui|will|who|is|can|takes|covers)\s)\p{Lu}[\p{L}\p{M}'’-]+){0,2})`;
const before: readonly RegExp[] = [
  new RegExp(
    String.raw`${name}\s+(?:(?:va|peut|pourra|qui|will|can|who|is going to)\s+)?(?:d[ée]cid\p{L}*|tranch\p{L}*|valid\p{L}*|approuv\p{L}*|r[ée]pond\p{L}*|g[èe]r\p{L}*|decid\p{L}*|approv\p{L}*|answer\p{L}*|sign\p{L}*(?: off)?)(?:\s+\p{L}+){0,3}?\s+(?:pour moi|[àa] ma place|for me|in my place|on my behalf|instead of me)`,
    'iu',
  ),
  new RegExp(
    String.raw`${name}\s+(?:(?:me|va me|will|is|qui me)\s+)?(?:rempla\p{L}+|prend\p{L}* (?:le relais|ma place|mes \p{L}+)|s['’]occup\p{L}* de mes \p{L}+|(?:takes?|handles?|looks? after|does?) my \p{L}+|stand\p{L}* in|cover\p{L}*|tak\p{L}+ over|replac\p{L}+)`,
    'iu',
  ),
];
const after = new RegExp(
  String.raw`(?:rempla[cç]\p{L}* par|d[ée]l[èe]gu\p{L}*(?:\s+\p{L}+){0,3}?\s+[àa]|confi\p{L}*\s+mes\s+\p{L}+\s+[àa]|replaced by|delegat\p{L}*(?:\s+\p{L}+){0,3}?\s+to|(?:give|hand)(?: over)? my\s+\p{L}+\s+to|my (?:delegate|stand-in) is|mon rempla[cç]ant est|ma rempla[cç]ante est)\s+${name}`,
  'iu',
);
/** Words that stand where a name could, and are none. */
const nobody =
  /^(?:je|tu|il|elle|on|qui|nous|vous|quelqu|personne|moi|mon|ma|mes|le|la|les|un|une|and|et|i|you|he|she|they|who|somebody|someone|nobody|me|my|it|the|a|please|that|can|will|to)\b/iu;

/** Words that are written as names are, and are none: «C’est Claire qui», “from 3 to 17 December Claire”. */
const around =
  /^(?:c['’]est|i['’]?\p{L}*|et|and|alors|donc|puis|so|then|it['’]s|janvier|f[eé]vrier|mars|avril|mai|juin|juillet|ao[uû]t|septembre|octobre|novembre|d[eé]cembre|january|february|march|april|may|june|july|august|september|october|november|december|\p{L}+day|\p{L}+di)$/iu;

/** Who decides meanwhile, as they are called in the sentence. */
function delegateIn(text: string): string | undefined {
  for (const found of [...before.map((each) => each.exec(text)), after.exec(text)]) {
    const words = (found?.[1] ?? '').split(/\s+/).filter((word) => !around.test(word));
    const written = words.filter((word) => /^\p{Lu}/u.test(word));
    const called = (written.length > 0 ? written : words.slice(-1)).join(' ');
    if (called !== '' && !nobody.test(called)) return called;
  }
  return undefined;
}

const until: Readonly<Record<Locale, RegExp>> = {
  fr: /(?<!\p{L})jusqu\s?['’]?\s?(?:au|aux|à|a|en)\s+(.{1,40})/iu,
  en: /(?<!\p{L})(?:until|till|through)\s+(.{1,40})/iu,
};
const starting: Readonly<Record<Locale, RegExp>> = {
  fr: /(?<!\p{L})(?:[àa] partir (?:du|de)|d[èe]s(?: le)?|de(?=\s+\p{L}+di(?!\p{L})))\s*(.{1,40})/iu,
  en: /(?<!\p{L})(?:starting|from)\s+(?:on\s+)?(.{1,40})/iu,
};
const single: Readonly<Record<Locale, RegExp>> = {
  fr: /(?<!\p{L})(?:le\s+(?=\d)|(?=(?:lun|mar|mercre|jeu|vendre|same)di(?!\p{L}))|(?=demain|aujourd))(.{1,40})/iu,
  en: /(?<!\p{L})(?:on\s+(?:the\s+)?|the\s+(?=\d)|(?=(?:next\s+)?(?:mon|tues|wednes|thurs|fri)day)|(?=tomorrow|today))(.{1,40})/iu,
};
/** «La semaine du 14 décembre», “the whole of December”: what begins there, or the month itself. */
const weekOf: Readonly<Record<Locale, RegExp>> = { fr: /(?<!\p{L})semaine du\s+(.{1,40})/iu, en: /(?<!\p{L})week (?:of|starting)\s+(?:on\s+)?(.{1,40})/iu };
const monthOf: Readonly<Record<Locale, RegExp>> = {
  fr: /(?<!\p{L})tout (?:le mois (?:de |d['’]))?(janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[ûu]t|septembre|octobre|novembre|d[ée]cembre)(?!\p{L})/iu,
  en: /(?<!\p{L})(?:all(?: of)?|the (?:whole|entire)(?: month)?(?: of)?)\s+(january|february|march|april|may|june|july|august|september|october|november|december)(?!\p{L})/iu,
};
const week: Readonly<Record<Locale, RegExp>> = { fr: /(?<!\p{L})(cette semaine|(?:la )?semaine prochaine)/iu, en: /(?<!\p{L})(this week|next week)/iu };

/** What a sentence says of an absence; nothing where it says nothing of one. A day that it names and that does not exist is left out. */
export function awayIn(text: string, written: Written): Away | undefined {
  if (!cue.test(text)) return undefined;
  const found = daysIn(text, written);
  const delegate = delegateIn(text);
  return { ...found, ...(delegate !== undefined && { delegate }) };
}

function daysIn(text: string, written: Written): Period {
  const today = dayIn(written.timeZone, written.now);
  for (const locale of locales) {
    const both = periodIn(text, locale, written, dayAlone);
    if (both) return both;
    const weeks = week[locale].exec(text);
    if (weeks) {
      const monday = daysLater(today, -((weekdayOf(today) + 6) % 7) + (/next|prochaine/i.test(weeks[0]) ? 7 : 0));
      return { from: monday < today ? today : monday, to: daysLater(monday, 6) };
    }
    const whole = monthOf[locale].exec(text);
    // The last day of a month that is named alone.
    const end = whole && dayAt(whole[1] ?? '', locale, written);
    if (end) return { from: `${end.slice(0, 8)}01` < today ? today : `${end.slice(0, 8)}01`, to: end };
    const begun = weekOf[locale].exec(text);
    const first = begun && dayAt(dayAlone(begun[1] ?? ''), locale, written);
    if (first) return { from: first, to: daysLater(first, 6) };
    const last = until[locale].exec(text);
    const to = last && dayAt(dayAlone(last[1] ?? ''), locale, written);
    const start = starting[locale].exec(last && to ? text.slice(0, last.index) : text);
    const from = start && dayAt(dayAlone(start[1] ?? ''), locale, written);
    if (to) return { from: from ?? today, to };
    const lasts = durationIn(text);
    if (from) return { from, ...(lasts && { to: lastOf(from, lasts) }) };
    const one = single[locale].exec(text);
    const on = one && dayAt(dayAlone(one[1] ?? ''), locale, written);
    if (on) return { from: on, to: lasts ? lastOf(on, lasts) : on };
  }
  // «Je serai absent pendant trois semaines» begins today.
  const lasts = durationIn(text);
  return lasts ? { from: today, to: lastOf(today, lasts) } : {};
}

/** The last day of what begins then and lasts so long. */
const lastOf = (from: CalendarDay, lasts: Duration): CalendarDay => daysLater(laterBy(from, lasts), -1);

/** A day without what follows it in the sentence: «17 je suis absent». */
const dayAlone = (text: string): string =>
  /^(?:(?:le|the|\p{L}+di|\p{L}+day)\s+)*\d{1,2}(?:er|st|nd|rd|th)?(?:[/.]\d{1,2}(?:[/.]\d{2,4})?|\s+(?:of\s+)?(?:jan|f[eé]v|feb|mar|apr|avr|mai|may|ju[inl]|ao[uû]|aug|sep|oct|nov|d[eé]c)\p{L}*\.?(?:\s+\d{4})?)?/iu.exec(
    text,
  )?.[0] ??
  /^[^,;!?]*/.exec(text)?.[0] ??
  text;
