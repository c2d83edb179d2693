/** Longer texts are cut: mails and cards have to hold them. */
const longest = 2_000;

/** What somebody wrote in sentences, such as a reason or a question: NFC, no white space around, 2,000 characters at most. */
export const prose = (text: string): string => text.normalize('NFC').trim().slice(0, longest);

/** Whoever asks may have chosen their name, and it goes to somebody else's mailbox: no address to open in it, no number to call. */
export const isName = (asker: string | number | undefined): asker is string =>
  typeof asker === 'string' && asker.length <= 80 && !/[^\p{L}\p{M} .,'’()-]|\.\p{L}/u.test(asker);

/** What a mail client makes a link of. */
export const opens = /:\/\/|www\.|[[\]]/i;
