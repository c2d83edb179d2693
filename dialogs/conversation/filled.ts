import { type Given, isEverydayWord, labelledName, noteIn } from '../../core/conversation/index.ts';
import { onlyAddress } from '../filled.ts';
import type { Question } from './said.ts';

/** The value in a sentence that a field asks for: «mon identifiant est amartin», «le SIRET : 130 025 265 00013». */
function valueFor(input: string, said: Given): string | undefined {
  if (input === 'identifier') return said.identifier ?? onlyAddress(said);
  return input === 'siret' ? said.siret : undefined;
}

/** «Prénom Jean, nom Dupont», «ajoute un mot : à bientôt»: parts with their labels are for the fields of the card, whatever else the words could mean. */
export const statedIn: Question = async ({ dc, text, current, given }) =>
  current !== undefined && (labelledName(text) !== undefined || noteIn(text) !== undefined) && (await current.dialog.takes(dc, given(text)));

/** In words. A longer message is no name of a company or a street. */
const longestValue = 6;

/** What fits no field in particular, where the card has a first field to be filled that asks for a name: it stands there, to be confirmed. */
export const onlyFieldIn: Question = async ({ turn, dc, text, current, field, intent }) => {
  const isElse = intent.mood !== undefined || intent.followUp !== undefined || intent.nothing !== undefined || intent.nearest.length > 0;
  const words = text.trim().split(/\s+/);
  if (!current || field || isElse || words.length > longestValue || /[?@!]/.test(text)) return false;
  // «Client SA» is a name, for all that its words are known.
  const isNamed = words.length > 1 && words.every((word) => /^\p{Lu}/u.test(word));
  if ((!isNamed && words.some((word) => isEverydayWord(word))) || !/\p{L}/u.test(text)) return false;
  const empty = turn.memory.front?.fields.find(({ id, value }) => value === '' && naming.has(id));
  // Two words may be both names, and which is which is not ours to guess.
  if (words.length > 1 && (empty?.id === 'givenName' || empty?.id === 'familyName')) return false;
  return empty !== undefined && (await current.dialog.puts(dc, { [empty.id]: text.trim() }));
};

const naming: ReadonlySet<string> = new Set(['name', 'givenName', 'familyName', 'street', 'city', 'country']);

/** What a sentence says that means nothing else, at a step that asks for it: it stands in the fields of the card, to be confirmed (TALK-6). */
export const filledIn: Question = async ({ dc, text, current, field, intent, given }) => {
  // Thanks beside a value («mon compte c’est amartin merci») do not hide it.
  if (!current || (intent.mood !== 'thanks' && (intent.nothing !== undefined || intent.mood !== undefined))) return false;
  const said = given(text);
  const value = field && valueFor(field.input, said);
  return value === undefined ? await current.dialog.takes(dc, said) : await current.dialog.fills(dc, value);
};
