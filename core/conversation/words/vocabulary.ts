import { bare, oneTypo } from './read.ts';

/** The positions of each known word in a sentence. */
export type Places = ReadonlyMap<string, readonly number[]>;

const shortestMisspelt = 5;
/** Shorter stems are the start of too many words. */
const shortestStemMisspelt = 6;
const longestStem = 14;
/** Words typed together with an elided word before: «jarrive», «doctopus», «quinvgate». */
const joined = /^(?:qu|j[mlt]|[jdlmnstc])(?=[\p{L}\p{N}]{4})/u;

/**
 * Makes a function that finds where each word of a vocabulary occurs in a sentence (`word*`: any word that starts with it). A word that is known as
 * written is never a misspelling of another. Misspellings must keep the first letter, which people rarely get wrong.
 */
export function vocabularyOf(words: Iterable<string>): (said: readonly string[]) => Places {
  const whole = new Map<string, string>();
  const begun = new Map<string, string>();
  for (const word of words) (word.endsWith('*') ? begun : whole).set(bare(word.replace(/\*$/, '')), word);
  const misspelt = new Map<string, string[]>();
  for (const stem of new Set([...whole.keys(), ...begun.keys()]))
    if (stem.length >= shortestMisspelt) for (const key of [stem, ...shortened(stem)]) gather(misspelt, key, stem);

  const longBegun = new Map([...begun].filter(([stem]) => stem.length >= shortestStemMisspelt));

  const known = (said: string): string[] => {
    const stems = new Set([...beginnings(said, 1), ...beginnings(bare(said), 1)]);
    return [whole.get(bare(said)), ...Array.from(stems, (stem) => begun.get(stem))].filter((word) => word !== undefined);
  };
  const alike = (token: string, stems: ReadonlyMap<string, string>): string[] =>
    [token, ...shortened(token)]
      .flatMap((key) => misspelt.get(key) ?? [])
      .filter((stem) => stem[0] === token[0] && oneTypo(stem, token))
      .flatMap((stem) => stems.get(stem) ?? []);

  const meant = (said: string): string[] => {
    const token = bare(said);
    const exact = known(said);
    if (exact.length > 0) return exact;
    const apart = known(said.replace(joined, ''));
    if (apart.length > 0 || token.length < shortestMisspelt) return apart;
    return [...new Set([...alike(token, whole), ...beginnings(token, shortestStemMisspelt - 1).flatMap((beginning) => alike(beginning, longBegun))])];
  };

  return (said) => {
    const places = new Map<string, number[]>();
    said.forEach((token, at) => {
      for (const word of token === '' ? [] : meant(token)) gather(places, word, at);
    });
    return places;
  };
}

/** Appends to the list under a key. */
export function gather<T>(into: Map<string, T[]>, key: string, one: T): void {
  const held = into.get(key);
  if (held) held.push(one);
  else into.set(key, [one]);
}

/** Every form of the word with one letter left out. */
const shortened = (word: string): string[] => Array.from(word, (_, at) => word.slice(0, at) + word.slice(at + 1));

const beginnings = (word: string, from: number): string[] =>
  Array.from({ length: Math.max(0, Math.min(word.length, longestStem) - from + 1) }, (_, more) => word.slice(0, from + more));
