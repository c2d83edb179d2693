import type { Locale } from '../foundation/i18n.ts';
import { type Procedure, procedures } from '../foundation/procedures.ts';
import type { Portal } from '../portal/index.ts';
import { commandIn, everyFiller, isSmallTalk, languageIn, lexicons } from './words/conversation.ts';
import { type Denied, deniedIn, deniesDeed, withoutDenied } from './words/denials.ts';
import { expressionOf, expressionsOf, ideasOf, strange } from './words/ideas.ts';
import type { Command } from './words/lexicon.ts';
import { asides, elsewhere, meanings } from './words/meanings.ts';
import { type FollowUp, followUpMeanings, followUps, type Mood, moodMeanings } from './words/moods.ts';
import { isOtherLanguage } from './words/otherLanguages.ts';
import { ideasIn, namesOtherThing } from './words/otherThings.ts';
import { meant, type Phrase, saidBy } from './words/phrases.ts';
import { longestMessage, namesIn, spokenWords, wordsOf } from './words/read.ts';
import type { Places } from './words/vocabulary.ts';

/** What a free-text message asks for. */
export type Intent = {
  readonly procedure: Procedure | Command | 'none';
  /** The language to switch to, if that is all the message asks. */
  readonly language?: Locale;
  /** Why it asks for nothing here: small talk, or about something outside the portals. */
  readonly nothing?: 'smallTalk' | 'foreign';
  /** Id of the portal that it names, if it names exactly one. */
  readonly portal?: string;
  /** Id of the one portal whose own vocabulary it uses («compte unifié»), if it names none. */
  readonly likely?: string;
  /** Whether to start at once. Otherwise the nearest procedures are offered. Also false if no word is known: the message may be an answer. */
  readonly confident: boolean;
  /** The likeliest procedures, best first, at most three. */
  readonly nearest: readonly Procedure[];
  /** What the message says instead of wishing for something: a complaint, a denial, a report of abuse … */
  readonly mood?: Mood;
  /** What the person comes back with, at a step that answers it. */
  readonly followUp?: FollowUp;
  /** The second of two wishes. */
  readonly second?: { readonly procedure: Procedure; readonly portal?: string };
};

/** Where the conversation stands: the portal of the procedure under way, and the follow-ups that its step answers. */
export type AtStep = { readonly portal: string; readonly answers: ReadonlySet<FollowUp> };

type Meaning = { readonly is: Procedure | Command | 'none'; readonly phrases: readonly Phrase[]; readonly own: ReadonlySet<string> };

/** How many ideas a message must match to start a procedure, and by how much the best match must lead. One idea is enough in a short message. */
const enough = 1;
const enoughOfMany = 2;
const few = 4;
const margin = 0.5;
const many = 15;
const marginInMany = 0.9;
/** Limits the weight of foreign things in a sentence that names a portal: «le VPN marche, mais pas InvGate». */
const foreignAtPortal = 1.5;

/**
 * Makes the reader of free text in French or English. It finds what a message asks for and the portal that it names, given where the conversation
 * stands; at rest without. Deterministic: it uses only the words of the lexicons and the profiles. `words/meanings.ts` says what each procedure means.
 */
