import { parse } from 'csv-parse/sync';

/** A line of a table, with its number in the file. Undefined cells: a quotation mark is missing or too many. */
export type TableLine = { readonly line: number; readonly cells: readonly string[] | undefined };

/** A table as a spreadsheet writes it: the headings of its first line, and the lines that are not empty. */
export type Table = { readonly headings: readonly string[]; readonly lines: readonly TableLine[] };

/** Reads the bytes of a text file: UTF-8 or UTF-16 by their marks, UTF-8 where it is valid, and else Windows-1252, as spreadsheets save. */
export function textOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** Reads a table of cells separated by `;`, `,` or tabs. `sep=;` in a line before the headings says which, as for Excel. */
export function readTable(text: string): Table {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/);
  const [, said] = /^"?sep=(.)"?$/i.exec(lines[0]?.trim() ?? '') ?? [];
  const skipped = said === undefined ? 0 : 1;
  const header = lines[skipped] ?? '';
  const delimiter = said ?? likeliest(header);
  return {
    headings: cellsOf(header, delimiter) ?? [],
    lines: lines
      .slice(skipped + 1)
      .map((line, index) => ({ line: index + skipped + 2, text: line }))
      .filter(({ text }) => text.replaceAll(delimiter, '').trim() !== '')
      .map(({ line, text }) => ({ line, cells: cellsOf(text, delimiter) })),
  };
}

const likeliest = (header: string): string => {
  const [best = ','] = [',', ';', '\t'].sort((one, other) => header.split(other).length - header.split(one).length);
  return best;
};

/** Parsed line by line, so that an open quotation mark costs one line and not the rest of the file. */
function cellsOf(line: string, delimiter: string): string[] | undefined {
  if (!line.includes('"')) return line.split(delimiter).map((cell) => withoutApostrophe(cell.trim()));
  try {
    return parse(line, { delimiter, trim: true })[0]?.map(withoutApostrophe);
  } catch {
    return undefined;
  }
}

/** As `csvOf`, and careful people, keep a cell from being a formula: a telephone number begins with a plus. */
const withoutApostrophe = (cell: string): string => (cell.startsWith("'") && beginsFormula.test(cell.slice(1)) ? cell.slice(1).trim() : cell);

/** What a spreadsheet takes for a formula, if a cell begins with it; the full-width signs too (OWASP, CSV injection). */
const beginsFormula = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;

/**
 * Writes a table that opens in Excel: UTF-8 with its mark, cells apart by `;`, as Excel expects in French, lines ended by CRLF (RFC 4180). A cell that
 * would start a formula begins with an apostrophe, which `readTable` leaves out again.
 */
export const csvOf = (headings: readonly string[], rows: readonly (readonly string[])[]): string => `\ufeff${csvLines([headings, ...rows])}`;

/** More lines of such a table. */
export const csvLines = (rows: readonly (readonly string[])[]): string => rows.map((row) => `${row.map(csvCell).join(';')}\r\n`).join('');

function csvCell(text: string): string {
  const safe = beginsFormula.test(text) ? `'${text}` : text;
  return /[";\t\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A heading without case, accents, spaces and signs: «Adresse e-mail» is `adresseemail`. */
export const headingKey = (heading: string): string =>
  heading
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();

/** What spreadsheets and other systems call the columns of people, in French and English, beside our own names. */
export const personHeadings = {
  email: 'e-mail, mail, courriel, adresse e-mail, adresse mail, adresse électronique, email address, e-mail address, mail address',
  givenName: 'prénom, first name, given name, forename',
  familyName: 'nom, nom de famille, last name, surname, family name, sn',
} as const;

/** Makes a reader of headings: the column that one names, by its own name or by one of its others, in any case; the heading itself if it names none. */
export function columnsCalled(names: Readonly<Record<string, string>>): (heading: string) => string {
  const known = new Map(
    Object.entries(names).flatMap(([column, others]) => [column, ...others.split(', ')].map((name) => [headingKey(name), column] as const)),
  );
  return (heading) => known.get(headingKey(heading)) ?? heading;
}
