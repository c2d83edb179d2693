import { wordsOf } from '../../core/conversation/index.ts';
import { isSmall, restAfterWay, withoutOpening } from './cardWords.ts';
import { type Choice, choicesMeant } from './choices.ts';
import type { Button, Field, Front } from './front.ts';
import { labelledParts } from './labelled.ts';
import { placeMeant } from './ordinals.ts';

/**
 * What a message says of the card in front (TALK-11): which button it presses, with what in its fields; or what it fills in, and the buttons that send it; or several
 * buttons of which it could mean each. `to`: what is named that the card does not show.
 */
export type CardSaid =
  | { readonly press: Button; readonly inputs: Readonly<Record<string, string>>; readonly to?: string | undefined }
  | { readonly fills: Readonly<Record<string, string>>; readonly senders: readonly Button[] }
  | { readonly which: readonly Button[] };

/** Reads a message for the buttons, rows and fields of a card outside procedures; undefined where it says anything else. */
export function cardSaid(text: string, front: Front): CardSaid | undefined {
  return reasonSaid(text, front) ?? buttonSaid(text, front) ?? fieldSaid(text, front) ?? rowSaid(text, front.buttons) ?? choiceSaid(text, front);
}

/** «Motif : elle commence lundi»: what stands behind the label of a field, or behind one of two words that are its label. */
function fieldSaid(text: string, { fields, buttons }: Front): CardSaid | undefined {
  const called = fields.filter(({ choices }) => !choices).flatMap((field) => alternatives(field).map((label) => ({ ...field, label })));
  const [part] = labelledParts(text.replace(withoutColon, '$1 : '), called);
  if (!part) return undefined;
  const senders = buttons.filter(({ sends }) => sends);
  const word = withoutOpening(wordsOf(text))[0] ?? '';
  const named = senders.filter((button) => wordsOf(button.label).includes(word) || asks[word]?.test(button.verb));
  return { fills: { [part.id]: part.value }, senders: named.length > 0 ? named : senders };
}

const alternatives = ({ id, label = '' }: Field): string[] => [
  ...label
    .replace(/\([^)]*\)/g, '')
    .split(/ (?:ou|or) /)
    .map((each) => each.trim())
    .filter(Boolean),
  ...(id === 'reason' ? ['motif', 'raison', 'reason'] : []),
];

/** «Motif elle commence lundi», “the reason is she left”: as people say it without a colon. */
const withoutColon = /^\s*(?:(?:the|my|le|la|mon|ma)\s+)?(motif|raison|reason|question)\s+(?:(?:is|est|c['’]est)(?: that| que?['’]?)?\s*)?(?=[^\s:=]+\s+\S)/iu;

/** The buttons for which the words of a label that is shared are meant. */
const asks: Readonly<Record<string, RegExp>> = { motif: /\.refuse$/, raison: /\.refuse$/, reason: /\.refuse$/, question: /\.question$/ };