export function createIntents(portals: ReadonlyMap<string, Portal>): (text: string, step?: AtStep) => Intent {
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
      ...all.flatMap(({ id, name, words, terms, groups }) => [
        ...[id, ...textsOf(name), ...words].flatMap((text) => ['PORTAL', `at ${id}`].map((idea) => expressionOf(idea, asWritten(text)))),
        ...terms.map((text) => expressionOf(`perhaps ${id}`, asWritten(text))),
        ...groups.flatMap((group) => textsOf(group.name).map((text) => expressionOf('GROUP', asWritten(text)))),
      ]),
    ],
    [...everyFiller, ...lexicons.flatMap(({ themselves }) => themselves.split(/\s+/))],
  );

  const moodPhrases = Object.entries(moodMeanings).map(([mood, written]) => ({ mood, phrases: meant(written) }));
  const followUpPhrases = followUps.map((followUp) => ({ followUp, phrases: meant(followUpMeanings[followUp]) }));

  /** What is wished for, and how much of a match it is. */
  const wishIn = (text: string, { words, ideas, length }: Heard): Wish => {
    const named = all.filter(({ id }) => ideas.has(`at ${id}`));
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
    const isStrange = named.length === 0 && length <= many && isAboutStranger(best.is, words, ideas, namesIn(text));
    const sure =
      !(isProcedure(best.is) && (isStrange || namesOtherThing(best.own, ideas))) &&
      score >= (length > few ? enoughOfMany : enough) &&
      score - (second?.score ?? 0) >= (length > many ? marginInMany : margin);
    if (best.is === 'none' && (sure || (second?.score ?? 0) < enough))
      return { intent: { procedure: 'none', nothing: 'foreign', ...about, confident: true, nearest: [] }, score };
    const nearest = scores.flatMap(({ is }) => (isProcedure(is) ? [is] : [])).slice(0, 3);
    if (!sure && nearest.length === 0)
      return { intent: { procedure: score >= enough ? best.is : 'none', ...about, confident: score >= enough, nearest: [] }, score };
    return { intent: { procedure: best.is, ...about, confident: sure, nearest }, score };
  };

  const hear = (text: string): Heard => {
    const { words, begins } = spokenWords(text);
    const ideas = find(words);
    const denied = deniedIn(words, begins);
    return { words, ideas, denied, length: wordsOf(text).length };
  };

  /** What is wished for beside what is denied: with other words than the denied ones, or else about the same things. */
  const undeniedWish = (text: string, heard: Heard): Wish => {
    const { words, ideas, denied } = heard;
    if (denied.length === 0) return wishIn(text, heard);
    const apart = wishIn(text, { ...heard, ideas: withoutDenied(ideas, words, denied, { keeping: false }) });
    const begins = apart.intent.confident && isProcedure(apart.intent.procedure);
    return begins ? apart : wishIn(text, { ...heard, ideas: withoutDenied(ideas, words, denied, { keeping: true }) });
  };

  /** Two wishes in one message: at two portals, or for things that have little to do with each other (TALK-12). */
  const twoIn = (text: string, between: RegExp): Pick<Intent, 'procedure' | 'portal' | 'second'> | undefined => {
    const parts = text.split(between).filter((part) => part.trim() !== '');
    if (parts.length < 2 || parts.length > mostParts) return undefined;
    const wishes = parts.flatMap((part) => {
      const { intent, score } = undeniedWish(part, hear(part));
      const procedure = intent.confident ? intent.procedure : intent.portal === undefined ? undefined : intent.nearest[0];
      return procedure !== undefined && isProcedure(procedure) ? [{ procedure, portal: intent.portal, sure: intent.confident && score >= enoughOfMany }] : [];
    });
    const [first, second, ...more] = wishes;
    if (!first || !second || more.length > 0) return undefined;
    const elsewhere = first.portal !== undefined && second.portal !== undefined && first.portal !== second.portal;
    const another =
      between === and &&
      first.sure &&
      second.sure &&
      first.procedure !== second.procedure &&
      !related.some((kin) => kin.has(first.procedure) && kin.has(second.procedure));
    if (!elsewhere && !another) return undefined;
    const portal = second.portal ?? first.portal;
    return {
      procedure: first.procedure,
      ...(first.portal !== undefined && { portal: first.portal }),
      second: { procedure: second.procedure, ...(portal !== undefined && { portal }) },
    };
  };

  return (message, step) => {
    const text = message.slice(0, longestMessage);
    const said = wordsOf(text);
    const language = languageIn(said);
    if (language) return { procedure: 'none', language, confident: true, nearest: [] };
    const heard = hear(text);
    const wish = undeniedWish(text, heard);
    const { intent } = wish;
    const begins = intent.confident && isProcedure(intent.procedure);
    const moodOf = new Map(moodPhrases.map(({ mood, phrases }) => [mood, scoreOf(phrases, heard.ideas)] as const));
    const has = (mood: Mood): boolean => (moodOf.get(mood) ?? 0) > 0;
    const mooded = (mood: Mood): Intent => ({ ...intent, procedure: 'none', confident: true, mood });

    // «Mon mot de passe a fuité, je veux le changer» wishes for another one; «on l’a changé, ce n’est pas moi» reports.
    const isReport = ['NOTASKED', 'NOTME', 'INTRUDER'].some((idea) => heard.ideas.has(idea));
    if (has('abuse') && (isReport || !(begins && intent.procedure === 'changePassword'))) return mooded('abuse');
    const followUp = step && followUpAt(step, heard, wish);
    if (followUp) return { ...intent, procedure: 'none', confident: true, followUp };
    const command = commandIn(text, said);
    if (command && !(command === 'help' && has('thanks'))) return { procedure: command, confident: true, nearest: [] };
    const leaves = intent.confident && intent.procedure === 'cancel' && !deniesDeed(heard.ideas, heard.denied);
    if (!begins && !leaves && heard.denied.length > 0) return mooded('denial');
    if (has('thanks') && (wish.score < enough || intent.procedure === 'help') && !has('complaint'))
      return { ...intent, procedure: 'none', nothing: 'smallTalk', confident: true, nearest: [], mood: 'thanks' };
    if (isSmallTalk(text, said) && !has('complaint')) return { procedure: 'none', nothing: 'smallTalk', confident: true, nearest: [] };
    if (isOtherLanguage(text, said, begins ? 4 : 2)) return mooded('otherLanguage');
    if (has('aboutBot') && !begins) return mooded('aboutBot');
    if (has('complaint') && !begins && intent.procedure !== 'cancel') return mooded('complaint');
    const two = heard.length > few ? (twoIn(text, and) ?? twoIn(text, orPause)) : undefined;
    return two ? { ...intent, ...two, confident: true } : intent;
  };

  /** What somebody comes back with at a step, unless the message wishes for something else more clearly, or at another portal. */
  function followUpAt({ answers, portal }: AtStep, { ideas }: Heard, { intent, score }: Wish): FollowUp | undefined {
    if (intent.portal !== undefined && intent.portal !== portal) return undefined;
    const [best] = followUpPhrases
      .filter(({ followUp }) => answers.has(followUp))
      .map(({ followUp, phrases }) => ({ followUp, weight: scoreOf(phrases, ideas) }))
      .filter(({ weight }) => weight > 0)
      .sort((a, b) => b.weight - a.weight);
    const isKin = gettingIn.has(intent.procedure) || (intent.procedure === 'changeEmail' && best?.followUp === 'otherAddress');
    const wishesElse = intent.confident && isProcedure(intent.procedure) && !isKin && score > (best?.weight ?? 0);
    return wishesElse ? undefined : best?.followUp;
  }
}

