import { isEverydayWord, wordsOf } from '../../core/conversation/index.ts';
import { placeMeant, placesMeant, politeness } from './ordinals.ts';

/** What can be chosen on a card: what it is called there, and the button and inputs that choose it. */
export type Choice = {
  readonly labels: readonly string[];
  readonly press: string;
  readonly inputs: Readonly<Record<string, string>>;
  /** What it is called where several are chosen together. */
  readonly id?: string;
};

/** Choices to add to those that are made, to leave out of them, or, with `only`, to make in their place. */
export type Picked = { readonly add: readonly Choice[]; readonly without: readonly Choice[]; readonly only: boolean };

/** What is ticked once somebody has picked more, or fewer. */
export const ticksAfter = (ticked: readonly string[], { add, without, only }: Picked): string[] => {
  const ids = (choices: Picked['add']) => choices.flatMap(({ id }) => id ?? []);
  return [...new Set([...(only ? [] : ticked), ...ids(add)])].filter((id) => !ids(without).includes(id));
};

const denying = new Set(['pas', 'ne', 'n', 'not', 'longer', 'sauf', 'except']);

/**
 * The one choice that a message means: by its place, by its name, or by a part of it that no other has. «Pas la première, la deuxième» leaves out
 * what is denied. `whole`: a part is not enough, as the message may mean something else.
 */
export function choiceMeant(text: string, choices: readonly Choice[], whole: boolean): Choice | undefined {
  const said = wordsOf(text);
  const at = placeMeant(said, choices.length);
  if (at !== undefined) return choices[at];
  const left = undenied(text);
  const names = choices.map((choice) => ({ choice, names: choice.labels.map(wordsOf) }));
  const named = names.filter(({ names }) => names.some((name) => name.length > 0 && (whole ? isSame(name, bare(said)) : holds(left, name))));
  if (named.length > 0 || whole) return only(named);
  const part = bare(wordsOf(left.join(' ').replace(introducing, '')));
  const isPart = (name: readonly string[]) =>
    part.every((word) => name.some((each) => each === word || (word.length >= shortestPart && each.startsWith(word.replace(/s$/, '')))));
  return part.length === 0 ? undefined : only(names.filter(({ names }) => names.some(isPart)));
}

/** «Je suis à la …», “I work in the …”: what follows is where somebody belongs. */
const introducing =
  /^(?:(?:moi )?(?:je (?:suis|bosse|travaille|fais partie)|moi c est|i m|i am|i work|i belong) (?:(?:a|au|aux|de|du|des|dans|chez|pour|in|at|for|with|to|from) )?(?:(?:la|le|les|l|the) )?)/u;

/** In letters. Shorter words begin too many others: «appli» stands for «applications». */
const shortestPart = 4;

/** «Ce n’est pas amartin», “it isn’t amartin”: whether a message denies a choice by its name. */
export function isDenied(text: string, { labels }: Choice): boolean {
  const said = ` ${wordsOf(text).join(' ')} `;
  return labels.map((label) => wordsOf(label).join(' ')).some((name) => ['pas', 'not', 'isn t'].some((no) => said.includes(` ${no} ${name} `)));
}

/** «Enlève …», “remove …”: what is named from there on is not wanted any more. */
const removing =
  /(?<!\p{L})(?:enl[eè]v\p{L}*|retir\p{L}*|d[ée]coch\p{L}*|supprim\p{L}*|[oô]te\p{L}*|sans|remov\p{L}*|without|untick\p{L}*|uncheck\p{L}*|deselect\p{L}*|drop)(?!\p{L})/iu;
const denied = /(?<!\p{L})(?:(?:non\s+|no,?\s+)?(?:pas|not)|ne|no longer)(?!\p{L})|(?<!\p{L})n['’](?=\p{L})|n['’]t(?!\p{L})/iu;
const except = /(?<!\p{L})(?:sauf|except|but not|mais pas)(?!\p{L})/iu;
const besides =
  /(?<!\p{L})(?:et\s+|and\s+)?(?:aussi|[ée]galement|en plus|de plus|en outre|(?:r?ajoute[rz]?|add|tick|coche[rz]?)(?:[- ]moi)?|also|too|as well)(?!\p{L})/giu;
const onlyThese = /(?<!\p{L})(?:juste|seulement|uniquement|only|just)(?!\p{L})/iu;
const everything = /(?<!\p{L})(?:tou(?:t|s|tes)|all|everything)(?!\p{L})/iu;
/** «Les deux premiers», “the last two”: as many as are wanted. */
const firstOrLast = /(?<!\p{L})(?:premi[eè]re?s|derni[eè]re?s|(?:first|last) (?:two|three|four|\d))(?!\p{L})/iu;
const joint = /[,;+&/\n]|(?<!\p{L})(?:et|and|puis|ainsi que|plus)(?!\p{L})/iu;

const isRemoval = (text: string): boolean => removing.test(text) || denied.test(text);

/** Whether a message leaves out what it names. */
export const leavesOut = (text: string): boolean => isRemoval(text) || except.test(text);

