import { parse } from 'csv-parse/sync';
import { translate } from './i18n.ts';
import { emailKey, identifierKey, parseEmail, parseIdentifier } from './identifiers.ts';
import type { Outcome } from './outcome.ts';

/** The columns of the file, in any order; all of them in its first line. */
export const columns = ['identifier', 'email', 'givenName', 'familyName', 'phone', 'entity'] as const;

/** A line that was refused, by its number in the file, with why. */
export type RefusedLine = { readonly line: number; readonly why: string };

/** A line that can be kept, normalised. */
export type GoodLine = {
  readonly identifier: string;
  readonly identifierKey: string;
  readonly email: string;
  readonly emailKey: string;
  readonly givenName: string;
  readonly familyName: string;
  /** In E.164 form. */
  readonly phone: string | null;
  readonly entity: string | null;
};

/** Whether identifiers must be addresses too. */
export type Identifiers = 'address' | 'any';

type Person = Record<(typeof columns)[number], string>;

/** Reads accounts from a CSV text: `,` or `;`, with or without a byte order mark. Throws where the first line does not name the columns. */
export function readAccounts(csv: string, identifiers: Identifiers): { good: GoodLine[]; refused: RefusedLine[] } {
  const good: GoodLine[] = [];
  const { lines, refused } = split(csv);
  const lineOf = new Map<string, number>();
  for (const { line, person } of lines) {
    const account = check(person, identifiers);
    if (!account.ok) {
      refused.push({ line, why: account.why });
      continue;
    }
    const { identifier, identifierKey } = account.value;
    const first = lineOf.get(identifierKey);
    if (first === undefined) good.push(account.value);
    else refused.push({ line, why: `identifier ${identifier} is on line ${first} already` });
    lineOf.set(identifierKey, first ?? line);
  }
  return { good, refused: refused.sort((one, other) => one.line - other.line) };
}

function split(csv: string): { lines: { line: number; person: Person }[]; refused: RefusedLine[] } {
  const refused: RefusedLine[] = [];
  const lines: { line: number; person: Person }[] = [];
  const [header = '', ...rest] = csv.replace(/^\ufeff/, '').split(/\r\n|\n|\r/);
  const delimiter = header.split(';').length > header.split(',').length ? ';' : ',';
  const names = cells(header, delimiter) ?? [];
  mustNameColumns(names);
  for (const [index, text] of rest.entries()) {
    if (text.trim() === '') continue;
    const line = index + 2;
    const values = cells(text, delimiter);
    if (values?.length === names.length) {
      const value = (name: (typeof columns)[number]) => (values[names.indexOf(name)] ?? '').normalize('NFC');
      lines.push({ line, person: person(value) });
    } else
      refused.push({ line, why: values ? `${values.length} columns where the first line has ${names.length}` : 'a quotation mark is missing or too many' });
  }
  return { lines, refused };
}

const person = (value: (name: (typeof columns)[number]) => string): Person => ({
  identifier: value('identifier'),
  email: value('email'),
  givenName: value('givenName'),
  familyName: value('familyName'),
  phone: value('phone'),
  entity: value('entity'),
});

/** Read line by line, so that a quotation mark left open costs one line and not all that follow. */
function cells(line: string, delimiter: ',' | ';'): string[] | undefined {
  if (!line.includes('"')) return line.split(delimiter).map((cell) => cell.trim());
  try {
    return parse(line, { delimiter, trim: true })[0];
  } catch {
    return undefined;
  }
}

function mustNameColumns(names: readonly string[]): void {
  const missing = columns.filter((name) => !names.includes(name));
  const unknown = names.filter((name) => !columns.some((known) => known === name));
  if (missing.length === 0 && names.length === columns.length) return;
  const told = [...(missing.length > 0 ? [`Missing: ${missing.join(', ')}.`] : []), ...(unknown.length > 0 ? [`Unknown: ${unknown.join(', ')}.`] : [])];
  throw new Error(`The first line must name the columns ${columns.join(',')}, each once. ${told.join(' ')}`.trim());
}

type Checked = { ok: true; value: GoodLine } | { ok: false; why: string };

function check(person: Person, identifiers: Identifiers): Checked {
  const identifier = identifiers === 'address' ? parseEmail(person.identifier, 'identifier') : parseIdentifier(person.identifier, 'identifier');
  const email = parseEmail(person.email);
  const phone = person.phone.replace(/[\s().-]/g, '');
  const faults = [
    ...said('identifier', identifier),
    ...said('email', email),
    ...(['givenName', 'familyName', 'entity'] as const).flatMap((name) =>
      person[name].length > 100 || /[\p{Cc}\p{Cf}<>]/u.test(person[name]) ? [`${name}: at most 100 characters, none of them invisible, < or >`] : [],
    ),
    ...(phone === '' || /^\+[1-9]\d{6,14}$/.test(phone) ? [] : ['phone: write it internationally, such as +33 6 12 34 56 78']),
  ];
  if (!identifier.ok || !email.ok || faults.length > 0) return { ok: false, why: faults.join('; ') };
  return {
    ok: true,
    value: {
      identifier: identifier.value,
      identifierKey: identifierKey(identifier.value),
      email: email.value,
      emailKey: emailKey(email.value),
      givenName: person.givenName,
      familyName: person.familyName,
      phone: phone || null,
      entity: person.entity || null,
    },
  };
}

const said = (field: string, outcome: Outcome<string>): string[] =>
  outcome.ok ? [] : outcome.refusals.map((refusal) => `${field}: ${translate('en').say(refusal)}`);
