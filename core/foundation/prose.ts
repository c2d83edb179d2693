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

/** No script puts more marks on one letter. A heap of them covers the lines above and below, which are not the writer's. */
const heaps = /(\p{M}{5})\p{M}+/gu;

/** Text as whoever reads it should see it. PostgreSQL keeps no NUL either. */
export const legible = (text: string): string => text.replace(unseen, '').replace(heaps, '$1').toWellFormed();

/** Lines with nothing on them, which would push what follows out of sight. */
const gaps = /(?:[^\S\n]*\n){3,}/g;

/**
 * Normalises free text such as a reason or a question: NFC, legible, trimmed, without gaps and without a password that it tells, at most 2,000
 * characters; empty if nobody would see anything of it.
 */
export function prose(text: string): string {
  const lines = legible(text.normalize('NFC'))
    .trim()
    .slice(0, longest)
    .replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n');
  const kept = withoutPasswords(lines.replace(gaps, '\n\n')).toWellFormed();
  return seen.test(kept) ? kept : '';
}

/** Whether a name can go into a mail to somebody else. Requesters may choose their own name, so it must contain no address to open and no number to call. */
export const isName = (asker: string | number | undefined): asker is string =>
  typeof asker === 'string' && asker.length <= 80 && seen.test(asker) && !/[^\p{L}\p{M} .,'’()-]|\p{Default_Ignorable_Code_Point}|\.\p{L}/u.test(asker);

/** What mail clients turn into a link. */
export const opens = /:\/\/|www\.|[[\]]/i;
