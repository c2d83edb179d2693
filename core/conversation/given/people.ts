import { bareName } from '../../foundation/pasted.ts';
import type { Portal } from '../../portal/index.ts';
import { isKnownWord } from '../words/known.ts';
import { isOfPortal } from './named.ts';

/** The name of a person, in two parts. */
export type Name = { readonly givenName: string; readonly familyName: string };

const noName: Name = { givenName: '', familyName: '' };
const capital = String.raw`\p{Lu}[\p{L}\p{M}'’-]*\.?`;
/** One to four capitalised words. */
const run = new RegExp(`(?<![\\p{L}\\d])${capital}(?:\\s+(?:(?:de|du|van|von|le|la)\\s+)?${capital}){0,3}`, 'gu');
const last = new RegExp(`(${capital}(?:\\s+(?:(?:de|du|van|von|le|la)\\s+)?${capital}){0,3})\\s*[,:]?\\s*[<("«“'’]?\\s*$`, 'u');

/** The first word is the given name, as in a directory's display names. */
function split(words: readonly string[]): Name {
  const [givenName = '', ...rest] = words;
  return { givenName: bareName(givenName), familyName: bareName(rest.join(' ')) };
}

/** The words of a name, without a verb or a greeting that begins the sentence: «Invite Grace Hopper». */
const namesAmong = (text: string): string[] => {
  const words = text.trim().split(/\s+/);
  const begins = words.findIndex((word) => !isKnownWord(word));
  return begins < 0 ? [] : words.slice(begins);
};

/** The name that stands right before an address: `Grace Hopper <grace@client.example>`. */
export function nameBefore(before: string): Name {
  const words = namesAmong(last.exec(before)?.[1] ?? '');
  return words.length > 1 ? split(words) : noName;
}

const written = String.raw`\s*(?:est|is|:|=|c['’]est)?\s*(\p{L}[\p{L}\p{M}'’-]*)`;
const givenLabel = new RegExp(String.raw`(?<!\p{L})(?:pr[ée]nom|first name|given name|forename)${written}`, 'iu');
const familyLabel = new RegExp(String.raw`(?<!\p{L})(?:nom(?: de famille)?(?! d['’]util)|last name|surname|family name)${written}`, 'iu');

/** «Prénom Jean, nom Dupont», “first name John, last name Smith”: each part by its label. */
export function labelledName(text: string): Name | undefined {
  const [, given] = givenLabel.exec(text) ?? [];
  const [, family] = given === undefined ? [] : (familyLabel.exec(text.replace(givenLabel, ' ')) ?? []);
  return given === undefined || family === undefined ? undefined : { givenName: bareName(given), familyName: bareName(family) };
}

/** Somebody's name in a sentence: capitalised words that mean nothing else here. */
export function nameIn(text: string, portals: readonly Portal[]): Name | undefined {
  const labelled = labelledName(text);
  if (labelled) return labelled;
  const found = [...text.matchAll(run)]
    .map(([words]) => namesAmong(words))
    // One word of capitals alone is an abbreviation.
    .filter((words) => words.length > 1 || /\p{Ll}/u.test(words[0] ?? ''))
    .filter((words) => !words.some((word) => isKnownWord(word) || isOfPortal(word, portals)));
  const [only, ...others] = found;
  // Of two names, or of a word that merely begins the sentence, none is taken.
  if (!only || others.length > 0 || (only.length === 1 && text.trimStart().startsWith(only[0] ?? ''))) return undefined;
  return split(only);
}

const legalForm = String.raw`(?:\s+(?:S\.?A\.?S?|S\.?A\.?R\.?L\.?|GmbH|AG|Ltd\.?|Inc\.?|LLC|S\.?p\.?A\.?|B\.?V\.?|&\s+\p{Lu}[\p{L}\p{M}'’-]*))*`;
const firm = String.raw`\p{Lu}[\p{L}\p{M}\d&'’-]*(?:\s+\p{Lu}[\p{L}\p{M}\d&'’-]*){0,3}${legalForm}`;
const company = new RegExp(
  String.raw`(?<![\p{L}\d])(?:(?:de\s+)?chez|(?:de\s+(?:la\s+)?)?(?:société|entreprise)|(?:de\s+l['’])?entreprise|from(?:\s+the)?(?:\s+company)?|company|of|de)\s+(${firm})(?=[\s.,;)>!?]|$)`,
  'gu',
);

/** The company that somebody is from: «Grace Hopper de Client SA», “from Client SA”. */
export function companyIn(text: string, portals: readonly Portal[]): string | undefined {
  const found = [...text.matchAll(company)].flatMap(([, named = '']) => (named.split(/\s+/).some((word) => isOfPortal(word, portals)) ? [] : [named]));
  const [only] = found;
  return only === undefined || found.length > 1 || (!only.includes(' ') && isKnownWord(only)) ? undefined : only;
}
