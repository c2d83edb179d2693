import { type Locale, locales } from './i18n.ts';

/** Codes that CLDR names and ISO 3166-1 does not assign to a country. */
const others = new Set(['AC', 'CP', 'CQ', 'DG', 'EA', 'EU', 'EZ', 'IC', 'QO', 'TA', 'UN', 'XA', 'XB', 'XK', 'ZZ']);

const letters = Array.from({ length: 26 }, (_, at) => String.fromCharCode(65 + at));

const named = (locale: Locale): ReadonlyMap<string, string> => {
  const names = new Intl.DisplayNames(locale, { type: 'region', fallback: 'none' });
  const codes = letters.flatMap((first) => letters.map((second) => `${first}${second}`));
  return new Map(
    codes.flatMap((code): [string, string][] => {
      // What a code was replaced by is listed under its own.
      const current = Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}` && !others.has(code);
      const name = current ? names.of(code) : undefined;
      return name === undefined ? [] : [[code, name]];
    }),
  );
};

const known = new Map<Locale, ReadonlyMap<string, string>>();
const namesOf = (locale: Locale): ReadonlyMap<string, string> => {
  const names = known.get(locale) ?? named(locale);
  known.set(locale, names);
  return names;
};

const bare = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\p{M}\p{P}\s]+/gu, '')
    .toLowerCase();

/** The countries by their names in a language, in its order. */
export const countries = (locale: Locale): { readonly code: string; readonly name: string }[] =>
  [...namesOf(locale)].map(([code, name]) => ({ code, name })).sort((one, other) => one.name.localeCompare(other.name, locale));

/** The ISO 3166-1 code of a country that was typed, as a code or by its name in any of our languages; undefined where there is none such. */
export function countryCode(text: string): string | undefined {
  const code = text.trim().toUpperCase();
  if (namesOf('en').has(code)) return code;
  const typed = bare(text);
  return locales.flatMap((locale) => [...namesOf(locale)]).find(([, name]) => bare(name) === typed)?.[0];
}

/** Overseas departments, which ISO 3166-1 lists apart and whose companies have a SIRET as those of France. */
const overseas = new Set(['GP', 'GF', 'MQ', 'RE', 'YT']);

/** The countries abroad (OU-3), by their names. */
export const countriesAbroad = (locale: Locale) => countries(locale).filter(({ code }) => !isFrance(code));

/** Whether an organisation domiciled there counts as domiciled in France (OU-2). */
export const isFrance = (code: string): boolean => code === 'FR' || overseas.has(code);

/** A country's name; the code itself where it has none. */
export const countryName = (code: string, locale: Locale): string => namesOf(locale).get(code) ?? code;
