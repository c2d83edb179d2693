import { withoutPasswords } from './toldPasswords.ts';

/** Longer texts are cut, so that they fit mails and cards. */
const longest = 2_000;

/**
 * What nobody sees: marks of direction, which make text stand in another order than it was typed, zero-width and filling characters, and control
 * characters other than those that end a line or a word. Joiners and variation selectors stay: scripts and emoji need them.
 */
const unseen = /(?!\u200c|\u200d|\p{Variation_Selector})\p{Default_Ignorable_Code_Point}|(?![\t\n\v\f\r\u0085])\p{Cc}/gu;
/** Anything that leaves a mark on a page: not only spaces, blanks and what joins or varies other characters. */
const seen = /[^\s\p{M}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** Text as whoever reads it should see it. PostgreSQL keeps no NUL either. */
export const legible = (text: string): string => text.replace(unseen, '').toWellFormed();

/**
 * Normalises free text such as a reason or a question: NFC, legible, trimmed, without a password that it tells, at most 2,000 characters; empty if
 * nobody would see anything of it.
 */
export function prose(text: string): string {
  const kept = withoutPasswords(legible(text.normalize('NFC')).trim().slice(0, longest)).toWellFormed();
  return seen.test(kept) ? kept : '';
}

/** Whether a name can go into a mail to somebody else. Requesters may choose their own name, so it must contain no address to open and no number to call. */
export const isName = (asker: string | number | undefined): asker is string =>
  typeof asker === 'string' && asker.length <= 80 && seen.test(asker) && !/[^\p{L}\p{M} .,'’()-]|\p{Default_Ignorable_Code_Point}|\.\p{L}/u.test(asker);

/** What mail clients turn into a link. */
export const opens = /:\/\/|www\.|[[\]]/i;
