import type { Portal } from '../../portal/index.ts';
import { isKnownWord } from '../words/known.ts';
import { wordsOf } from '../words/read.ts';

type Text = Portal['name'];

const textsOf = (text: Text): string[] => (typeof text === 'string' ? [text] : Object.values(text));
const spaced = (text: string): string => ` ${wordsOf(text).join(' ')} `;

/** In letters. Shorter words of a name are words of the language. */
const shortestPart = 5;

/** The names of a thing, and the word that stands for it where no other of its kind has it: «réseau» for «Réseau et accès distants». */
function namesOf(name: Text, others: readonly Text[]): string[] {
  const elsewhere = new Set(others.flatMap((other) => textsOf(other).flatMap(wordsOf)));
  const parts = textsOf(name).flatMap((text) => wordsOf(text).slice(0, 1));
  return [...textsOf(name), ...parts.filter((part) => part.length >= shortestPart && !elsewhere.has(part))];
}

/** The single words that stand for a catalogue among those of its portal, but for words that mean something else. */
export const partsOf = (group: Thing, groups: readonly Thing[]): string[] =>
  namesOf(
    group.name,
    groups.filter((other) => other !== group).map(({ name }) => name),
  ).filter((name) => wordsOf(name).length === 1 && !isKnownWord(name));

type Thing = { readonly id: string; readonly name: Text };

/** The ids of the things that a text names, in any language, whole or by the first word of their names. */
export function namedAmong(things: readonly Thing[], text: string): string[] {
  const said = spaced(text);
  const names = (thing: Thing) =>
    namesOf(
      thing.name,
      things.filter((other) => other !== thing).map((other) => other.name),
    );
  return things.filter((thing) => names(thing).some((each) => said.includes(spaced(each)))).map(({ id }) => id);
}

/** The catalogues of a portal that a text names. */
export function groupsIn(portal: Portal, text: string): [string, string[]][] {
  const groups = namedAmong(portal.groups, text);
  return groups.length > 0 ? [[portal.id, groups]] : [];
}

/** The rights that a text gives a new user. */
export function rightsIn(portal: Portal, text: string): [string, string[]][] {
  const rights = portal.procedures.addUser?.rights ?? [];
  const administers = wordsOf(text).some((word) => /^(?:admin|administrat(?:eur|rice|or)s?)$/.test(word));
  const named = rights.filter((right) => namedAmong(rights, text).includes(right.id) || (administers && right.administrator));
  return named.length > 0 ? [[portal.id, named.map(({ id }) => id)]] : [];
}

/** Whether a word is one that people use for a portal. */
export const isOfPortal = (word: string, portals: readonly Portal[]): boolean => {
  const said = wordsOf(word).join(' ');
  return said !== '' && portals.some(({ id, name, words }) => [id, ...textsOf(name), ...words].some((each) => spaced(each).includes(` ${said} `)));
};
