const told = /(?:mots? de passe|mdp|password|passwd|pwd)\s*(?:est|c['’]est|is|:|=)\s*["'«“]?\s*(\S{4,})/iu;

/** Letters, a digit and a sign that does not occur in an address, a name or a reference. */
const looksLikeOne = (word: string): boolean => /^(?=.*\p{L})(?=.*\d)(?=.*[!$%^&*=#~|§£€])[^\s@]{6,64}$/u.test(word) && !word.includes('://');

/** Whether somebody seems to have typed a password into the chat (ALL-1): either announced as one, or as the whole message. */
export function holdsPassword(text: string): boolean {
  const named = told.exec(text)?.[1];
  return (named !== undefined && /\p{L}/u.test(named) && /\d/.test(named)) || looksLikeOne(text.trim());
}
