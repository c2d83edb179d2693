import { domainToASCII, domainToUnicode } from 'node:url';
import { z } from 'zod';
import { accept, type Outcome, refuse } from './outcome.ts';
import { bareAddress, unlabelled } from './pasted.ts';

/** Direction marks and invisible characters. They can make two identifiers look alike, so they are refused. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
const longest = 254;
const emailAddress = z.email();

/** An identifier normalised for comparison: NFKC, lower case, trimmed. */
export const identifierKey = (text: string): string => text.normalize('NFKC').trim().toLowerCase();

/** An address normalised for comparison: `identifierKey`, with the domain in ASCII. */
export function emailKey(address: string): string {
  const key = identifierKey(address);
  const at = key.lastIndexOf('@');
  return at < 0 ? key : `${key.slice(0, at)}@${domainToASCII(key.slice(at + 1)) || key.slice(at + 1)}`;
}

/**
 * Whether an address is the very one that it is compared as, but for capitals. Of one in letters of another width, or with characters that nobody sees,
 * it is not so: compared, it would pass for somebody else's.
 */
export function isExact(address: string): boolean {
  const key = emailKey(address);
  const domain = key.slice(key.lastIndexOf('@') + 1);
  const shown = `${key.slice(0, key.length - domain.length)}${domainToUnicode(domain)}`;
  return [key, shown].includes(address.trim().toLowerCase());
}

/** A tag («name+tag@domain») leads to the same mailbox. */
export const untagged = (address: string): string => address.replace(/\+[^@\s]*(?=@)/g, '');

/**
 * The key of a mailbox: `emailKey` without the tag. Used to find invitations and to stop people deciding on their own requests. It does not
 * identify a person.
 */
export const mailboxKey = (address: string): string => untagged(emailKey(address));

/** The domain of an address, in ASCII. */
export const domainOf = (address: string): string => emailKey(address).slice(emailKey(address).lastIndexOf('@') + 1);

/**
 * Parses a typed or pasted identifier. Refuses with `identifier.empty`, `identifier.long` (over 254 characters, RFC 5321's limit of a path) or
 * `identifier.characters` (control, direction and zero-width marks, or letters of several scripts that look alike).
 */
export function parseIdentifier(text: string, field: string): Outcome<string> {
  const clean = unlabelled(text);
  if (clean === '') return refuse({ key: 'identifier.empty', field });
  if (clean.length > longest) return refuse({ key: 'identifier.long', field, params: { max: longest } });
  if (invisible.test(clean) || mixesScripts(clean)) return refuse({ key: 'identifier.characters', field });
  return accept(clean);
}

/** Parses a typed or pasted e-mail address. Refuses as `parseIdentifier` does, or with `email.malformed`. */
export function parseEmail(text: string, field = 'email'): Outcome<string> {
  const identifier = parseIdentifier(bareAddress(text), field);
  if (!identifier.ok) return identifier;
  const key = emailKey(identifier.value);
  if (!emailAddress.safeParse(key).success) return refuse({ key: 'email.malformed', field });
  // An internationalised domain is stored in ASCII, so that the address checked is the one written to, and one mailbox has one identifier.
  return accept(isAscii(identifier.value) ? identifier.value : key);
}

const isAscii = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);

/** Letters that are written together with Latin ones: none (digits and signs aside), but in East Asia (UTS #39, highly restrictive). */
const elsewhere =
  /(?!\p{Script=Latin}|\p{Script=Common}|\p{Script=Inherited}|\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Script=Bopomofo})\p{L}/u;

const latin = /\p{Script=Latin}/u;

/** Latin letters among those of another script are how look-alike addresses and identifiers are made. A part in Arabic, say, may stand beside one in Latin. */
const mixesScripts = (text: string): boolean =>
  (latin.test(text) && /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(text)) || text.split(/[@.\s_-]/).some((part) => latin.test(part) && elsewhere.test(part));
