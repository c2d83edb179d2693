import { isDeepStrictEqual } from 'node:util';
import { parse } from 'csv-parse/sync';
import { countryCode } from '../foundation/countries.ts';
import { translate } from '../foundation/i18n.ts';
import { emailKey, identifierKey, parseEmail, parseIdentifier } from '../foundation/identifiers.ts';
import type { Outcome } from '../foundation/outcome.ts';
import { isOurHash } from '../foundation/passwordHash.ts';
import { bareNumber, onOneLine } from '../foundation/pasted.ts';
import { establishmentKey } from '../members/index.ts';

/** The columns of the file. The first line names all of them, in any order. */
export const columns = ['identifier', 'email', 'givenName', 'familyName', 'phone', 'entity'] as const;

/** A refused line: its number in the file, and why. */
export type RefusedLine = { readonly line: number; readonly why: string };

/** A valid line, normalised. */
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
  /** Undefined if the file has none. */
  readonly passwordHash: string | undefined;
};

/** A user's place in an establishment, as read from a line. */
export type Place = { readonly identifierKey: string; readonly establishment: string; readonly country: string; readonly rights: readonly string[] };

/** `any`: any identifier; `address`: an e-mail address; `proven`: accounts of another directory (OU-1), with an address and possibly a password hash. */
export type AccountKind = 'any' | 'address' | 'proven';

/** Only for `proven` accounts: a portal's own passwords are set by the owner of the mailbox (ALL-1). */
const hashColumn = 'passwordHash';
/** All three or none. A user of several establishments has a line for each. */
const placeColumns = ['establishment', 'country', 'rights'] as const;
type Column = (typeof columns)[number] | typeof hashColumn | (typeof placeColumns)[number];
type Person = Record<Column, string>;

/**
 * Reads accounts from a CSV text: `,` or `;`, with or without a byte order mark. `rights`: those that a place in an establishment may have.
 * Throws where the first line does not name the columns.
 */
export function readAccounts(csv: string, kind: AccountKind, rights: readonly string[] = []): { good: GoodLine[]; places: Place[]; refused: RefusedLine[] } {
  const good = new Map<string, { line: number; account: GoodLine }>();
  const places = new Map<string, Place>();
  const { lines, refused } = split(csv, kind);
  for (const { line, person } of lines) {
    const account = check(person, kind);
    const place = checkPlace(person, rights);
    if (!account.ok || !place.ok) {
      refused.push({ line, why: [account, place].flatMap((checked) => (checked.ok ? [] : [checked.why])).join('; ') });
      continue;
    }
    const { identifier, identifierKey } = account.value;
    const first = good.get(identifierKey);
    const at = `${identifierKey} ${place.value?.establishment ?? ''}`;
    if (first && !(place.value && !places.has(at) && isDeepStrictEqual(first.account, account.value))) {
      refused.push({ line, why: `identifier ${identifier} is on line ${first.line} already` });
      continue;
    }
    if (!first) good.set(identifierKey, { line, account: account.value });
    if (place.value) places.set(at, { identifierKey, ...place.value });
  }
  return { good: [...good.values()].map(({ account }) => account), places: [...places.values()], refused: refused.sort((one, other) => one.line - other.line) };
}

function split(csv: string, kind: AccountKind): { lines: { line: number; person: Person }[]; refused: RefusedLine[] } {
  const refused: RefusedLine[] = [];
  const lines: { line: number; person: Person }[] = [];
  const [header = '', ...rest] = csv.replace(/^\ufeff/, '').split(/\r\n|\n|\r/);
  const delimiter = header.split(';').length > header.split(',').length ? ';' : ',';
  const names = cells(header, delimiter) ?? [];
  mustNameColumns(names, kind);
  for (const [index, text] of rest.entries()) {
    if (text.trim() === '') continue;
    const line = index + 2;
    const values = cells(text, delimiter);
    if (values?.length === names.length) {
      const value = (name: Column) => onOneLine(values[names.indexOf(name)] ?? '');
      lines.push({ line, person: person(value) });
    } else
      refused.push({ line, why: values ? `${values.length} columns where the first line has ${names.length}` : 'a quotation mark is missing or too many' });
  }
  return { lines, refused };
}

