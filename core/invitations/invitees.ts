import type { Locale } from '../foundation/i18n.ts';
import { mailboxKey, parseEmail } from '../foundation/identifiers.ts';
import type { Refusal } from '../foundation/outcome.ts';
import { bareName, withoutTraces } from '../foundation/pasted.ts';
import { type InviteeRow, rowOf, rowsBelowHeadings } from './inviteeRows.ts';

/** A person to invite. Names are empty if none were given. */
export type Invitee = { readonly email: string; readonly givenName: string; readonly familyName: string };

/** A person to invite, with what else a column of a spreadsheet says of them. */
export type ListedInvitee = Invitee & { readonly company: string; readonly language: Locale | undefined };

/** A piece of the pasted text that is no address, and why. */
export type BadInvitee = { readonly text: string; readonly refusal: Refusal };

/** The people in a pasted text, each once and in order, and the pieces that could not be read. */
export type ReadInvitees = { readonly good: readonly ListedInvitee[]; readonly bad: readonly BadInvitee[]; readonly repeated: number };

/** A piece of the text, with the family name before its comma, if any. */
type Piece = { readonly text: string; readonly family: string };

/**
 * Reads addresses as people paste them: one a line, or separated by commas, semicolons or spaces; bare, as `Ada Lovelace <ada@x>`, or as
 * Outlook's `Lovelace, Ada <ada@x>`; and lines of a spreadsheet, with headings or without. Keeps the good ones, each mailbox once, and names the bad ones.
 */
export function readInvitees(text: string): ReadInvitees {
  const good = new Map<string, ListedInvitee>();
  const bad: BadInvitee[] = [];
  let repeated = 0;
  for (const { text: shown, address, ...person } of namedIn(withoutTraces(text))) {
    const email = parseEmail(address);
    if (!email.ok) bad.push({ text: shortened(shown), refusal: email.refusals[0] });
    else if (good.has(mailboxKey(email.value))) repeated += 1;
    else good.set(mailboxKey(email.value), { email: email.value, ...person });
  }
  return { good: [...good.values()], bad, repeated };
}

/** A person as the text names them. */
type Named = Omit<ListedInvitee, 'email'> & { readonly text: string; readonly address: string };

function namedIn(text: string): readonly Named[] {
  const rows = rowsBelowHeadings(text.trimStart());
  if (rows) return rows.map(ofRow);
  return text.split(/[\r\n\u2028\u2029]+/).flatMap((line): readonly Named[] => {
    const row = rowOf(line);
    return row
      ? [ofRow(row)]
      : line
          .split(/[;\t]+/)
          .flatMap(splitLine)
          .map(ofPiece);
  });
}

const ofPiece = (piece: Piece): Named => ({ text: piece.text, ...readPiece(piece), company: '', language: undefined });

/** The columns of names say more than what stands with the address. */
function ofRow({ text, address: cell, givenName, familyName, name, company, language }: InviteeRow): Named {
  const { address, ...beside } = readPiece({ text: cell.includes('<') || name === '' ? cell : `${name} <${cell}>`, family: '' });
  const named = givenName || familyName ? { givenName: cleanName(givenName), familyName: cleanName(familyName) } : beside;
  return { text, address, ...named, company, language };
}

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

/** Splits at commas, except those in quotes, in angle brackets, or between a family name and the rest. */
function splitLine(line: string): Piece[] {
  const found = (line.match(/(?:"[^"]*"|<[^<>]*>|[^,"<]|["<])+/g) ?? []).map((piece) => piece.trim()).filter(Boolean);
  const familyBefore = (at: number): string => {
    const [before = '', piece = ''] = [found[at - 1], found[at]];
    return isName(before) && /^[^<@]+<[^>]*@[^>]*>$/.test(piece) ? before : '';
  };
  return found.flatMap((text, at) => {
    if (familyBefore(at + 1) !== '') return [];
    return text.includes('<') ? [{ text, family: familyBefore(at) }] : splitAddresses(text).map((each) => ({ text: each, family: '' }));
  });
}

const isName = (text: string): boolean => /^[\p{L}\p{M}\s'’.-]+$/u.test(text);

/** Splits addresses that are separated by spaces only. Any other text stays one piece. */
const splitAddresses = (text: string): string[] => {
  const words = text.split(/\s+/);
  return words.every((word) => word.includes('@')) ? words : [text];
};

function readPiece({ text, family }: Piece): Omit<Invitee, 'email'> & { address: string } {
  const [, shown = '', address = text] = /^([^<]*)<([^<>]*)>$/.exec(text) ?? /^([^<@:]+)\s(\S+@\S+)$/.exec(text) ?? [];
  const name = cleanName(shown);
  const named = (givenName: string, familyName: string) => ({ address, givenName, familyName });
  if (family !== '') return named(name, cleanName(family));
  const [last = '', first] = name.split(',').map((part) => part.trim());
  if (first) return named(first, last);
  const space = name.indexOf(' ');
  return space < 0 ? named('', name) : named(name.slice(0, space), name.slice(space + 1));
}

/** A display name without quotes and control characters; empty if it is an address. */
export function cleanName(text: string): string {
  const name = bareName(text).replace(/["<>\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/gu, '');
  return name.includes('@') ? '' : name.replace(/\s+/g, ' ').trim().slice(0, 100);
}
