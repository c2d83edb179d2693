import { isDeepStrictEqual } from 'node:util';
import { countryCode } from '../foundation/countries.ts';
import { translate } from '../foundation/i18n.ts';
import { emailKey, identifierKey, parseEmail, parseIdentifier } from '../foundation/identifiers.ts';
import type { Outcome } from '../foundation/outcome.ts';
import { isOurHash } from '../foundation/passwordHash.ts';
import { onOneLine } from '../foundation/pasted.ts';
import type { NumberIn } from '../foundation/phone.ts';
import { readTable } from '../foundation/spreadsheet.ts';
import { establishmentKey } from '../members/index.ts';
import { columnOf } from './accountHeadings.ts';

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

/** The lines of a table, and the headings that name no column of ours. */
export type ReadAccounts = {
  readonly good: GoodLine[];
  readonly places: Place[];
  readonly refused: RefusedLine[];
  readonly ignored: readonly string[];
};

/**
 * Reads accounts from a table, as spreadsheets write it. `numberIn` reads a telephone number; `rights`: those that a place in an establishment may have.
 * Throws where the first line does not name the columns.
 */
export function readAccounts(csv: string, kind: AccountKind, numberIn: NumberIn, rights: readonly string[] = []): ReadAccounts {
  const good = new Map<string, { line: number; account: GoodLine }>();
  const places = new Map<string, Place>();
  const { lines, refused, ignored } = split(csv, columns, kind === 'proven' ? [hashColumn] : placeColumns);
  for (const { line, person } of lines) {
    const account = check(person, kind, numberIn);
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
  return {
    good: [...good.values()].map(({ account }) => account),
    places: [...places.values()],
    refused: refused.sort((one, other) => one.line - other.line),
    ignored,
  };
}

/** The places of people whose accounts live in a directory elsewhere, which is where each is looked up as `identifier`. */
export type ReadPlaces = {
  readonly places: (Place & { readonly line: number; readonly identifier: string })[];
  readonly refused: RefusedLine[];
  readonly ignored: readonly string[];
};

/** Reads only who belongs where: what else a table says of people is their directory's affair. Throws as `readAccounts`. */
export function readPlaces(csv: string, rights: readonly string[]): ReadPlaces {
  const read = new Map<string, ReadPlaces['places'][number]>();
  const { lines, refused, ignored } = split(csv, ['identifier', ...placeColumns], columns);
  for (const { line, person } of lines) {
    const identifier = parseIdentifier(person.identifier, 'identifier');
    const place = person.establishment === '' ? ({ ok: false, why: 'establishment: needed' } as const) : checkPlace(person, rights);
    const why = [...said('identifier', identifier), ...(place.ok ? [] : [place.why])].join('; ');
    if (!identifier.ok || !place.ok || !place.value) {
      refused.push({ line, why });
      continue;
    }
    const key = identifierKey(identifier.value);
    const at = `${key} ${place.value.establishment}`;
    const first = read.get(at);
    if (first) refused.push({ line, why: `${identifier.value} is at ${place.value.establishment} on line ${first.line} already` });
    else read.set(at, { line, identifier: identifier.value, identifierKey: key, ...place.value });
  }
  return { places: [...read.values()], refused, ignored };
}

function split(
  csv: string,
  needed: readonly Column[],
  optional: readonly Column[],
): { lines: { line: number; person: Person }[]; refused: RefusedLine[]; ignored: string[] } {
  const refused: RefusedLine[] = [];
  const lines: { line: number; person: Person }[] = [];
  const table = readTable(csv);
  const names = table.headings.map(columnOf);
  const ignored = mustNameColumns(names, needed, optional);
  for (const { line, cells } of table.lines) {
    if (cells?.length === names.length) {
      const value = (name: Column) => onOneLine(cells[names.indexOf(name)] ?? '');
      lines.push({ line, person: person(value) });
    } else refused.push({ line, why: cells ? `${cells.length} columns where the first line has ${names.length}` : 'a quotation mark is missing or too many' });
  }
  return { lines, refused, ignored };
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

/**
 * Throws unless each column that is needed is named once; returns the headings that name none. A column that this portal cannot have is refused, not
 * ignored, and so is one of the three of a place without the others.
 */
function mustNameColumns(names: readonly string[], needed: readonly Column[], optional: readonly Column[]): string[] {
  const halfPlace = !placeColumns.every((name) => names.includes(name));
  const allowed: readonly string[] = [...needed, ...optional.filter((name) => !(halfPlace && (placeColumns as readonly string[]).includes(name)))];
  const ours: readonly string[] = [...columns, ...placeColumns, hashColumn];
  const missing = needed.filter((name) => !names.includes(name));
  const twice = names.filter((name, at) => ours.includes(name) && names.indexOf(name) !== at);
  const refused = names.filter((name) => ours.includes(name) && !allowed.includes(name));
  const ignored = names.filter((name) => !ours.includes(name));
  if (missing.length === 0 && twice.length === 0 && refused.length === 0) return ignored;
  const told = [
    ['Missing', missing],
    ['Unknown', ignored],
    ['Twice', twice],
    ['Not here', refused],
  ] as const;
  const why = told.flatMap(([what, which]) => (which.length > 0 ? [`${what}: ${which.join(', ')}.`] : []));
  throw new Error(`The first line must name the columns ${needed.join(',')}, each once. ${why.join(' ')}`);
}

type Checked<T> = { ok: true; value: T } | { ok: false; why: string };

function check(person: Person, kind: AccountKind, numberIn: NumberIn): Checked<GoodLine> {
  const identifier = kind === 'any' ? parseIdentifier(person.identifier, 'identifier') : parseEmail(person.identifier, 'identifier');
  const email = parseEmail(person.email);
  const phone = person.phone === '' ? null : numberIn(person.phone);
  const faults = [
    ...said('identifier', identifier),
    ...said('email', email),
    ...(['givenName', 'familyName', 'entity'] as const).flatMap((name) =>
      person[name].length > 100 || /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800<>]/u.test(person[name])
        ? [`${name}: at most 100 characters, none of them invisible, < or >`]
        : [],
    ),
    ...(phone === undefined ? ['phone: this is no telephone number of its country; write it internationally, such as +33 6 12 34 56 78'] : []),
    ...(person.passwordHash === '' || isOurHash(person.passwordHash)
      ? []
      : ['passwordHash: an argon2id hash in PHC form with m=19456,t=2,p=1, a salt of 16 bytes and a tag of 32; in quotation marks, as it has commas']),
  ];
  if (!identifier.ok || !email.ok || phone === undefined || faults.length > 0) return { ok: false, why: faults.join('; ') };
  return {
    ok: true,
    value: {
      identifier: identifier.value,
      identifierKey: identifierKey(identifier.value),
      email: email.value,
      emailKey: emailKey(email.value),
      givenName: person.givenName,
      familyName: person.familyName,
      phone,
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