const person = (value: (name: Column) => string): Person => ({
  identifier: value('identifier'),
  email: value('email'),
  givenName: value('givenName'),
  familyName: value('familyName'),
  phone: value('phone'),
  entity: value('entity'),
  passwordHash: value('passwordHash'),
  establishment: value('establishment'),
  country: value('country'),
  rights: value('rights'),
});

/** Parsed line by line, so that an open quotation mark costs one line and not the rest of the file. */
function cells(line: string, delimiter: ',' | ';'): string[] | undefined {
  if (!line.includes('"')) return line.split(delimiter).map((cell) => cell.trim());
  try {
    return parse(line, { delimiter, trim: true })[0];
  } catch {
    return undefined;
  }
}

function mustNameColumns(names: readonly string[], kind: AccountKind): void {
  const hash = kind === 'proven' ? names.filter((name) => name === hashColumn).slice(0, 1) : [];
  const optional = [...hash, ...(kind !== 'proven' && placeColumns.every((name) => names.includes(name)) ? placeColumns : [])];
  const missing = columns.filter((name) => !names.includes(name));
  const unknown = names.filter((name) => ![...columns, ...optional].some((known) => known === name));
  if (missing.length === 0 && names.length === columns.length + optional.length) return;
  const told = [...(missing.length > 0 ? [`Missing: ${missing.join(', ')}.`] : []), ...(unknown.length > 0 ? [`Unknown: ${unknown.join(', ')}.`] : [])];
  throw new Error(`The first line must name the columns ${columns.join(',')}, each once. ${told.join(' ')}`.trim());
}

type Checked<T> = { ok: true; value: T } | { ok: false; why: string };

function check(person: Person, kind: AccountKind): Checked<GoodLine> {
  const identifier = kind === 'any' ? parseIdentifier(person.identifier, 'identifier') : parseEmail(person.identifier, 'identifier');
  const email = parseEmail(person.email);
  const phone = bareNumber(person.phone);
  const faults = [
    ...said('identifier', identifier),
    ...said('email', email),
    ...(['givenName', 'familyName', 'entity'] as const).flatMap((name) =>
      person[name].length > 100 || /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800<>]/u.test(person[name])
        ? [`${name}: at most 100 characters, none of them invisible, < or >`]
        : [],
    ),
    ...(phone === '' || /^\+[1-9]\d{6,14}$/.test(phone) ? [] : ['phone: write it internationally, such as +33 6 12 34 56 78']),
    ...(person.passwordHash === '' || isOurHash(person.passwordHash)
      ? []
      : ['passwordHash: an argon2id hash in PHC form with m=19456,t=2,p=1, a salt of 16 bytes and a tag of 32; in quotation marks, as it has commas']),
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
      passwordHash: person.passwordHash || undefined,
    },
  };
}

function checkPlace({ establishment, country, rights }: Person, known: readonly string[]): Checked<Omit<Place, 'identifierKey'> | undefined> {
  const granted = rights.split(/[\s|]+/).filter(Boolean);
  if (establishment === '')
    return country === '' && granted.length === 0 ? { ok: true, value: undefined } : { ok: false, why: 'establishment: needed with country and rights' };
  const key = establishmentKey(establishment);
  const unknown = granted.filter((id) => !known.includes(id));
  const faults = [
    ...(/^[\p{L}\p{N}][\p{L}\p{N}._/-]{0,39}$/u.test(key) ? [] : ['establishment: at most 40 letters, digits and . _ / -']),
    ...(/^[A-Z]{2}$/.test(country) && countryCode(country) !== undefined ? [] : ['country: a code such as FR']),
    ...(unknown.length > 0 ? [`rights: ${unknown.join(', ')} not among the profile's (${known.join(', ') || 'none'})`] : []),
  ];
  return faults.length > 0 ? { ok: false, why: faults.join('; ') } : { ok: true, value: { establishment: key, country, rights: granted } };
}

const said = (field: string, outcome: Outcome<string>): string[] =>
  outcome.ok ? [] : outcome.refusals.map((refusal) => `${field}: ${translate('en').say(refusal)}`);
