import { wordings } from '../foundation/i18n.ts';
import { type Procedure, procedures } from '../foundation/procedures.ts';
import type { Portal } from '../portal/index.ts';
import { partsOf } from './given/named.ts';
import { portalsLike } from './portalsLike.ts';
import { everyFiller, lexicons } from './words/conversation.ts';
import { type Denied, deniedIn, withoutDenied } from './words/denials.ts';
import { expressionOf, expressionsOf, ideasOf, strange } from './words/ideas.ts';
import type { Command } from './words/lexicon.ts';
import { asides, elsewhere, meanings } from './words/meanings.ts';
import { ideasIn, namesOtherThing } from './words/otherThings.ts';
import { meant, type Phrase, saidBy } from './words/phrases.ts';
import { anAddress, namesIn, spokenWords, wordsOf } from './words/read.ts';
import type { Places } from './words/vocabulary.ts';

/** What a message wishes for. `intent.ts` says what it asks for in all. */
export type Wished = {
  readonly procedure: Procedure | Command | 'none';
  readonly nothing?: 'foreign';
  readonly portal?: string;
  readonly likely?: string;
  readonly confident: boolean;
  readonly nearest: readonly Procedure[];
};

/** A message as it was heard: its words, the ideas in them, and which of them are denied. */
export type Heard = { readonly words: readonly string[]; readonly ideas: Places; readonly denied: readonly Denied[]; readonly length: number };
/** A wish, how much of a match it is, and why it may not be begun, or must be: it may be about something of no portal, or it is worded as a portal does. */
export type Wish = { readonly intent: Wished; readonly score: number; readonly doubtful?: boolean; readonly ownWords?: boolean };

type Meaning = { readonly is: Procedure | Command | 'none'; readonly phrases: readonly Phrase[]; readonly own: ReadonlySet<string> };

/** How many ideas a message must match to start a procedure, and by how much the best match must lead. One idea is enough in a short message. */
export const enough = 1;
export const enoughOfMany = 2;
export const few = 4;
const margin = 0.5;
const many = 15;
const marginInMany = 0.9;
/** Limits the weight of foreign things in a sentence that names a portal: «le VPN marche, mais pas InvGate». */
const foreignAtPortal = 1.5;

/** Hears messages, and finds what they wish for. */
export type Wishes = {
  hear(text: string): Heard;
  /** What is wished for beside what is denied: with other words than the denied ones, or else about the same things. */
  undenied(text: string, heard: Heard): Wish;
  /** What is wished for if what is denied counts as well. */
  whole(text: string, heard: Heard): Wish;
};