/** «Elle n’est pas dans mon équipe»: why a request is refused, or passed on. */
function reasonSaid(text: string, { buttons }: Front): CardSaid | undefined {
  const senders = buttons.filter(({ verb }) => verb === 'decide.refuse' || verb === 'decide.forward');
  if (senders.length < 2) return undefined;
  if (asksThem.test(text)) return { fills: { reason: text.trim() }, senders: buttons.filter(({ verb }) => verb === 'decide.question') };
  const [why] = because.exec(text) ?? [];
  if (why !== undefined) return { fills: { reason: text.slice(why.length).trim() }, senders: senders.slice(0, 1) };
  return notOurs.test(text) ? { fills: { reason: text.trim() }, senders } : undefined;
}
/** «Pourquoi voulez-vous cet accès ?», “which project do you need it for?”: asked of who asks. */
const asksThem =
  /^\s*(?:pourquoi|pour (?:quoi|quel\p{L}*|combien)|[àa] quoi|jusqu['’][àa] quand|depuis quand|quel\p{L}*|why|what|which|how long|until when|since when)(?!\p{L}).*(?<!\p{L})(?:vous|tu|you)(?!\p{L}).*(?:acc[eè]s|access|besoin|need|it|[çc]a|projet|project)(?!\p{L}).*\?\s*$/iu;
const because = /^\s*(?:parce que?['’]?|car|puisque?['’]?|because|since)\s*(?=\S+\s)/iu;
const notOurs =
  /^(?:(?:elle|il|alice) )?(?:(?:n['’ ]?)?est )?pas (?:dans|de) (?:mon|notre|l['’]) ?(?:[ée]quipe|service)[\s.!]*$|^(?:(?:she|he|they)(?:['’]s| is| are)? ?)?(?:not|isn['’]?t|aren['’]?t) (?:in|on|from|part of) (?:my|our) (?:team|department)[\s.!]*$/iu;

/** What comes before a reason: «refuser : …», “refuse because …”. */
const dividers = /\s*[:=]\s*|\s*[,;.–—]\s+|\s+(?:parce que|parce qu['’]|car|puisque|vu que|because|since|as)(?:\s+|(?<=['’]))/iu;
const denying = new Set(['pas', 'ne', 'n', 'not', 'don', 'doesn', 'jamais', 'never']);
/** Named together: «les deux», “both”. */
const several = /^(?:les deux|tou(?:te?s?|s)|both|all|the two|two|deux|everyone|everybody)(?= |$)/;

type Named = { readonly button: Button; readonly rest: readonly string[] };

/** A button by its label, its first word or its verb, in whatever form, with what it is about beside it, or what stands in its field. */
function buttonSaid(text: string, front: Front): CardSaid | undefined {
  const opened = text.replace(/^\s*(?:oui|non|ok|yes|no|d['’]accord|bon|alors|so|well)[\s,.:;!]+/iu, '');
  const at = dividers.exec(opened);
  const head = withoutOpening(wordsOf(at ? opened.slice(0, at.index) : opened));
  const value = at ? opened.slice(at.index + at[0].length).trim() : '';
  const named = namedBy(head, front.buttons);
  const [field] = front.fields.filter(({ id, choices }) => !choices && id !== 'search');
  const taking = named.filter(({ button, rest }) => button.sends && field && rest.every((word) => isSmall(word, button.verb)));
  const [only, ...others] = taking;
  const isTold = only && wordsOf(value).some((word) => !isSmall(word, only.button.verb));
  if (isTold && field && others.length === 0) return { press: only.button, inputs: { [field.id]: value } };
  const all = value === '' ? named : namedBy([...head, ...wordsOf(value)], front.buttons);
  return among(all, front);
}

function namedBy(words: readonly string[], buttons: readonly Button[]): Named[] {
  const whole = buttons.filter((button) => !isHeardElsewhere(button) && wordsOf(button.label).join(' ') === words.join(' '));
  if (whole.length > 0) return whole.map((button) => ({ button, rest: [] }));
  const found = buttons.flatMap((button) => {
    const rest = isHeardElsewhere(button) ? undefined : (restAfterWay(words, button) ?? restAfterLabel(words, button));
    return rest === undefined || rest.some((word) => denying.has(word)) ? [] : [{ button, rest }];
  });
  const shortest = Math.min(...found.map(({ rest }) => rest.length));
  return found.filter(({ rest }) => rest.length === shortest);
}

/** The rows of menus, and buttons that begin a procedure from there, are wishes: those are read for what they say. */
const isHeardElsewhere = ({ row, verb }: Button): boolean => row || /^(?:portal|language|root|feedback)\./.test(verb);

const articles = new Set(['le', 'la', 'les', 'l', 'un', 'une', 'the', 'a', 'mon', 'ma', 'mes', 'my', 'ce', 'cet', 'cette', 'ne', 'don', 't', 'not']);

function restAfterLabel(words: readonly string[], { label, verb }: Button): readonly string[] | undefined {
  // «Garde Bob» and «Tout garder» differ in what follows.
  if (/^review\.(?:keep|remove|all)$/.test(verb)) return undefined;
  const name = wordsOf(label);
  const [first, ...more] = name.filter((word) => !articles.has(word));
  const [said, ...rest] = words;
  // «Ne pas décider» is no «décider».
  if (first === undefined || said === undefined || name.some((word) => denying.has(word)) || !isSameWord(first, said)) return undefined;
  return rest.filter((word) => !more.some((each) => isSameWord(each, word)));
}

/** In letters. Words that begin alike for so long, and differ in an ending of at most three, are forms of one: «rendre» and «rends», «transférer» and «transfère». */
const shortestStem = 4;
const longestEnding = 3;

function isSameWord(one: string, other: string): boolean {
  if (one === other) return true;
  let same = 0;
  while (same < one.length && one[same] === other[same]) same += 1;
  return same >= shortestStem && Math.max(one.length, other.length) - same <= longestEnding;
}

/** Of the buttons that are named, the one that the other words mean: by its place among the things of the card, or by words of the one that it is about. */
function among(named: readonly Named[], front: Front): CardSaid | undefined {
  const [first] = named;
  if (!first) return undefined;
  const { rest, button } = first;
  const ticked = button.sends ? tickedBy(rest, front.fields) : undefined;
  if (ticked) return named.length === 1 ? { press: button, inputs: ticked } : { which: named.map((each) => each.button) };
  const buttons = named.map((each) => each.button);
  const telling = rest.filter((word) => !isSmall(word, button.verb));
  const { things = [] } = front;
  if (new Set(buttons.map(({ of }) => of)).size > 1 && several.test(rest.filter((word) => word !== 'my' && word !== 'mes').join(' ')))
    return { which: buttons };
  const place = placeMeant(rest, things.length);
  const meant = place === undefined ? buttons.filter((each) => isAbout(telling, each, front)) : buttons.filter(({ of }) => of === things[place]);
  const [only, ...others] = meant;
  // One of several requests or invitations that is named is shown first.
  if (only && things.length > 1 && (telling.length > 0 || place !== undefined) && isShownFirst.test(only.verb)) return undefined;
  if (only && others.length === 0) return { press: only, inputs: {} };
  if (only) return { which: meant };
  // Somebody whom the card does not show, where the button is for whoever that is.
  return buttons.length === 1 && isForSomebody(button.verb) && telling.length <= 3 ? { press: button, inputs: {}, to: telling.join(' ') } : undefined;
}

const isShownFirst = /^(?:invite\.re\w+|myRequests\.(?:nudge|withdraw|giveBack))$/;
const isForSomebody = (verb: string): boolean => verb === 'decide.forward' || verb === 'myRequests.nudge';

/** Whether all of some words are of what a button is about. */
const isAbout = (telling: readonly string[], { of, label }: Button, { about = '' }: Pick<Front, 'about'> = {}): boolean => {
  const words = wordsOf(`${of ?? about} ${label}`);
  return telling.every((word) => words.some((each) => each === word || (word.length >= shortestStem && each.startsWith(word))));
};

/** A row by its place, or by words that no other has: a name, an address. */
function rowSaid(text: string, buttons: readonly Button[]): CardSaid | undefined {
  const rows = buttons.filter(({ row, verb }) => row && !/\.start$|^portal\./.test(verb));
  const [first] = rows;
  if (!first) return undefined;
  const words = wordsOf(text);
  const at = placeMeant(words, rows.length);
  const telling = withoutOpening(words).filter((word) => !isSmall(word, first.verb) && !choosing.test(word));
  // «Transfère», where it is asked to whom.
  if (at === undefined && (telling.length === 0 || several.test(telling.join(' '))))
    return rows.length > 1 && words.some((word) => choosing.test(word)) ? { which: rows } : undefined;
  const meant = at === undefined ? rows.filter((row) => isAbout(telling, row)) : rows.slice(at, at + 1);
  const [only, ...others] = meant;
  return only && others.length === 0 ? { press: only, inputs: {} } : undefined;
}

/** How a row is chosen; of requests, what is to be decided stands on the card that it opens. */
const choosing =
  /^(?:transf\w+|forward|prends?|choisi\w*|pick|choose|take|ouvr\w+|open|montre\w*|show|approuv\w*|approve|valid\w*|accept\w*|refus\w*|reject|decline)$/;

/** One of the choices of a field, or those to tick. */
function choiceSaid(text: string, { fields, buttons }: Front): CardSaid | undefined {
  const field = fields.find(({ choices = [] }) => choices.length > 0);
  const value = field && tickedBy(withoutOpening(wordsOf(text)), [field])?.[field.id];
  return field && value ? { fills: { [field.id]: value }, senders: buttons.filter(({ sends, primary }) => sends && primary) } : undefined;
}

/** What some words choose or tick in the field with choices; undefined where they name none for certain. */
function tickedBy(words: readonly string[], fields: readonly Field[]): Readonly<Record<string, string>> | undefined {
  const field = fields.find(({ choices = [] }) => choices.length > 0);
  if (!field || words.length === 0) return undefined;
  const choices = (field.choices ?? []).map(
    ({ title, value }): Choice => ({ labels: [title.split(/ [—(·]/)[0] ?? title, title], press: '', inputs: {}, id: value }),
  );
  const [all = '', ...left] = words
    .join(' ')
    .replace(/\b(?:everyone|everybody|tout le monde)\b/, 'tous')
    .split(/ ?\b(?:sauf|except|but not|mais pas|et|and) /);
  const named = [all, ...left].map((part) => choicesMeant(part, choices, false)?.add);
  const [first, ...others] = named;
  if (named.some((each) => each === undefined || each.length === 0) || !first) return undefined;
  // «Tous sauf Bob et Zoé»: what is named after all leaves it.
  const picked = first.length === choices.length ? first.filter((each) => !others.flat().includes(each)) : named.flatMap((each) => each ?? []);
  const chosen = picked.flatMap(({ id = '' }) => id);
  if (chosen.length === 0 || (!field.several && chosen.length > 1)) return undefined;
  return { [field.id]: chosen.join(',') };
}
