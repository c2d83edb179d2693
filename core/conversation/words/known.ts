import { everyFiller, lexicons } from './conversation.ts';
import { bare, oneTypo, wordsOf } from './read.ts';

const written = lexicons
  .flatMap(({ ideas }) => Object.values(ideas))
  .flatMap((each) => each.split(/[,\s_/]+/))
  .filter((word) => word !== '');
const normal = (word: string): string => wordsOf(word).map(bare).join('');
const whole = new Set([...everyFiller, ...written.filter((word) => !word.endsWith('*'))].map(normal));
const begun = written.filter((word) => word.endsWith('*')).map(normal);

const everyday = new Set(
  lexicons
    .flatMap(({ themselves, smallTalk, commands, replies }) => [themselves, smallTalk, ...Object.values(commands), ...Object.values(replies)])
    .flatMap((each) => each.split(/[,\s_]+/))
    .map(normal),
);

/** Whether a single word is one that people say: a word of the lexicons, of small talk, or a command, give or take how long it is drawn («ouiii»). */
export const isEverydayWord = (word: string): boolean => {
  const short = word.replace(/(\p{L})\1{2,}/gu, '$1');
  return isKnownWord(word) || isKnownWord(short) || everyday.has(normal(word)) || everyday.has(normal(short));
};

/** Whether a word, exactly as written, is in one of the lexicons. */
export function isKnownWord(word: string): boolean {
  const said = normal(word);
  return whole.has(said) || begun.some((stem) => said.startsWith(stem));
}

/** Whether a word is in one of the lexicons, or but for one typing error. */
export function isNearlyKnown(word: string): boolean {
  const said = normal(word);
  return isKnownWord(word) || [...whole].some((known) => oneTypo(known, said)) || begun.some((stem) => oneTypo(stem, said.slice(0, stem.length)));
}