/** What stands before the choice and says nothing of it: «non, …», «finalement …». */
const opening = /^(?:\s*(?:non|no|nan|nope|finalement|en fait|plut[oô]t|actually|in fact|alors|donc|bon|ah|euh|mais|but|et|and)(?!\p{L})[\s,.!]*)+(?=\S)/iu;
/** «Finalement», “please”: what stands after it. */
const closing = /[\s,]+(?:finalement|en fait|plut[oô]t|actually|in fact|instead|rather|after all|merci|thanks|please|svp|stp)[\s.!]*$/iu;
const wholly =
  /^(?:(?:je|j['’]|i|on)?\s*(?:veux|prends|prend|coche[rz]?|want|take|tick|select)?\s*(?:tou(?:t|s|tes)(?: cocher| les quatre)?|all(?: of (?:them|these|it))?|everything))$/iu;
const emptying = '(?:clear|empty|untick|uncheck|deselect|remove|vide[rz]?|efface[rz]?|d[ée]coche[rz]?|enl[eè]ve[rz]?|retire[rz]?|remets?|remettre)';
const whatIsTicked =
  '(?:it|all|them(?: all)?|everything|tout|tous|toutes|(?:the |my |la |ma |les |mes )?(?:list|liste|selection|s[ée]lection|ticks?|coches?|choices?|choix)|[àa] z[ée]ro)';
/** «Décoche tout», “clear”: nothing is to stay ticked. */
const empties = new RegExp(`^(?:${emptying} ${whatIsTicked}|(?:tout|tous) (?:d[ée]cocher|enlever|retirer|effacer)|clear)$`, 'iu');
/** «Enlève …», “untick …”: nothing else than what is ticked is taken away by it, so that a part of a name is enough. */
const unticking = /^(?:enl[eè]v|retir|d[ée]coch|[oô]te|untick|uncheck|deselect|remov|drop|pas (?:l[ae]s?|de|d['’]|les)\b)/iu;
const ofPerson = /(?<!\p{L})(?:utilisat\p{L}+|user|person\p{L}*|lui|him|her|acc[eè]s|access)(?!\p{L})/iu;

/**
 * The choices that a message means where several may be made: «2 et 3», «poste de travail et réseau», «tout sauf le réseau», «enlève le premier». «Les deux
 * premiers» are all that is wanted. Undefined where a part of it means none for certain. `whole`: a part of a name is not enough, unless
 * it is to be unticked.
 */
export function choicesMeant(message: string, choices: readonly Choice[], whole: boolean): Picked | undefined {
  const text = message.replace(opening, '').replace(closing, '').trim();
  if (choices.length === 0) return undefined;
  if (empties.test(text)) return { add: [], without: [], only: true };
  if (wholly.test(text)) return { add: choices, without: [], only: false };
  const [before = '', after] = text.split(except);
  if (after !== undefined) {
    const kept = everything.test(before) ? choices : before.trim() === '' ? [] : choicesMeant(before, choices, whole)?.add;
    const without = meantBy(after, choices, false);
    return kept && without && { add: kept, without, only: false };
  }
  if (isRemoval(text) && namesElse(text.replace(removing, ' '), choices)) return undefined;
  const isPart = whole && !(unticking.test(text) && !ofPerson.test(text));
  return picked(text, choices, isPart);
}

/** What a message ticks and unticks, by places and names. */
function picked(text: string, choices: readonly Choice[], whole: boolean): Picked | undefined {
  const isOnly = onlyThese.test(text);
  const said = text.replace(onlyThese, ' ').replace(besides, ' ');
  const all = isRemoval(said) ? undefined : meantBy(said, choices, whole);
  if (all) return { add: all, without: [], only: isOnly || (firstOrLast.test(text) && said.length === text.length) };
  const parts = said.split(joint).filter((part) => wordsOf(part).length > 0);
  const from = parts.findIndex((part) => removing.test(part));
  const read = parts.map((part, at) => ({
    removes: denied.test(part) || (from >= 0 && at >= from),
    meant: meantBy(part.replace(removing, ' ').replace(denied, ' '), choices, whole && parts.length < 2),
  }));
  if (read.length === 0 || read.some(({ meant }) => meant === undefined)) return undefined;
  const those = (removes: boolean) => [...new Set(read.filter((each) => each.removes === removes).flatMap(({ meant = [] }) => meant))];
  return { add: those(false), without: those(true), only: isOnly };
}

/** Whether a message speaks of somebody or something else too: «Marc ne doit plus voir les factures» takes nothing away from who is in front. */
function namesElse(text: string, choices: readonly Choice[]): boolean {
  const labels = choices.flatMap((choice) => choice.labels.flatMap(wordsOf));
  const isOfChoice = (word: string) => labels.some((label) => label.startsWith(word.replace(/s$/, '')) || word.startsWith(label));
  return wordsOf(text).some((word) => word.length >= shortestPart && !isOfChoice(word) && !isEverydayWord(word));
}

/** The one choice, or the places, that a part of a message means. */
function meantBy(text: string, choices: readonly Choice[], whole: boolean): readonly Choice[] | undefined {
  const one = choiceMeant(text, choices, whole);
  if (one && (whole || !joint.test(text))) return [one];
  return placesMeant(wordsOf(text), choices.length)?.flatMap((at) => choices[at] ?? []);
}

const only = (found: readonly { readonly choice: Choice }[]): Choice | undefined => (found.length === 1 ? found[0]?.choice : undefined);

const bare = (words: readonly string[]): string[] => words.filter((word) => !politeness.has(word));

const isSame = (name: readonly string[], said: readonly string[]): boolean => bare(name).join(' ') === said.join(' ');

const holds = (said: readonly string[], name: readonly string[]): boolean => ` ${said.join(' ')} `.includes(` ${name.join(' ')} `);

/** The words of the clauses that deny nothing. */
const undenied = (text: string): string[] =>
  text
    .split(/[,;.]|(?<!\p{L})(?:mais|plutôt|but|rather)(?!\p{L})/iu)
    .map(wordsOf)
    .filter((words) => !words.some((word) => denying.has(word)))
    .flat();
