import type { Heard } from '../wishes.ts';
import { strange } from '../words/ideas.ts';
import { bare } from '../words/read.ts';
import { soundOf } from '../words/sound.ts';

/** What a message is made of, each with its weight. The squares of the weights add up to one, so that a long message weighs no more than a short one. */
export type Features = ReadonlyMap<string, number>;

const weightOf = { word: 1, letters: 0.5, sound: 1, sounds: 0.7, idea: 1, ideas: 0.7, sign: 0.7 } as const;
/** Runs of this many letters are looked at inside a word: a misspelt word still shares most of them. */
const [shortestRun, longestRun] = [3, 4] as const;
/** Stand for a portal’s name, a number, a pause and something denied, whichever it is. */
const aPortal = '@portal';
const aNumber = '@number';
const aPause = '|';
const aDenial = '@denied';
const denied = '!';

/**
 * The features of a message: its words, each two neighbours, the same as they sound, the letters inside words, its ideas and each two of them, and its
 * signs. What is denied counts as another word. A portal’s name is masked, so that what is learned holds for any portal.
 */
export function featuresOf(text: string, heard: Heard): Features {
  const features = new Map<string, number>();
  const add = (feature: string, weight: number) => {
    if (!features.has(feature)) features.set(feature, weight);
  };
  const words = maskedWords(heard);
  for (const word of words) if (word !== aPause) add(word, weightOf.word);
  if (heard.denied.length > 0) add(aDenial, weightOf.word);
  for (const [at, word] of ['^', ...words].entries()) add(`${word} ${words[at] ?? '$'}`, weightOf.word);
  for (const word of words) for (const run of runsIn(word)) add(`~${run}`, weightOf.letters);
  const sounds = words.map((word) => (word === aPause || word.startsWith('@') ? word : soundOf(word)));
  for (const sound of sounds) add(`*${sound}`, weightOf.sound);
  for (const [at, sound] of ['^', ...sounds].entries()) add(`*${sound} ${sounds[at] ?? '$'}`, weightOf.sounds);
  const ideas = ideasIn(heard);
  for (const [at, idea] of ideas.entries()) {
    add(`#${idea}`, weightOf.idea);
    for (const other of ideas.slice(at + 1)) add(`#${idea} ${other}`, weightOf.ideas);
  }
  for (const [sign] of text.matchAll(/\p{Extended_Pictographic}|[?!]/gu)) add(`=${sign}`, weightOf.sign);
  const length = Math.hypot(...features.values()) || 1;
  return new Map([...features].map(([feature, weight]) => [feature, weight / length]));
}

const isDenied = ({ denied: stretches }: Heard, at: number): boolean => stretches.some(({ from, to }) => at >= from && at < to);

/** The words with portals and numbers masked, a mark before those that are denied, and one pause between sentences. */
function maskedWords(heard: Heard): string[] {
  const portals = new Set(heard.ideas.get('PORTAL'));
  const words = heard.words.map((word, at) => {
    if (word === '') return aPause;
    if (portals.has(at)) return aPortal;
    if (/^\d{2,}$/.test(word)) return aNumber;
    return (isDenied(heard, at) ? denied : '') + bare(word);
  });
  const once = words.filter((word, at) => word !== words[at - 1] || (word !== aPause && word !== aPortal));
  return once.at(-1) === aPause ? once.slice(0, -1) : once;
}

/** The runs of letters in a word, with its beginning and its end. */
function runsIn(word: string): string[] {
  if (word === aPause || word.startsWith('@')) return [];
  const mark = word.startsWith(denied) ? denied : '';
  const letters = `<${word.slice(mark.length)}>`;
  const runs: string[] = [];
  for (let length = shortestRun; length <= longestRun && length < letters.length; length += 1)
    for (let at = 0; at + length <= letters.length; at += 1) runs.push(mark + letters.slice(at, at + length));
  return runs;
}

/** The ideas in a message, sorted, but for those of one portal. An idea of which all is denied has a mark. */
const ideasIn = (heard: Heard): string[] =>
  [...heard.ideas]
    .filter(([idea]) => idea === strange || /^\p{Lu}+$/u.test(idea))
    .map(([idea, places]) => (places.every((at) => isDenied(heard, at)) ? denied : '') + idea)
    .sort();