/** Makes the finder of wishes, from the words of the lexicons and the profiles. */
export function createWishes(portals: ReadonlyMap<string, Portal>): Wishes {
  const all = [...portals.values()];
  const own = all.flatMap((portal) => procedures.flatMap((procedure) => labelsOf(portal, procedure).map((label) => ({ procedure, label }))));
  const meaningOf: Meaning[] = [
    ...procedures.map((is) => ({
      is,
      phrases: [...meant(meanings[is]), ...own.filter(({ procedure }) => procedure === is).map(({ label }) => phraseOfLabel(label))],
    })),
    { is: 'help' as const, phrases: meant(asides.help) },
    { is: 'cancel' as const, phrases: meant(asides.cancel) },
    { is: 'none' as const, phrases: meant(elsewhere) },
  ].map(({ is, phrases }) => ({ is, phrases, own: ideasIn(phrases) }));
  const plain = meaningOf
    .flatMap(({ phrases }) => phrases.flatMap(({ ideas, more, without }) => [...ideas, ...more, ...without]))
    .filter((term) => !/^\p{Lu}/u.test(term));
  const find = ideasOf(
    [
      ...lexicons.flatMap(({ ideas }) => Object.entries(ideas).flatMap(([idea, written]) => expressionsOf(idea, written))),
      ...[...new Set(plain)].map((term) => expressionOf(term, term)),
      expressionOf('ADDRESSEE', anAddress),
      ...all.flatMap(({ id, name, words, terms, groups }) => [
        ...[id, ...textsOf(name), ...words].flatMap((text) => ['PORTAL', `at ${id}`].map((idea) => expressionOf(idea, asWritten(text)))),
        ...terms.map((text) => expressionOf(`perhaps ${id}`, asWritten(text))),
        ...groups.flatMap((group) => textsOf(group.name).flatMap((text) => ['GROUP', `perhaps ${id}`].map((idea) => expressionOf(idea, asWritten(text))))),
        // One word of a catalogue's name counts where its portal is named.
        ...partsOf(groups).map((part) => expressionOf(`group at ${id}`, part)),
      ]),
    ],
    [...everyFiller, ...lexicons.flatMap(({ themselves }) => themselves.split(/\s+/))],
  );

  const wishIn = (text: string, { words, ideas: said, length }: Heard): Wish => {
    const named = all.filter(({ id }) => said.has(`at ${id}`));
    const parts = named.flatMap(({ id }) => said.get(`group at ${id}`) ?? []);
    const ideas = parts.length === 0 ? said : new Map([...said, ['GROUP', [...(said.get('GROUP') ?? []), ...parts]] as const]);
    const about = placeOf(
      named,
      all.filter(({ id }) => ideas.has(`perhaps ${id}`)),
    );
    const scores = meaningOf
      .map(({ is, phrases, own }) => ({ is, own, score: scoreOf(phrases, ideas) }))
      .map(({ is, own, score }) => ({ is, own, score: is === 'none' && named.length > 0 ? Math.min(score, foreignAtPortal) : score }))
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score);
    const [best, second] = scores;
    if (!best) return { intent: { procedure: 'none', ...about, confident: false, nearest: [] }, score: 0 };
    const { score } = best;
    const isStrange = best.is !== 'support' && named.length === 0 && length <= many && isAboutStranger(best.is, words, ideas, namesIn(text));
    const namesOther = namesOtherThing(best.own, ideas);
    const ofStranger = forOneself.has(best.is) && named.length === 0 && isBesideName(ideas, words, namesIn(text));
    const doubtful = ofStranger || (namesOther && either.test(text));
    const sure =
      !(isProcedure(best.is) && (isStrange || namesOther)) &&
      score >= (length > few ? enoughOfMany : enough) &&
      score - (second?.score ?? 0) >= (length > many ? marginInMany : margin);
    if (best.is === 'none' && (sure || (second?.score ?? 0) < enough))
      return { intent: { procedure: 'none', nothing: 'foreign', ...about, confident: true, nearest: [] }, score };
    const nearest = scores.flatMap(({ is }) => (isProcedure(is) ? [is] : [])).slice(0, 3);
    if (!sure && nearest.length === 0)
      return { intent: { procedure: score >= enough ? best.is : 'none', ...about, confident: score >= enough, nearest: [] }, score };
    const ownWords = sure && own.some(({ procedure, label }) => procedure === best.is && ideas.has(label));
    return { intent: { procedure: best.is, ...about, confident: sure, nearest }, score, doubtful, ownWords };
  };

  const namedLike = portalsLike(all);
  const hear = (text: string): Heard => {
    const { words, begins } = spokenWords(text);
    const found = namedLike(words, find(words));
    const names = namesIn(text);
    // An unknown word that is written like a name is somebody: «supprimer Marc Petit».
    const known = new Set([...found].flatMap(([idea, places]) => (idea === strange ? [] : places)));
    const named = words.flatMap((word, at) => (names.has(word) && !known.has(at) ? [at] : []));
    const ideas = named.length > 0 ? new Map([...found, ['SOMEONE', named]]) : found;
    const denied = deniedIn(words, begins);
    return { words, ideas, denied, length: words.filter((word) => word !== '').length };
  };

  const undenied = (text: string, heard: Heard): Wish => {
    const { words, ideas, denied } = heard;
    if (denied.length === 0) return wishIn(text, heard);
    const apart = wishIn(text, { ...heard, ideas: withoutDenied(ideas, words, denied, { keeping: false }) });
    const begins = apart.intent.confident && isProcedure(apart.intent.procedure);
    return begins ? apart : wishIn(text, { ...heard, ideas: withoutDenied(ideas, words, denied, { keeping: true }) });
  };

  return { hear, undenied, whole: wishIn };
}

