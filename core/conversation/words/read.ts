import { fold } from '../../foundation/nameWords.ts';

/** Only this much of a message is read. Nobody needs more to say what they want. */
export const longestMessage = 1_000;
/** Put between two sentences, so that no expression continues into the next one and ideas stand farther apart. */
const pause = ['', '', '', ''];

/** The words of a text: lower case, without accents, apostrophes or signs. */
export function wordsOf(text: string): string[] {
  // Nearly every lexicon entry is one such word, and reading them is most of the start-up work here.
  if (/^[a-z0-9]{1,40}$/.test(text)) return [text];
  const letters = fold(text.slice(0, longestMessage)).replaceAll('œ', 'oe');
  return letters.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}

/** The words of a message in order, with a pause of empty words after each sentence, and where its clauses begin. */
export type Spoken = { readonly words: readonly string[]; readonly begins: ReadonlySet<number> };

/** Stands for an address in the words of a message. */
export const anAddress = 'anaddress';

/** «Mon adresse est …» and “my address is …” beside a wish say a value, and do not wish for another address. */
const whoseAddress =
  /(?:[,;.]|\bet|\band)?\s*\b(?:mon|my)\s+(?:adresse|e-?mail|mail|address)(?:\s+(?:mail|e-?mail|pro|professionnelle))?\s+(?:est|c['’]est|is)\s+\S+@\S+/giu;

/** A message without its values, whose words and digits say nothing: each address is one word, and long numbers are left out. */
const withoutValues = (text: string): string =>
  text
    .slice(0, longestMessage)
    .replace(whoseAddress, ' ')
    .replace(/\S+@\S+/g, ` ${anAddress} `)
    .replace(/(?<![\p{L}\d])\+?\d(?:[\s().\p{Pd}]?\d){5,}(?![\p{L}\d])/gu, ' ');

/** Reads the words of a message, without its values. */
export function spokenWords(text: string): Spoken {
  const said = withoutValues(text);
  const words: string[] = [];
  const begins = new Set<number>([0]);
  for (const sentence of said.split(/(?<!\b(?:Mr?|Mrs|Mme|Ms|Dr))[.!?;…]+(?:\s|$)|[\r\n]+/)) {
    const before = words.length;
    for (const clause of sentence.split(/[,:()«»"]/)) {
      begins.add(words.length);
      words.push(...wordsOf(clause));
    }
    if (words.length > before) words.push(...pause);
  }
  return { words, begins };
}

/** Words written like a name: capitalised in mid-sentence, or at the end of the text like a signature. */
const named = /(?<=[\p{L}’'][ ,]+)\p{Lu}\p{Ll}+|(?<=[.!?,\n]\s*)\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)?(?=\s*$)/gu;

/** The words of a text that are written like names. */
export const namesIn = (text: string): ReadonlySet<string> => new Set(wordsOf([...text.slice(0, longestMessage).matchAll(named)].join(' ')));

/** Normalises a word for comparison. A doubled letter is often forgotten, or typed by mistake. */
export const bare = (word: string): string => (word.length >= 5 ? word.replace(/(\p{L})\1+/gu, '$1') : word);

/** Whether two words of five letters or more differ by one typing error: a letter repeated, missing or replaced, or two swapped. */
export function oneTypo(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (short.length < 5 || long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  const rest = (text: string, from: number) => text.slice(from);
  if (long.length > short.length) return rest(long, at + 1) === rest(short, at);
  const exchanged = short[at] === long[at + 1] && short[at + 1] === long[at] && rest(short, at + 2) === rest(long, at + 2);
  return exchanged || rest(short, at + 1) === rest(long, at + 1);
}