/** A message as it was heard: its words, the ideas in them, and which of them are denied. */
type Heard = { readonly words: readonly string[]; readonly ideas: Places; readonly denied: readonly Denied[]; readonly length: number };
type Wish = { readonly intent: Intent; readonly score: number };

/** Procedures that are ways to one thing, getting in: a message that could mean two of them wishes for one. */
const gettingIn: ReadonlySet<Intent['procedure']> = new Set(['signUp', 'reset', 'unlock', 'changePassword', 'forgotIdentifier', 'acceptInvitation', 'support']);
/** Wishes of one kind, between which a message that joins them means one. */
const related: readonly ReadonlySet<Intent['procedure']>[] = [
  gettingIn,
  new Set(['signUp', 'addUser', 'invite', 'acceptInvitation']),
  new Set(['enroll', 'myRequests', 'decide']),
];
const and = /(?<![\p{L}\p{N}])(?:et|puis|and|then)(?![\p{L}\p{N}])|[+&\n]/iu;
/** A message in more parts than this is a story, not two wishes. */
const mostParts = 4;
const orPause = /(?<![\p{L}\p{N}])(?:et|puis|and|then|also|aussi)(?![\p{L}\p{N}])|[,;.+&\n]/iu;

const isProcedure = (name: Meaning['is']): name is Procedure => procedures.some((procedure) => procedure === name);

/** The portal that is named, or else the one that the vocabulary points to. */
function placeOf([named, ...others]: readonly Portal[], pointed: readonly Portal[]): Pick<Intent, 'portal' | 'likely'> {
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
  const ofGroup = (at: number) => ideas.get('GROUP')?.some((group) => Math.abs(at - group) < nearby) ?? false;
  return (ideas.get(strange) ?? []).some((at) => !ofGroup(at) && (!names.has(words[at] ?? '') || isBeside(at)));
}

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
    : (typeof label === 'string' ? [label] : Object.values(label)).flatMap((text) => text.split(/[()]/)).filter((text) => text.trim() !== '');

const asWritten = (text: string): string => wordsOf(text).join(' ');

/** The best phrase decides, wherever it stands. Other phrases of the same meaning only break ties. */
function scoreOf(phrases: readonly Phrase[], said: Places): number {
  const scores = phrases.map((phrase) => saidBy(phrase, said)).filter((score) => score > 0);
  const best = Math.max(0, ...scores);
  return best + Math.min(0.15, (scores.reduce((sum, score) => sum + score, 0) - best) / 40);
}
