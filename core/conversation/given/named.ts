import type { Portal } from '../../portal/index.ts';
import { isKnownWord } from '../words/known.ts';
import { wordsOf } from '../words/read.ts';

type Text = Portal['name'];
type Thing = { readonly id: string; readonly name: Text };

const textsOf = (text: Text): string[] => (typeof text === 'string' ? [text] : Object.values(text));
const spaced = (text: string): string => ` ${wordsOf(text).join(' ')} `;

/** In letters. Shorter words of a name are words of the language. */
const shortestPart = 5;

/** A thing, its names whole, and the word that stands for it where no other of its kind has it: «réseau» for «Réseau et accès distants». */
type Named = { readonly id: string; readonly whole: readonly string[]; readonly parts: readonly string[] };

const readBefore = new WeakMap<readonly Thing[], readonly Named[]>();

/** The names of things of one kind. They are read once: there can be hundreds. */
function namesOf(things: readonly Thing[]): readonly Named[] {
  const known = readBefore.get(things);
  if (known) return known;
  const words = things.map(({ name }) => new Set(textsOf(name).flatMap(wordsOf)));
  const counts = new Map<string, number>();
  for (const word of words.flatMap((each) => [...each])) counts.set(word, (counts.get(word) ?? 0) + 1);
  const read = things.map(({ id, name }) => ({
    id,
    whole: textsOf(name).map(spaced),
    parts: textsOf(name)
      .flatMap((text) => wordsOf(text).slice(0, 1))
      .filter((part) => part.length >= shortestPart && counts.get(part) === 1),
  }));
  readBefore.set(things, read);
  return read;
}

/** In letters. Shorter words of a name stand in many sentences. */
const shortestWord = 4;

/** Whether each word of a name is there, if only by its beginning: «les applis métier» for «Applications métier». */
function isAbbreviated(name: string, said: ReadonlySet<string>): boolean {
  const words = name.split(' ').filter((word) => word.length >= shortestWord);
  const begins = (word: string) => [...said].some((each) => each.length >= shortestWord && word.startsWith(each.replace(/s$/, '')));
  return words.length > 1 && words.every(begins);
}

/** The ids of the things that a text names, in any language, whole or by the first word of their names. */
export function namedAmong(things: readonly Thing[], text: string): string[] {
  const said = spaced(text);
  const words = new Set(wordsOf(text));
  const short = [...words].map((word) => word.replace(/s$/, '')).filter((word) => word.length >= shortestPart && !isKnownWord(word));
  return namesOf(things)
    .filter(
      ({ whole, parts }) =>
        whole.some((each) => said.includes(each) || isAbbreviated(each, words)) ||
        parts.some((part) => words.has(part) || short.some((word) => part.startsWith(word))),
    )
    .map(({ id }) => id);
}

/** The single words that stand for one of these things, but for words that mean something else. */
export const partsOf = (things: readonly Thing[]): string[] => namesOf(things).flatMap(({ parts }) => parts.filter((part) => !isKnownWord(part)));

/** «Mais pas le réseau», “without business applications”: named, and not wanted. */
const unwanted =
  /(?<!\p{L})(?:(?:(?:non|mais|et|but|and)\s+)(?:pas|not)|sans|sauf|without|except)(?!\p{L})[^,;.]*|(?:^|[,;.]\s*)(?:pas|not)(?!\p{L})[^,;.]*/giu;

/** The catalogues of a portal that a text wants. */
export function groupsIn(portal: Portal, text: string): [string, string[]][] {
  const groups = namedAmong(portal.groups, text.replace(unwanted, ' '));
  return groups.length > 0 ? [[portal.id, groups]] : [];
}

/** What takes something away, or denies it: no right is given in such a sentence. */
const takingAway =
  /(?<!\p{L})(?:ne|n['’]|pas|plus (?:de |d['’]|voir|avoir|acc)|sans|retir\p{L}*|enl[eè]v\p{L}*|supprim\p{L}*|no longer|not|without|n['’]t|remov\p{L}*|tak(?:e|ing) away|revok\p{L}*|stop)(?!\p{L})/iu;

/** The rights that a text gives a new user. */
export function rightsIn(portal: Portal, text: string): [string, string[]][] {
  if (takingAway.test(text)) return [];
  const rights = portal.procedures.addUser?.rights ?? [];
  const named = namedAmong(rights, text);
  const administers = wordsOf(text).some((word) => /^(?:admin|administrat(?:eur|rice|or)s?)$/.test(word));
  const given = rights.filter((right) => named.includes(right.id) || (administers && right.administrator));
  return given.length > 0 ? [[portal.id, given.map(({ id }) => id)]] : [];
}

/** Whether a word is one that people use for a portal. */
export const isOfPortal = (word: string, portals: readonly Portal[]): boolean => {
  const said = wordsOf(word).join(' ');
  return said !== '' && portals.some(({ id, name, words }) => [id, ...textsOf(name), ...words].some((each) => spaced(each).includes(` ${said} `)));
};
