import { type Locale, locales } from '../foundation/i18n.ts';
import { columnsCalled, personHeadings, readTable } from '../foundation/spreadsheet.ts';

/** A line of a spreadsheet that names a person: the address as it stands there, and the names in columns of their own, empty if there are none. */
export type InviteeRow = {
  /** The line as it was written, to name it by. */
  readonly text: string;
  readonly address: string;
  readonly givenName: string;
  readonly familyName: string;
  /** Both names in one cell. */
  readonly name: string;
  readonly company: string;
  readonly language: Locale | undefined;
};

const columnOf = columnsCalled({
  ...personHeadings,
  name: 'nom complet, nom et prénom, full name, display name, nom affiché',
  company: 'société, entreprise, raison sociale, organisation, organization, client, company name',
  language: 'langue, locale, lang',
});

const french = /^(fr|fran[cç]ais|french)/i;
const english = /^(en|anglais|english)/i;

/** In characters, of a line of headings and the one before it. */
const longestHead = 2_000;

/** The rows below a line of headings, of which one names the column of addresses. Undefined if the text begins with no such line. */
export function rowsBelowHeadings(text: string): readonly InviteeRow[] | undefined {
  // Looked at alone first: most texts are no table, and may be long.
  const begin = text.split(/\r\n|\n|\r/, 2).join('\n');
  const names = begin.length > longestHead ? [] : readTable(begin).headings.map(columnOf);
  if (!names.includes('email')) return undefined;
  return readTable(text).lines.map(({ cells = [] }): InviteeRow => {
    const cell = (column: string): string => cells[names.indexOf(column)] ?? '';
    const language = cell('language');
    return {
      text: cells.filter(Boolean).join(' '),
      address: cell('email'),
      givenName: cell('givenName'),
      familyName: cell('familyName'),
      name: cell('name'),
      company: cell('company'),
      language: french.test(language) ? 'fr' : english.test(language) ? 'en' : locales.find((locale) => locale === language),
    };
  });
}

/**
 * A line of cells, as it is copied from a spreadsheet without headings: one address, and names before or after it. Other cells are left out where tabs
 * separate them; by `;` and `,` people list addresses too, so there a name must stand beside it. Undefined for any other line.
 */
export function rowOf(line: string): InviteeRow | undefined {
  const separator = ['\t', ';', ','].find((sign) => line.includes(sign));
  const cells = separator === undefined ? [] : line.split(separator).map((cell) => cell.trim());
  const [at, ...others] = cells.flatMap((cell, index) => (cell.includes('@') ? [index] : []));
  const address = at === undefined ? '' : (cells[at] ?? '');
  if (at === undefined || others.length > 0 || (separator === '\t' ? /^[^<]*@[^<]*@/ : /<|@.*@/).test(address)) return undefined;
  const before = cells.slice(0, at).filter(isName);
  const [one = '', two] = before.length > 0 ? before : cells.slice(at + 1).filter(isName);
  if ((one === '' && separator !== '\t') || (two === undefined && separator === ',')) return undefined;
  const [givenName, familyName] = two === undefined ? ['', ''] : inOrder(one, two, address);
  return { text: cells.filter(Boolean).join(' '), address, givenName, familyName, name: two === undefined ? one : '', company: '', language: undefined };
}

const isName = (text: string): boolean => /^\p{L}[\p{L}\p{M}\s'’.-]*$/u.test(text);

/** Which of two cells is the given name: as the address or capitals say, else the second, as French lists have it. */
const inOrder = (one: string, two: string, address: string): readonly [givenName: string, familyName: string] =>
  fits(one, two, address) && !fits(two, one, address) ? [one, two] : [two, one];

function fits(given: string, family: string, address: string): boolean {
  const local = letters(address.slice(0, address.indexOf('@')));
  return local.startsWith(letters(given)) || local.endsWith(letters(family)) || (isCapitals(family) && !isCapitals(given));
}

const letters = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[^\p{L}]/gu, '')
    .toLowerCase();
const isCapitals = (text: string): boolean => text === text.toUpperCase();
