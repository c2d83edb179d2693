/** Longer messages are read from their beginning only: nobody needs more to say what they want. */
const longestMessage = 1_000;
/** Between two sentences: so that no expression reaches into the next, and ideas stand farther apart. */
const pause = ['', '', '', ''];

/** The words of a text: lower case, no accents, no apostrophes or signs. */
export function wordsOf(text: string): string[] {
  // Nearly all that the lexicons write is one such word: reading them is most of the start-up's work here.
  if (/^[a-z0-9]{1,40}$/.test(text)) return [text];
  const letters = text.slice(0, longestMessage).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('œ', 'oe');
  return letters.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}

/** The words of a text, with a pause of empty ones after each sentence. Addresses are left out: what they are made of was not said. */
export function spokenWords(text: string): string[] {
  const said = text.slice(0, longestMessage).replace(/\S+@\S+/g, ' ');
  return said
    .split(/(?<!\b(?:Mr?|Mrs|Mme|Ms|Dr))[.!?;…]+(?:\s|$)|[\r\n]+/)
    .map(wordsOf)
    .filter((words) => words.length > 0)
    .flatMap((words) => [...words, ...pause]);
}

/** What is written like a name: with a capital where no sentence begins, or at the end, as who signs. */
const named = /(?<=[\p{L}’'][ ,]+)\p{Lu}\p{Ll}+|(?<=[.!?,\n]\s*)\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)?(?=\s*$)/gu;

/** The words of a text that are written like names. */
export const namesIn = (text: string): ReadonlySet<string> => new Set(wordsOf([...text.slice(0, longestMessage).matchAll(named)].join(' ')));

/** How a word is compared: a doubled letter is often forgotten, and often too many. */
export const bare = (word: string): string => (word.length >= 5 ? word.replace(/(\p{L})\1+/gu, '$1') : word);

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