/** Whether what a message means is a procedure. */
export const isProcedure = (name: Wished['procedure']): name is Procedure => procedures.some((procedure) => procedure === name);

/** The portal that is named, or else the one that the vocabulary points to. */
function placeOf([named, ...others]: readonly Portal[], pointed: readonly Portal[]): Pick<Wished, 'portal' | 'likely'> {
  if (named) return others.length === 0 ? { portal: named.id } : {};
  return pointed.length === 1 && pointed[0] ? { likely: pointed[0].id } : {};
}

/** Procedures that people do for themselves, where a name is rarely somebody else's. */
const forOneself: ReadonlySet<Meaning['is']> = new Set(['signUp', 'reset', 'changePassword', 'unlock', 'forgotIdentifier', 'twoFactor']);
const belongings = ['PASSWORD', 'ACCOUNT', 'USERNAME', 'TWOFACTOR'];
const nearby = 3;

/**
 * Whether the message may be about an unknown thing that belongs to no portal: «my gizmo’s password», «my Tesco password». Elsewhere, an unknown
 * word written like a name is taken for a name, and one next to a group is taken for the group's.
 */
function isAboutStranger(is: Meaning['is'], words: readonly string[], ideas: Places, names: ReadonlySet<string>): boolean {
  const owned = forOneself.has(is) ? belongings.flatMap((idea) => ideas.get(idea) ?? []) : [];
  const isBeside = (at: number) => owned.some((other) => Math.abs(at - other) <= nearby);
  // «L’utilisateur jean», «le groupe compta»: what follows is their name.
  const namesOf = forOneself.has(is) ? ['GROUP'] : ['GROUP', 'USER', 'PERSON', 'CLIENT'];
  const ofGroup = (at: number) => namesOf.some((idea) => ideas.get(idea)?.some((owner) => Math.abs(at - owner) < nearby));
  return (ideas.get(strange) ?? []).some((at) => !ofGroup(at) && (!names.has(words[at] ?? '') || isBeside(at)));
}

/** Whether an unknown word that is written like a name stands beside what people have: «mot de passe Zorglub». */
function isBesideName(ideas: Places, words: readonly string[], names: ReadonlySet<string>): boolean {
  const owned = belongings.flatMap((idea) => ideas.get(idea) ?? []);
  return (ideas.get(strange) ?? []).some((at) => names.has(words[at] ?? '') && owned.some((other) => Math.abs(at - other) <= nearby));
}

/** What joins two things of which one is meant. */
const either = /(?<!\p{L})(?:ou|or)(?!\p{L})/iu;

/** A portal's own wording for a procedure: its label and its words. A label of one common word, such as «Inscription», is left out. */
function labelsOf(portal: Portal, procedure: Procedure): string[] {
  const options = procedure === 'support' ? undefined : portal.procedures[procedure];
  const label = textsOf(options?.label).filter((text) => wordsOf(text).length > 1);
  return [...label, ...(options?.words ?? [])].map(asWritten);
}

/** A label scores one for each of its words, and hardly anything for fillers. */
const phraseOfLabel = (label: string): Phrase => ({
  ideas: [label],
  more: [],
  without: [],
  score: label.split(' ').reduce((sum, word) => sum + (everyFiller.has(word) ? 0.1 : 1), 0),
});

/** Text in brackets is an alternative label: «S’inscrire (Sign Up)». */
const textsOf = (label: Portal['name'] | undefined): string[] =>
  label === undefined
    ? []
    : wordings(label)
        .flatMap((text) => text.split(/[()]/))
        .filter((text) => text.trim() !== '');

const asWritten = (text: string): string => wordsOf(text).join(' ');

/** The weight of the best phrase, wherever it stands. Other phrases of the same meaning only break ties. */
export function scoreOf(phrases: readonly Phrase[], said: Places): number {
  const scores = phrases.map((phrase) => saidBy(phrase, said)).filter((score) => score > 0);
  const best = Math.max(0, ...scores);
  return best + Math.min(0.15, (scores.reduce((sum, score) => sum + score, 0) - best) / 40);
}
