import { bareName } from '../../foundation/pasted.ts';
import type { Portal } from '../../portal/index.ts';
import { isEverydayWord, isKnownWord } from '../words/known.ts';
import { wordsOf } from '../words/read.ts';
import { isFirm } from './details.ts';
import { isOfPortal } from './named.ts';

/** The name of a person, in two parts. */
export type Name = { readonly givenName: string; readonly familyName: string };

const noName: Name = { givenName: '', familyName: '' };
const capital = String.raw`\p{Lu}[\p{L}\p{M}'’-]*\.?`;
/** One to four capitalised words. */
const run = new RegExp(`(?<![\\p{L}\\d])${capital}(?:\\s+(?:(?:de|du|van|von|le|la)\\s+)?${capital}){0,3}`, 'gu');
const last = new RegExp(`(${capital}(?:\\s+(?:(?:de|du|van|von|le|la)\\s+)?${capital}){0,3})\\s*[,:]?\\s*[<("«“'’]?\\s*$`, 'u');

/** The sign of an establishment, such as H-PARIS. */
const isSign = /^\p{Lu}-[\p{Lu}\d]{2,}$/u;

/** The first word is the given name, as in a directory's display names. */
function split(words: readonly string[]): Name {
  const [givenName = '', ...rest] = words.filter((word) => !isSign.test(word));
  return { givenName: bareName(givenName), familyName: bareName(rest.join(' ')) };
}

/** The words of a name, without a verb or a greeting that begins the sentence: «Invite Grace Hopper». */
const namesAmong = (text: string): string[] => {
  const words = text.trim().split(/\s+/);
  const begins = words.findIndex((word) => !isKnownWord(word));
  return begins < 0 ? [] : words.slice(begins);
};

/** The name that stands right before an address: `Grace Hopper <grace@client.example>`; in small letters where the address says it too. */
export function nameBefore(before: string, email: string): Name {
  const words = namesAmong(last.exec(before)?.[1] ?? '');
  if (words.length > 1) return split(words);
  const small = (/((?:\p{Ll}[\p{L}\p{M}'’-]+[\s,]+){2})$/u.exec(`${before.replace(/[\s,:;<("«“'’]+$/u, '')} `)?.[1] ?? '').trim().split(/[\s,]+/);
  const [given = '', family = ''] = small.map((word) => wordsOf(word).join(''));
  const local = wordsOf(email.split('@')[0] ?? '').join(' ');
  return given !== '' && [`${given} ${family}`, `${family} ${given}`, `${given[0]}${family}`].includes(local) ? split(small.map(capitalised)) : noName;
}

/** A word with a capital at its beginning, as names are written. */
export const capitalised = (word: string): string => word.charAt(0).toLocaleUpperCase() + word.slice(1);

const written = String.raw`\s*(?:est|is|:|=|c['’]est)?\s*(\p{L}[\p{L}\p{M}'’-]*)`;
const givenLabel = new RegExp(String.raw`(?<!\p{L})(?:pr[ée]nom|first name|given name|forename)${written}`, 'iu');
const familyLabel = new RegExp(String.raw`(?<!\p{L})(?:nom(?: de famille)?(?! d['’]util)|last name|surname|family name)${written}`, 'iu');

/** «Prénom Jean, nom Dupont», “first name John, last name Smith”: each part by its label. */
export function labelledName(text: string): Name | undefined {
  const [, given] = givenLabel.exec(text) ?? [];
  const [, family] = given === undefined ? [] : (familyLabel.exec(text.replace(givenLabel, ' ')) ?? []);
  return given === undefined || family === undefined ? undefined : { givenName: bareName(given), familyName: bareName(family) };
}

/** Who is invited, added or deleted, in small letters as people type: a word or two after the verb that mean nothing else. */
const done =
  /(?<!\p{L})(?:invit|ajout|supprim|retir|enl[eè]v|add|delet|remov)\p{L}*\s+(?:(?:l['’]|le |the |un |une |a )?(?:utilisat\p{L}+|user|coll[eè]gue|colleague|compte de|acc[eè]s de)\s+)?(\p{Ll}[\p{L}'’-]+)(?:\s+(\p{Ll}[\p{L}'’-]+))?(?=\s+(?:de|du|d['’]|from|on|sur|at|à|chez|to|in|dans)(?!\p{L})|\s*[,<(.!?]|\s*$)/u;

const anybody = /^(?:quelqu['’]une?|some(?:one|body)|any(?:one|body)|personnes?|gens|people|clients?|tout|tous|all)$/iu;

function nameAfterVerb(text: string, portals: readonly Portal[]): Name | undefined {
  const words = (done.exec(text.replace(/\S+@\S+/g, ' , ')) ?? []).slice(1).filter((word) => word !== undefined);
  const isName = words.length > 0 && !words.some((word) => isEverydayWord(word) || isOfPortal(word, portals) || anybody.test(word));
  return isName ? split(words.map(capitalised)) : undefined;
}

/** A text with the names that were read in it as names are written: «supprimer marc petit» is about somebody, and is read as that. */
export function withNames(text: string, names: readonly Name[]): string {
  const words = names.flatMap(({ givenName, familyName }) => `${givenName} ${familyName}`.split(' ')).filter((word) => word !== '');
  return words.reduce((said, word) => said.replace(new RegExp(`(?<![\\p{L}@.])${word.toLowerCase()}(?![\\p{L}@]|\\.\\p{L})`, 'u'), word), text);
}

/** What stands after these is a place: «une société belge, à Gand», “in Ghent”. Something is given to a person. */
const placed = /(?<!\p{L})(?:à|in|near|vers)\s+$/u;
const giving = /(?<!\p{L})(?:donn|attribu|accord|ajout|retir|enl[eè]v)/iu;

/** Somebody's name in a sentence: capitalised words that mean nothing else here. */
export function nameIn(text: string, portals: readonly Portal[]): Name | undefined {
  const labelled = labelledName(text);
  if (labelled) return labelled;
  const found = [...text.matchAll(run)]
    .filter(({ index }) => giving.test(text) || !placed.test(text.slice(0, index)))
    .map(([words]) => namesAmong(words))
    // One word of capitals alone is an abbreviation.
    .filter((words) => words.length > 1 || /\p{Ll}/u.test(words[0] ?? ''))
    .filter((words) => !isFirm(words.join(' ')) && !words.some((word) => isKnownWord(word) || isOfPortal(word, portals)));
  const [only, ...others] = found;
  // Of two names, or of a word that merely begins the sentence, none is taken.
  if (!only || others.length > 0 || (only.length === 1 && text.trimStart().startsWith(only[0] ?? '')))
    return others.length > 0 ? undefined : nameAfterVerb(text, portals);
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
