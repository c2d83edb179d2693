import { asItLooks, toldPasswords } from '../../foundation/toldPasswords.ts';

/** Letters, a digit and a sign that does not occur in an address, a name or a reference. */
const withSign = /^(?=.*\p{L})(?=.*\d)(?=.*[!$%^&*=#~|§£€])[^\s@]{6,64}$/u;
/** A word with a year or another number behind it: «Soleil2024». */
const withNumber = /^\p{Lu}?\p{Ll}{3,}\p{Lu}?\p{Ll}*\d{2,}$/u;
const mixed = /\p{Lu}/u;
/** A walk over the keyboard. */
const walk = /azerty|qwert[yz]|qsdfgh|asdfgh|wxcvbn|zxcvbn/iu;

/** What a whole message can be besides: a unified account, say, where one is asked for. */
export type Awaited = { readonly name: boolean };

const looksLikeOne = (word: string, { name }: Awaited): boolean => {
  if (word.includes('://') || /\s/.test(word)) return false;
  if (withSign.test(word)) return true;
  return !name && /\d/.test(word) && ((withNumber.test(word) && mixed.test(word)) || walk.test(word));
};

/** Whether somebody seems to have typed a password into the chat (ALL-1): either announced as one, or as the whole message. */
export function holdsPassword(text: string, awaited: Awaited = { name: false }): boolean {
  return toldPasswords(text).length > 0 || looksLikeOne(asItLooks(text).trim(), awaited) || proposesOne(text);
}

const ofPasswords = /mot de passe|(?<!\p{L})(?:mdp|password|pwd)(?!\p{L})/iu;
const proposed = /(?:serait|sera|mets|mettez|disons|voudrais|veux|['’]d be|would be|let['’]?s say|set it to|make it)\s+[«"“]?\s*([^\s«»"“”]+)/giu;

/** Whether a password is named as the one that somebody would like: «le mot de passe ? ça serait …». */
const proposesOne = (text: string): boolean =>
  ofPasswords.test(text) && [...text.matchAll(proposed)].some(([, word = '']) => looksLikeOne(word.replace(/[?!.,;]+$/, ''), { name: false }));

const mailedCode = /^\s*\d{6}\s*$|(?<!\p{L})code(?!\p{L})\D*(?<!\d)\d{6}(?!\d)/iu;
const mailedLink = /\/p\/[\w-]+\/[\w-]+\/[\w-]{20,}/;

/** Whether somebody typed what was mailed to them alone, a code or the address of a link: it is for the bot, and never for another person. */
export const holdsMailed = (text: string): boolean => mailedCode.test(text) || mailedLink.test(text);
