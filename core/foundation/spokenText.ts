import { dayIn, instantAt } from './calendar.ts';
import { dateFormat } from './dateFormat.ts';

// The English texts are British, and so are their dates.
const tags = { fr: 'fr', en: 'en-GB' } as const;

/** How a date is written: in which zone, with its time or not, and for whom: their own zone, where it is known. */
type Wanted = { readonly timeZone: string; readonly withTime: boolean; readonly reader?: string | undefined };

/**
 * A date, and where wanted its time, as each language writes them: «1er avril 2027 à 9 h 05», “1 April 2027 at 09:05”. For who lives where clocks
 * show another time, it says whose time it is.
 */
export function spokenDate(locale: keyof typeof tags, at: number, { timeZone, withTime, reader }: Wanted): string {
  const said = written(locale, at, timeZone, withTime);
  if (!withTime || reader === undefined || clockAt(at, reader) === clockAt(at, timeZone)) return said;
  return `${said} (${zoneName(locale, at, timeZone)})`;
}

/** Until when something lasts: with the time only where that is not the end of a day. */
export function spokenEnd(locale: keyof typeof tags, endsAt: number, { timeZone, reader }: Omit<Wanted, 'withTime'>): string {
  const isMidnight = instantAt(timeZone, dayIn(timeZone, endsAt), '00:00') === endsAt;
  return spokenDate(locale, isMidnight ? endsAt - 1 : endsAt, { timeZone, reader, withTime: !isMidnight });
}

const atOrOn = { fr: { on: ['à', 'le'], until: ['jusqu’à', 'jusqu’au'] }, en: { on: ['at', 'on'], until: ['until', 'until'] } } as const;

/** An instant as a sentence goes on to it: its time alone where it is today, «à 20 h 06», else with its date, «le 28 novembre 2026 à 20 h 06». */
export function spokenMoment(locale: keyof typeof tags, at: number, { now, how, ...wanted }: Omit<Wanted, 'withTime'> & Moment): string {
  const [time, date] = atOrOn[locale][how];
  const whole = spokenDate(locale, at, { ...wanted, withTime: true });
  const day = (instant: number) => spokenDate(locale, instant, { ...wanted, withTime: false });
  return day(at) === day(now) ? `${time} ${whole.slice(day(at).length).replace(/^ (?:à|at) /, '')}` : `${date} ${whole}`;
}

/** Seen from when, and whether something happens then or lasts until then. */
export type Moment = { readonly now: number; readonly how: 'on' | 'until' };

/** A time zone as a client names it; undefined where it is none, or none that is known here. */
export function zoneOf(name: unknown): string | undefined {
  if (typeof name !== 'string' || !/^[\w/+-]{1,64}$/.test(name)) return undefined;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

const clockAt = (at: number, timeZone: string): string => dateFormat('en-GB', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at);

/** What a zone's time is called: «heure d’Europe centrale», “Central European Time”. */
function zoneName(locale: keyof typeof tags, at: number, timeZone: string): string {
  const parts = dateFormat(tags[locale], { timeZone, timeZoneName: 'longGeneric' }).formatToParts(at);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
}

function written(locale: keyof typeof tags, at: number, timeZone: string, withTime: boolean): string {
  const said = dateFormat(tags[locale], { dateStyle: 'long', timeZone, ...(withTime && { timeStyle: 'short' }) }).format(at);
  if (locale !== 'fr') return said;
  return said.replace(/^1 /, '1er ').replace(/\b0?(\d{1,2}):(\d{2})$/, '$1\u00a0h\u00a0$2');
}

/** A name behind its article, if it has one. */
export const withArticle = (article: string | undefined, name: string): string =>
  article === undefined ? name : article.endsWith('’') ? `${article}${name}` : `${article} ${name}`;

/** Joins the French «à» or «de» to a name: «au», «du», «aux», «des» before an article, «d’» before a vowel. E-mail addresses keep their «de». */
export function joined(before: string, name: string): string {
  if (before === 'de' && startsWithVowel.test(name)) return `d’${name}`;
  return `${before} ${name}`.replace(/^(?:à|de) les? /, (met) => contractions[met] ?? met);
}

const contractions: Readonly<Record<string, string>> = { 'à le ': 'au ', 'à les ': 'aux ', 'de le ': 'du ', 'de les ': 'des ' };
/** A first word that begins with a vowel, or with the silent h of «hôtel» and «Hélène», and is no e-mail address. */
const startsWithVowel = /^(?!\S*@)(?:[aeiouàâäéèêëîïôöùûüæœ]|h(?:ô|él)|y[^aeiouéè])/i;
