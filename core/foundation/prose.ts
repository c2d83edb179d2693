/** Longer texts are cut, so that they fit mails and cards. */
const longest = 2_000;

/** Normalises free text such as a reason or a question: NFC, trimmed, at most 2,000 characters. */
export const prose = (text: string): string => text.normalize('NFC').trim().slice(0, longest);

/** Whether a name can go into a mail to somebody else. Requesters may choose their own name, so it must contain no address to open and no number to call. */
export const isName = (asker: string | number | undefined): asker is string =>
  typeof asker === 'string' && asker.length <= 80 && !/[^\p{L}\p{M} .,'’()-]|\.\p{L}/u.test(asker);

/** What mail clients turn into a link. */
export const opens = /:\/\/|www\.|[[\]]/i;
