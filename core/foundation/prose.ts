/** Longer texts are cut, so that they fit mails and cards. */
const longest = 2_000;

/** Marks of direction, which make text stand in another order than it was typed, and control characters other than those that end a line or a word. */
const unseen = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f]|(?![\t\n\v\f\r\u0085])\p{Cc}/gu;

/** Text as whoever reads it should see it. PostgreSQL keeps no NUL either. */
export const legible = (text: string): string => text.replace(unseen, '').toWellFormed();

/** Normalises free text such as a reason or a question: NFC, legible, trimmed, at most 2,000 characters. */
export const prose = (text: string): string => legible(text.normalize('NFC')).trim().slice(0, longest).toWellFormed();

/** Whether a name can go into a mail to somebody else. Requesters may choose their own name, so it must contain no address to open and no number to call. */
export const isName = (asker: string | number | undefined): asker is string =>
  typeof asker === 'string' && asker.length <= 80 && !/[^\p{L}\p{M} .,'’()-]|\.\p{L}/u.test(asker);

/** What mail clients turn into a link. */
export const opens = /:\/\/|www\.|[[\]]/i;
