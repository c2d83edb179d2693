/** Longer texts are cut: mails and cards have to hold them. */
const longest = 2_000;

/** What somebody wrote in sentences, such as a reason or a question: NFC, no white space around, 2,000 characters at most. */
export const prose = (text: string): string => text.normalize('NFC').trim().slice(0, longest);
