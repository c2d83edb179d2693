/** In characters. A longer text is no single value. */
const longest = 1_000;

/** What copying leaves behind and nobody sees: soft hyphens, zero-width spaces, word joiners, byte order marks. Left out, nothing reads differently. */
const leftBehind = /[\u00ad\u200b\u2060\ufeff]/g;

/** Marks that contact lists and messengers put around a name or number. Inside of one they make it look like another, and stay to be refused. */
const around = /[\s\u200c-\u200f\u202a-\u202c\u2066-\u2069]/;

/** White space that ends no line: two lines are two values. */
const blanks = /[^\S\r\n\u2028\u2029]+/g;

/** Full-width forms, as Asian keyboards type them. */
const wide = /[\uff01-\uff5e]+/g;

/** Text without what copying leaves behind. Its lines stay. */
export const withoutTraces = (text: string): string => text.replace(leftBehind, '').replace(wide, (part) => part.normalize('NFKC'));

/** Text on one line, without what copying leaves behind. For names: other letters stay as they were written. */
export const onOneLine = (text: string): string => trimmed(withoutTraces(text).normalize('NFC').replace(/\s+/g, ' '));

const pairs: readonly (readonly [string, string])[] = [
  ['<', '>'],
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
  ['«', '»'],
  ['‹', '›'],
  ['“', '”'],
  ['„', '“'],
  ['‘', '’'],
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
];

/**
 * A value in its usual characters (NFKC), without what it stood in where it was copied: quotes, brackets, and the mark that ended
 * the sentence or divided the list.
 */
export const bareValue = (text: string): string =>
  stripped(trimmed(withoutTraces(text).normalize('NFKC').replace(blanks, ' ')), /^[\s,;]+|[\s,;.:!?…]+$/gu, pairs);

/** Takes what stands around off both ends, character by character: an expression would look at a long run of them anew from each of its places. */
function trimmed(text: string): string {
  let [from, to] = [0, text.length];
  while (from < to && around.test(text.charAt(from))) from += 1;
  while (to > from && around.test(text.charAt(to - 1))) to -= 1;
  return text.slice(from, to);
}

/** Takes marks and brackets off both ends, however they are nested, within reason. */
function stripped(text: string, marks: RegExp, brackets: typeof pairs, deep = 5): string {
  if (text.length > longest || deep === 0) return text;
  const less = brackets.reduce((value, [open, close]) => unbracketed(value, open, close), text.replace(marks, ''));
  return less === text ? text : stripped(less, marks, brackets, deep - 1);
}

/** Without a pair of brackets around it, or with the half of one that was copied along. */
function unbracketed(value: string, open: string, close: string): string {
  const [opens, closes] = [value.startsWith(open), value.endsWith(close)];
  if (opens && closes && value.length > 1) return value.slice(1, -1);
  if (opens && !value.slice(1).includes(close)) return value.slice(1);
  return closes && !value.slice(0, -1).includes(open) ? value.slice(0, -1) : value;
}

/** What stands before a value in a mail or a form: «Code : », “E-mail: ”. */
const label = /^\p{L}[\p{L}\p{M} .’'°/-]{0,40}[:=]\s*/u;

const quotes = pairs.filter(([open]) => /[\p{Pi}„"'`]/u.test(open));

/** A name on one line, without quotes around it and the mark that divided a list. A full stop stays: «Jr.» */
export const bareName = (text: string): string => stripped(onOneLine(text).replace(label, ''), /^[\s,;]+|[\s,;]+$|(?<=[»›”’"'])\.$/gu, quotes);

/** Like `bareValue`, without the label before it. */
export const unlabelled = (text: string): string => bareValue(bareValue(text).replace(label, ''));

/**
 * The one address in what was pasted: `Jean Dupont <jean@corp.example>;`, `mailto:jean@corp.example?subject=…`, «E-mail : jean@corp.example».
 * Anything else comes back as one bare value: of several addresses none is chosen.
 */
export function bareAddress(text: string): string {
  const value = bareValue(text);
  const [, before = '', address = value] = /^([^<>]*?)[<[(](?:mailto:)?([^<>()[\]\s]+@[^<>()[\]\s]+)[>\])]?$/is.exec(value) ?? [];
  const [, followed] = /^(\S+@[^\s@]+)\s*\([^@]*\)$/.exec(value) ?? [];
  // A name may be the address once more. It may not be another address.
  const shown = before.includes('@') && unlabelled(before).toLowerCase() !== unlabelled(address).toLowerCase() ? value : address;
  return unlabelled(followed ?? shown).replace(/\?(?:subject|body|cc|bcc)=.*$/is, '');
}

/** The one code of six digits in what was pasted, such as «Votre code : 123 456.»; without one, what was typed. */
export function bareCode(text: string): string {
  const value = unlabelled(text);
  const whole = value.replace(/[\s.\p{Pd}]/gu, '');
  if (/^\d+$/.test(whole)) return whole;
  const [only, ...others] = value.match(/(?<![\p{L}\d])(?:\d{6}|\d{3}[\s.\p{Pd}]\d{3})(?![\p{L}\d]|[\s.\p{Pd}]?\d)/gu) ?? [];
  return only !== undefined && others.length === 0 ? only.replace(/\D/g, '') : value;
}

/** A number as it is dialled or registered, without its label and groups; letters and all else stay, to be refused. */
export const bareNumber = (text: string): string =>
  unlabelled(text)
    .replace(/^\p{L}[\p{L} .°’'-]*(?=[\d+(])/u, '')
    .replace(/[\s().\p{Pd}/]/gu, '');
