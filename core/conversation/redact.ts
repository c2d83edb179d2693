import { isKnownWord } from './words/known.ts';

/** Matches up to three words after one of these. */
const after = (words: string): RegExp => new RegExp(String.raw`(?<=(?<!\p{L})(?:${words})[\s,:]{1,5})(?:\p{L}[\p{L}'’-]*\.?\s*){1,3}`, 'giu');

/** Words that announce a name, capitalised or not. */
const announced = after(
  "je suis|moi c['’]est|je m['’]appelle|mon nom est|my name is|name['’]s|i am|i['’]m|mme|mlle|m\\.|mr\\.?|mrs\\.?|ms\\.?|dr\\.?|monsieur|madame|cordialement|salutations|regards",
);
/** Words that a capitalised name may follow. */
const possible = after("c['’]est|ici|this is|here is|pour|for|de|d['’]|from|avec|with|à|to|merci|thanks|cheers");

/**
 * Removes from a text what identifies a person: addresses, links, numbers of four digits or more, words with digits in them, and names in their
 * usual places. Forms that look like them count as they look: «＠», wide digits, invisible characters in between.
 */
export function redact(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .replace(/\S*@\S*/g, '[@]')
    .replace(/(?:https?:\/\/|www\.)\S*/gi, '[link]')
    .replace(/\+?\p{Nd}(?:[\s.,/_·-]?\p{Nd}){3,}/gu, '[number]')
    .replace(/(?=[\w-]*\d)(?=[\w-]*\p{L})[\p{L}\d_-]{4,}/gu, '[id]')
    .replace(announced, (words) => withoutNames(words, (word) => isCapital(word) || !isKnownWord(word)))
    .replace(possible, (words) => withoutNames(words, (word) => isCapital(word) && !isKnownWord(word)));
}

const isCapital = (word: string): boolean => /^\p{Lu}/u.test(word);

/** Replaces the leading names with `[name]` and keeps the words from the first that is not a name. */
function withoutNames(words: string, isName: (word: string) => boolean): string {
  const said = words.split(/(?<=\s)/);
  const other = said.findIndex((word) => !isName(word));
  if (other === 0) return words;
  const rest = other === -1 ? '' : said.slice(other).join('');
  return `[name]${rest || words.endsWith(' ') ? ' ' : ''}${rest}`;
}
