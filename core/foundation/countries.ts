import { type Locale, locales } from './i18n.ts';
import { fold } from './nameWords.ts';

/** Codes that CLDR names but ISO 3166-1 does not assign to a country. */
const unassigned = new Set(['AC', 'CP', 'CQ', 'DG', 'EA', 'EU', 'EZ', 'IC', 'QO', 'TA', 'UN', 'XA', 'XB', 'XK', 'ZZ']);

const letters = Array.from({ length: 26 }, (_, at) => String.fromCharCode(65 + at));

const named = (locale: Locale): ReadonlyMap<string, string> => {
  const names = new Intl.DisplayNames(locale, { type: 'region', fallback: 'none' });
  const codes = letters.flatMap((first) => letters.map((second) => `${first}${second}`));
  return new Map(
    codes.flatMap((code): [string, string][] => {
      // A withdrawn code is listed under its replacement.
      const current = Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}` && !unassigned.has(code);
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

/** The countries sorted by their names in a language. */
export const countries = (locale: Locale): { readonly code: string; readonly name: string }[] =>
  [...namesOf(locale)].map(([code, name]) => ({ code, name })).sort((one, other) => one.name.localeCompare(other.name, locale));

/** What people call countries besides. */
const alsoCalled: Readonly<Record<string, string>> = { uk: 'GB', england: 'GB', angleterre: 'GB', usa: 'US', holland: 'NL', hollande: 'NL' };

/** The ISO 3166-1 code of a country typed as a code or as a name in any of our languages. Undefined if there is none. */
export function countryCode(text: string): string | undefined {
  const code = text.trim().toUpperCase();
  if (namesOf('en').has(code)) return code;
  const typed = bare(text);
  if (Object.hasOwn(alsoCalled, typed)) return alsoCalled[typed];
  return locales.flatMap((locale) => [...namesOf(locale)]).find(([, name]) => bare(name) === typed)?.[0];
}

const spaced = (text: string): string =>
  ` ${fold(text)
    .split(/[^\p{L}]+/u)
    .filter(Boolean)
    .join(' ')} `;

/** The code of the country that a sentence names, in any of our languages; of two, the one with the longer name: «Guinée équatoriale» is not Guinea. */
export function countryIn(text: string): string | undefined {
  const said = spaced(text);
  const found = locales.flatMap((locale) => [...namesOf(locale)]).filter(([, name]) => said.includes(spaced(name)));
  return found.sort(([, one], [, other]) => other.length - one.length)[0]?.[0];
}

/** Overseas departments. ISO 3166-1 lists them separately, but their companies have a SIRET like those of mainland France. */
const overseas = new Set(['GP', 'GF', 'MQ', 'RE', 'YT']);

/** The countries abroad (OU-3), sorted by their names. */
export const countriesAbroad = (locale: Locale) => countries(locale).filter(({ code }) => !isFrance(code));

/** Whether an organisation with this country counts as one in France (OU-2). */
export const isFrance = (code: string): boolean => code === 'FR' || overseas.has(code);

/** A country's name, or its code if it has none. */
export const countryName = (code: string, locale: Locale): string => namesOf(locale).get(code) ?? code;
