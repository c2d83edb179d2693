import type { Catalogue, Key } from './locales/catalogue.ts';
import { en } from './locales/en/index.ts';
import { fr } from './locales/fr/index.ts';
import { joined, type Moment, spokenDate, spokenEnd, spokenMoment, withArticle } from './spokenText.ts';

/** The languages that Guichet speaks. The others are checked against `en`. */
export const locales = ['fr', 'en'] as const;
export type Locale = (typeof locales)[number];

/** Whether a value names a message. */
export const isKey = (value: unknown): value is Key => typeof value === 'string' && Object.hasOwn(en, value);

type Form<K extends Key> = (typeof en)[K] extends string ? (typeof en)[K] : (typeof en)[K] extends { other: infer O extends string } ? O : never;
type Names<S extends string> = S extends `${string}{${infer N}}${infer Rest}` ? N | Names<Rest> : never;
type Params<K extends Key> = [Names<Form<K>>] extends [never] ? [] : [params: { readonly [N in Names<Form<K>>]: string | number }];

/** Formats a message of the catalogue in one language. The compiler checks the placeholders. */
export type Translator = {
  readonly locale: Locale;
  <K extends Key>(key: K, ...params: Params<K>): string;
  /** A message with a key known only at run time, such as a refusal's. */
  say(message: { readonly key: Key; readonly params?: Readonly<Record<string, string | number>> }): string;
  /** A text from a portal's profile: one string, or one per language. */
  of(text: LocalisedText): string;
  /** What a portal is called: its name alone, and as it stands in a sentence: «Extranet», «l’Extranet». */
  named(portal: Named): { readonly portal: string; readonly thePortal: string };
  /** An instant, formatted as words, in the portal's time zone. */
  date(at: number, style?: 'date' | 'dateTime', timeZone?: string): string;
  /** An instant of today by its time alone, another with its date: «à 20 h 06», «jusqu’au 1er avril 2027 à 9 h». */
  moment(at: number, seen: Moment, timeZone?: string): string;
  /** Until when something lasts that ends at this instant: its last day, or the time too where it ends in the middle of a day. */
  until(endsAt: number, timeZone?: string): string;
  /** A lifetime such as «24 heures», from milliseconds. */
  duration(millis: number): string;
};

/** A text that the operator wrote: the same in every language, or one per language. */
export type LocalisedText = string | { readonly fr: string; readonly en: string };

/** How a text of a profile is worded, in each language that it has. */
export const wordings = (text: LocalisedText): string[] => (typeof text === 'string' ? [text] : Object.values(text));

/** A portal's name, and the article that it takes in a sentence of each language. */
type Named = { readonly name: LocalisedText; readonly article?: { readonly [L in Locale]?: string } | undefined };

const catalogues: Record<Locale, Catalogue> = { en, fr };

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** Up to two days are given in hours, because the procedures say «24 heures» rather than «1 jour». */
function duration(locale: Locale, millis: number): string {
  const [unit, size] = units.find(([name, size]) => millis >= size * (name === 'day' ? 3 : 1) && millis % size === 0) ?? units[3];
  const said = new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(Math.round(millis / size));
  // French typography keeps a number on one line with its unit.
  return locale === 'fr' ? said.replace(' ', '\u00a0') : said;
}

function translator(locale: Locale, reader?: string): Translator {
  const catalogue = catalogues[locale];
  const plural = new Intl.PluralRules(locale);
  const fill = (text: string, params: Readonly<Record<string, string | number>>) => {
    // Most texts have no place to fill, and looking for one letter is quicker than the pattern.
    if (!text.includes('{')) return text;
    return text.replace(/(?:(?<!\p{L})(à|de) )?\{(\w+)\}/gu, (whole, before: 'à' | 'de' | undefined, name: string) => {
      const value = params[name];
      if (value === undefined) return whole;
      const said = typeof value === 'number' ? value.toLocaleString(locale) : value;
      return before === undefined ? said : joined(before, said);
    });
  };
  const say: Translator['say'] = ({ key, params = {} }) => {
    const message = catalogue[key];
    if (typeof message === 'string') return fill(message, params);
    const form = plural.select(Number(params.n ?? 0));
    return fill(form === 'one' ? message.one : message.other, params);
  };
  const of = (text: LocalisedText) => (typeof text === 'string' ? text : text[locale]);
  return Object.assign(<K extends Key>(key: K, ...params: Params<K>) => say({ key, params: params[0] ?? {} }), {
    locale,
    say,
    of,
    named: ({ name, article }: Named) => ({ portal: of(name), thePortal: withArticle(article?.[locale], of(name)) }),
    date: (at: number, style: 'date' | 'dateTime' = 'date', timeZone = 'Europe/Paris') =>
      spokenDate(locale, at, { timeZone, withTime: style === 'dateTime', reader }),
    moment: (at: number, seen: Moment, timeZone = 'Europe/Paris') => spokenMoment(locale, at, { ...seen, timeZone, reader }),
    until: (endsAt: number, timeZone = 'Europe/Paris') => spokenEnd(locale, endsAt, { timeZone, reader }),
    duration: (millis: number) => duration(locale, millis),
  });
}

const translators: Record<Locale, Translator> = { fr: translator('fr'), en: translator('en') };

/** Translators for those who live in a zone, which is one of the few hundred that there are (`zoneOf`). */
const elsewhere = new Map<string, Translator>();

/** Returns the translator of a language. With the reader's own time zone, times of another one say which it is. */
export function translate(locale: Locale, zone?: string): Translator {
  if (zone === undefined) return translators[locale];
  const key = `${locale} ${zone}`;
  const known = elsewhere.get(key) ?? translator(locale, zone);
  elsewhere.set(key, known);
  return known;
}

/** The language for a tag such as `fr-CA`. Anything but French is answered in English. */
export const localeOf = (tag: string | undefined): Locale => (/^fr\b/i.test(tag ?? '') ? 'fr' : 'en');
