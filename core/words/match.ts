import { aliases } from './aliases.ts';

/** Words in order; how much it says when a message has them. */
export type Phrase = { readonly words: readonly string[]; readonly score: number };

/** Longer messages are read from their beginning only: nobody needs more to say what they want. */
const longestMessage = 1_000;
const widestGap = 4;

/** The words of a text: lower case, no accents, no apostrophes or signs, each alias put as its word. */
export function wordsOf(text: string): string[] {
  const letters = text.slice(0, longestMessage).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('œ', 'oe');
  const plain = letters.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
  const said = aliases.reduce((so, [word, spellings]) => so.replace(spellings, word), plain);
  return said.split(' ').filter((word) => word !== '');
}

/** Reads a phrase as lexicons write it. A filler in it must be there, and counts for little. */
export function phraseOf(written: string, fillers: ReadonlySet<string>): Phrase {
  const hint = written.startsWith('~');
  const words = (hint ? written.slice(1) : written).split(' ');
  const score = words.reduce((sum, word) => sum + (fillers.has(word) ? 0.1 : 1), 0);
  return { words, score: hint ? score / 2 : score };
}

/** Whether two words of five letters or more differ by one letter: typed twice, forgotten, taken for another, or two exchanged. */
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

/** Makes what finds, for the words of a message, where each word of a vocabulary stands in it (`word*`: any that begins so). */
export function vocabularyOf(words: Iterable<string>): (said: readonly string[]) => ReadonlyMap<string, readonly number[]> {
  const known = [...new Set(words)].map((word) => ({ word, stem: word.replace(/\*$/, ''), open: word.endsWith('*') }));
  return (said) => {
    const places = new Map<string, number[]>();
    said.forEach((token, at) => {
      const exact = known.filter(({ stem, open }) => (open ? token.startsWith(stem) : token === stem));
      // A word that is known as it stands is not a misspelling of another one.
      const meant = exact.length > 0 ? exact : known.filter(({ stem, open }) => mistyped(token, stem, open));
      for (const { word } of meant) places.set(word, [...(places.get(word) ?? []), at]);
    });
    return places;
  };
}

const mistyped = (token: string, stem: string, open: boolean): boolean =>
  open ? [-1, 0, 1].some((more) => oneTypo(token.slice(0, stem.length + more), stem)) : oneTypo(token, stem);

/** Whether a phrase is said: its words in order, with at most `gap` others between two of them. */
export function isSaid(phrase: Phrase, places: ReadonlyMap<string, readonly number[]>, gap = widestGap): boolean {
  const [first = '', ...others] = phrase.words;
  return (places.get(first) ?? []).some((start) => {
    let last = start;
    return others.every((word) => {
      const next = places.get(word)?.find((at) => at > last && at <= last + gap + 1);
      if (next !== undefined) last = next;
      return next !== undefined;
    });
  });
}
