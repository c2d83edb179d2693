const told = /(?:mots? de passe|mdp|password|passwd|pwd)\s*(?:est|c['’]est|is|:|=)\s*["'«“]?\s*(\S{4,})/iu;

/** Letters, a digit and a sign that does not occur in an address, a name or a reference. */
const looksLikeOne = (word: string): boolean => /^(?=.*\p{L})(?=.*\d)(?=.*[!$%^&*=#~|§£€])[^\s@]{6,64}$/u.test(word) && !word.includes('://');

/** Whether somebody seems to have typed a password into the chat (ALL-1): either announced as one, or as the whole message. */
export function holdsPassword(text: string): boolean {
  const named = told.exec(text)?.[1];
  return (named !== undefined && /\p{L}/u.test(named) && /\d/.test(named)) || looksLikeOne(text.trim());
}

const mailedCode = /^\s*\d{6}\s*$|(?<!\p{L})code(?!\p{L})\D*(?<!\d)\d{6}(?!\d)/iu;
const mailedLink = /\/p\/[\w-]+\/[\w-]+\/[\w-]{20,}/;

/** Whether somebody typed what was mailed to them alone, a code or the address of a link: it is for the bot, and never for another person. */
export const holdsMailed = (text: string): boolean => mailedCode.test(text) || mailedLink.test(text);
