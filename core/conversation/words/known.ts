import { everyFiller, lexicons } from './conversation.ts';
import { bare, wordsOf } from './read.ts';

const written = lexicons
  .flatMap(({ ideas }) => Object.values(ideas))
  .flatMap((each) => each.split(/[,\s_/]+/))
  .filter((word) => word !== '');
const normal = (word: string): string => wordsOf(word).map(bare).join('');
const whole = new Set([...everyFiller, ...written.filter((word) => !word.endsWith('*'))].map(normal));
const begun = written.filter((word) => word.endsWith('*')).map(normal);

/** Whether a word, exactly as written, is in one of the lexicons. */
export function isKnownWord(word: string): boolean {
  const said = normal(word);
  return whole.has(said) || begun.some((stem) => said.startsWith(stem));
}
