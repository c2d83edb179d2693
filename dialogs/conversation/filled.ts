import { capitalised, type Given, isEverydayWord, isFirm, labelledName, noteIn } from '../../core/conversation/index.ts';
import { onlyAddress } from '../filled.ts';
import { type Question, startedBy } from './said.ts';

/** The value in a sentence that a field asks for: «mon identifiant est amartin», «le SIRET : 130 025 265 00013». */
function valueFor(input: string, said: Given): string | undefined {
  if (input === 'identifier') return said.identifier ?? onlyAddress(said);
  return input === 'siret' ? said.siret : undefined;
}

/** «Prénom Jean, nom Dupont», «ajoute un mot : à bientôt», «le mail en anglais»: these are for the fields of the card, whatever else the words could mean. */
export const statedIn: Question = async ({ dc, text, current, given }) => {
  const says = labelledName(text) ?? noteIn(text) ?? (text.includes('?') ? undefined : given(text).language);
  return current !== undefined && says !== undefined && (await current.dialog.takes(dc, given(text)));
};

/** «Zoé Blanc», where the card asks for somebody's first and last name: both stand there, to be confirmed, though «blanc» is a word. */
export const bothNamesIn: Question = async ({ turn, dc, text, current, field, intent }) => {
  const asked = turn.memory.front?.fields.filter(({ id }) => id === 'givenName' || id === 'familyName') ?? [];
  const isElse = intent.mood !== undefined || intent.followUp !== undefined || intent.nothing !== undefined || startedBy(intent) !== undefined;
  if (!current || isElse || asked.length < 2 || field?.input === 'comment') return false;
  if (isFirm(text)) return false;
  const words = text.trim().split(/\s+/);
  const isNamed = words.length > 1 && words.length <= longestName && words.every((word) => /^\p{Lu}[\p{L}\p{M}.'’-]*$/u.test(word) || between.test(word));
  // Of small letters only what no language here has is a name.
  const isSmall =
    words.length === 2 && asked.every(({ value }) => value === '') && words.every((word) => /^\p{L}[\p{L}\p{M}'’-]+$/u.test(word) && !isEverydayWord(word));
  if (!isSmall && !(isNamed && words.some((word) => !isEverydayWord(word)))) return false;
  const [givenName = '', ...rest] = isSmall ? words.map(capitalised) : words;
  const names = { givenName, familyName: rest.join(' ') };
  if (await current.dialog.puts(dc, names)) return true;
  if (!asked.every(({ id, value }) => value === (id === 'givenName' ? names.givenName : names.familyName))) return false;
  await turn.say(turn.t('talk.already'));
  return true;
};

/** «C’est pas Dupont, c’est Dupond», “Ghent, not Gand”: one value of the card in front takes the place of another. */
export const insteadIn: Question = async ({ turn, dc, text, current }) => {
  const found = (turn.memory.front?.fields ?? []).flatMap(({ id, value }) => {
    const instead = naming.has(id) && value !== '' ? insteadOf(value, text) : undefined;
    return instead === undefined ? [] : [[id, instead] as const];
  });
  return current !== undefined && found.length > 0 && (await current.dialog.puts(dc, Object.fromEntries(found)));
};

function insteadOf(value: string, text: string): string | undefined {
  const before = RegExp.escape(value);
  const [, after] =
    new RegExp(
      String.raw`(?<!\p{L})(?:pas|not)\s+${before}[\s,;:.]+(?:(?:mais|but|c['’ ]?est|it['’ ]?s|it is|plut[oô]t|rather)\s+)+(\p{L}[\p{L}\p{M}'’-]*)`,
      'iu',
    ).exec(text) ?? [];
  if (after !== undefined) return after;
  return new RegExp(String.raw`(?<![\p{L}'’-])(\p{Lu}[\p{L}\p{M}'’-]*)[\s,]+(?:et |and )?(?:pas|not)\s+${before}(?!\p{L})`, 'iu').exec(text)?.[1];
}

/** In words. */
const longestName = 4;
const between = /^(?:de|du|des|la|le|van|von|der|den|di|da|ben|el|al)$/u;

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
