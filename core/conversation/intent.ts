import type { Portal } from '../portal/index.ts';
import { type AtStep, gettingIn } from './atStep.ts';
import { createByWords } from './byWords.ts';
import { comesBackWith } from './comesBack.ts';
import { anAnswer, type Likely, learnedWeights, likeliest, type Weights, weigh } from './learned/index.ts';
import { createOtherPortal } from './otherPortal.ts';
import { type Part, type TwoWishes, twoIn } from './twoWishes.ts';
import type { Intent } from './understood.ts';
import { whichPortalIn } from './whichPortal.ts';
import { createWishes, few as fewWords, type Heard, isProcedure } from './wishes.ts';
import { askedThen } from './words/askedThen.ts';
import { callForCaution } from './words/cautions.ts';
import { everyFiller } from './words/conversation.ts';
import { strange } from './words/ideas.ts';
import { isEverydayWord } from './words/known.ts';
import { moods } from './words/moods.ts';
import { isOfOthers } from './words/ofOthers.ts';
import { isPast } from './words/past.ts';
import { bare, longestMessage, wordsOf } from './words/read.ts';
import { isIntroduction } from './words/spoken.ts';
import { spelledOut } from './words/textSpeak.ts';
import { isWrongAccount } from './words/wrongAccount.ts';

export type { AtStep } from './atStep.ts';
export type { Intent } from './understood.ts';

/**
 * Makes the reader of free text in French or English. It finds what a message asks for and the portal that it names, given where the conversation
 * stands; at rest without. Two witnesses are heard: the words of the lexicons and the profiles (`words/meanings.ts` says what each procedure means),
 * and what was learned from the sentences in `examples/`. The same message is always read alike.
 */
export function createIntents(portals: ReadonlyMap<string, Portal>, weights?: Weights): (text: string, step?: AtStep) => Intent {
  const wishes = createWishes(portals);
  const byWords = createByWords(wishes);
  const otherPortal = createOtherPortal([...portals.values()]);
  const lackedAt = (id: string | undefined): ReadonlySet<string> => {
    const portal = portals.get(id ?? '');
    return new Set(portal === undefined ? [] : ofSome.filter((procedure) => portal.procedures[procedure] === undefined));
  };
  const learnedOf = () => weights ?? learnedWeights();

  const readOne = (text: string, heard: Heard, step?: AtStep): Part & { readonly intent: Intent } => {
    const { intent, certain, doubtful, isClear, ownWords } = byWords(text, heard, step);
    if (intent.portal === undefined && intent.likely !== undefined && onlyDescribes(text, heard))
      return unwished({ procedure: 'none', portal: intent.likely, confident: false, nearest: [] });
    const back = step && !certain ? comesBackWith(text, heard, step, intent) : undefined;
    // «J’en ai besoin pour créer des comptes» says why, and creates none.
    if (back === anAnswer && (intent.nearest.length > 0 || intent.nothing === 'foreign')) return unwished({ procedure: 'none', confident: false, nearest: [] });
    if (back !== undefined && back !== anAnswer)
      return unwished({ procedure: 'none', ...placeOf(intent), confident: true, nearest: intent.nearest, followUp: back });
    const mayAnswer = step !== undefined && (!step.rests || step.asked === true);
    // Where something was asked, a few words are its answer.
    const isShort = mayAnswer && heard.length <= fewWords;
    const learned = certain ? [] : likeliest(text, heard, learnedOf());
    // «Je suis Hélène» wishes for nothing yet; «je suis paumée» is known to be a complaint.
    if (!certain && !mayAnswer && (learned[0]?.share ?? 0) < surely && isIntroduction(wordsOf(text), isEverydayWord))
      return unwished({ procedure: 'none', nothing: 'smallTalk', confident: true, nearest: [] });
    if (certain || isShort || saysLittle(heard, intent, learnedOf(), learned[0]))
      return { intent, sure: isClear === true, speaksOf: (procedure) => intent.nearest.includes(procedure) };
    const instead = heard.denied.length > 0 && intent.mood === undefined && intent.confident && isClear === true;
    const begins = intent.confident && isProcedure(intent.procedure);
    const undenied = heard.words.filter((_, at) => !heard.denied.some(({ from, to }) => at >= from && at < to));
    const cautious = callForCaution(undenied) || (heard.denied.length > 0 && !begins);
    const weighed = weigh(intent, learned, {
      mayAnswer,
      doubtful: doubtful === true,
      ownWords: ownWords === true,
      lacks: lackedAt(intent.portal),
      instead,
      cautious,
    });
    const shareOf = (procedure: string) => learned.find(({ meaning }) => meaning === procedure)?.share ?? 0;
    return {
      intent: weighed,
      sure: weighed.confident && (isClear === true || shareOf(weighed.procedure) >= clearly),
      speaksOf: (procedure) => intent.nearest.includes(procedure) || shareOf(procedure) >= hardly,
    };
  };

  const detailed = (intent: Intent, text: string, heard: Heard): Intent => {
    const says = (...ideas: string[]) => ideas.some((idea) => heard.ideas.has(idea));
    const { procedure, mood } = intent;
    if (procedure === 'cancel' && isPast(wordsOf(text))) return { procedure: 'none', confident: false, nearest: [] };
    const denied = mood === 'denial' ? wishes.whole(text, heard).intent.procedure : undefined;
    if (denied !== undefined && isProcedure(denied)) return { ...intent, denied };
    const isSent = says('MYINVITATIONS', 'ACCEPTEDMINE') || (says('INVITATION', 'IINVITED') && says('STATUS', 'RESEND', 'WITHDRAW', 'NUDGE', 'NORECEIVE'));
    if (procedure === 'invite' && isSent) return { ...intent, sent: true };
    const reviews = says('REVIEW') && !says('REQUEST') ? 'review' : undefined;
    const aim = procedure === 'myRequests' ? aimOf(says) : procedure === 'decide' ? (awayOf(says) ?? reviews) : undefined;
    if (aim !== undefined) return { ...intent, aim };
    const asksOnly = says('SUPPORT', 'HUMAN', 'TALK', 'CONTACT', 'CALLME', 'ESCALATE', 'TEAM', 'ANYBODY', 'NEEDHELP');
    return procedure === 'support' && !asksOnly ? { ...intent, tells: true } : intent;
  };

  /** What is wished for after thanks or in place of what is not wanted: «merci, débloque aussi mon extranet», “I don't want a reset, I want to …”. */
  const wishIn = (text: string, step?: AtStep): string => {
    const rest = askedThen(text);
    if (rest === undefined) return text;
    const { confident, procedure, portal } = readOne(rest, wishes.hear(rest), step).intent;
    // What stands before may say where.
    const isWhole = portal !== undefined || readOne(text, wishes.hear(text), step).intent.portal === undefined;
    return confident && isProcedure(procedure) && isWhole ? rest : text;
  };

  return (message, step) => {
    const text = wishIn(otherPortal(spelledOut(message.slice(0, longestMessage).replace(saidBefore, '')), step?.procedure !== undefined), step);
    const heard = wishes.hear(text);
    const whole = readOne(text, heard, step);
    const { intent } = whole;
    const plain = wordsOf(text).join(' ');
    if (accessCodes.test(plain)) return { procedure: 'none', ...placeOf(intent), confident: false, nearest: ['forgotIdentifier', 'reset', 'signUp'] };
    if (intent.mood === 'denial' && deniesNothing.test(plain)) return { procedure: 'none', ...placeOf(intent), confident: false, nearest: [] };
    if (isWrongAccount(wordsOf(text)) && mailsTo(step))
      return { procedure: 'none', ...placeOf(intent), confident: true, nearest: [], followUp: 'otherAddress' };
    const where = whichPortalIn(heard, intent, step);
    if (where) return where;
    if (isForElse(text, heard, intent, step)) return { procedure: 'none', ...placeOf(intent), confident: true, nearest: [], followUp: 'forElse' };
    if (heard.length <= fewWords || !(isProcedure(intent.procedure) || intent.nothing === 'foreign')) return detailed(intent, text, heard);
    const two = twoIn(text, whole, (part) => readOne(part, wishes.hear(part), step));
    return detailed(two ? withTwo(intent, two) : intent, text, heard);
  };
}

/** «J’ai oublié de dire que …», “I forgot to say that …”: what follows is what is said. */
const saidBefore =
  /^\s*(?:(?:ah|oh|et|and|au fait|by the way)[\s,]+)?(?:j['’ ]?ai|i(?:['’]ve| have)?)\s+(?:oublié|oublie|forgot|forgotten)\s+(?:de|d['’]|to)\s*(?:vous |te )?(?:dire|préciser|preciser|mentionner|signaler|ajouter|say|mention|tell you|add)\s+(?:que |qu['’]|that )?/iu;

/** How a portal is called that is not named: «la plateforme des hôtels», “the one with the tickets”. A longer message says more than where. */
const describesPlace =
  /(?<!\p{L})(?:plate-?forme|portail|truc|machin|site|outil|espace|appli(?:cation)?|celui|celle|platform|portal|thing|site|tool|app|one|system|système)(?!\p{L})/iu;
const mostWordsOfPlace = 6;
const onlyDescribes = (text: string, { ideas, length }: Heard): boolean =>
  length <= mostWordsOfPlace &&
  describesPlace.test(text) &&
  [...ideas.keys()].every((idea) => idea.startsWith('perhaps ') || vague.has(idea) || ofPlaces.has(idea));
const ofPlaces = new Set(['ESTABLISHMENT', 'CLIENT', 'OTHER', 'ANOTHER']);

/** The portal that a message names, or points to. */
const placeOf = ({ portal, likely }: Intent): Pick<Intent, 'portal' | 'likely'> => ({
  ...(portal !== undefined && { portal }),
  ...(likely !== undefined && { likely }),
});

/**
 * Whether a message is about getting somebody else in, which only they can do themselves (TALK-2). At a step about somebody, they are that person; and what is done
 * for others here, such as to add or remove them, stays what it is.
 */
function isForElse(text: string, { words, ideas }: Heard, { confident, procedure }: Intent, step: AtStep | undefined): boolean {
  const isDone = confident && isProcedure(procedure) && !gettingIn.has(procedure);
  const isHere = step === undefined || (step.rests && !step.answers.has('theirs')) || step.answers.has('forElse');
  const places = new Set(['PORTAL', 'FOREIGN', 'BRAND', 'GROUP'].flatMap((idea) => ideas.get(idea) ?? []).map((at) => words[at]));
  return isHere && !isDone && isOfOthers(wordsOf(text), (word) => places.has(word));
}

/** Whether a step asks for the account or the address to which something is mailed, or waits for that. */
const mailsTo = (step: AtStep | undefined): boolean =>
  step?.procedure !== undefined && step.rests !== true && gettingIn.has(step.procedure) && step.answers.has('otherAddress');

/** The things alone: which of them is lacking is asked. */
const accessCodes =
  /^(?:(?:bonjour|mes|les|des|my|the|help) )*(?:codes? d acces|acces codes?|access codes?|codes? de connexion|login codes?)$|^je (?:n )?ai (?:pas encore|toujours pas|jamais)(?: recu| eu)? (?:mes|les) (?:codes?(?: d acces)?|identifiants)$/;
/** What sounds like a denial and is none: «pourquoi pas», “that’s what I said”, «je suis d’accord finalement», «mon numéro c’est …». */
const deniesNothing =
  /\b(?:pourquoi (?:ne )?pas|why not|(?:that s|that is|it s|c est(?: bien| exactement)?) (?:exactly )?(?:what i|ce que (?:j ai|je|j)) (?:said|meant|wrote|dis|dit|disais|voulais dire)|d accord finalement|finalement (?:si|oui|ok|d accord|c est (?:oui|ok|bon)|je (?:veux bien|suis d accord))|(?:mon|my) (?:numero|number|telephone|phone|tel)(?: de telephone| number)? (?:c est|est|is|s))\b/;

/** What wishes for nothing. */
const unwished = (intent: Intent): Part & { readonly intent: Intent } => ({ intent, sure: false, speaksOf: () => false });

/** What somebody wants to do about their requests or access (GOV-3, GOV-8). */
const aimOf = (says: (...ideas: string[]) => boolean): NonNullable<Intent['aim']> | undefined =>
  says('NUDGE') ? 'nudge' : says('EXTEND', 'RENEW', 'UNTIL') ? 'extend' : says('GIVEBACK', 'NOLONGERWANT', 'NOUSE') && !says('ASKED') ? 'giveBack' : undefined;

/** Whether an approver is away, or back (GOV-2). */
const awayOf = (says: (...ideas: string[]) => boolean): 'away' | 'back' | undefined =>
  says('IAMBACK') ? 'back' : says('IAMAWAY', 'STANDIN') ? 'away' : undefined;

/** What is not understood as a whole may be two wishes: they are about something here. */
const withTwo = ({ nothing, ...intent }: Intent, two: TwoWishes): Intent => ({ ...intent, ...two, confident: true });

/** Procedures that somebody means only where the portal named has them. */
const ofSome = ['invite', 'acceptInvitation', 'enroll', 'addUser', 'removeUser', 'decide', 'myRequests', 'createOrganisation', 'twoFactor'] as const;

/** The share that makes one of two wishes clear, and the one without which a message does not speak of it. */
const clearly = 0.75;
const hardly = 0.01;
/** The share that leaves no doubt, and the one with which words that are not known may be guessed at. */
const surely = 0.85;
const almostCertain = 0.97;
const likely = 0.8;

/** Ideas with which nothing is asked for yet. */
const vague = new Set([strange, 'MY', 'ME', 'WANT', 'WHAT', 'ONESELF', 'PORTAL', 'SOMEONE']);
/** How many words a message may have that leaves open what it is about, and how many one in another language has. */
const few = { open: 7, foreign: 3 } as const;

/** Whether a message says too little to go by what was learned: a single word may be an answer, and «un truc sur mon mot de passe» could wish for several things. */
function saysLittle({ words, ideas, length }: Heard, { nearest, mood }: Intent, { rowOf }: Weights, best: Likely | undefined): boolean {
  if (mood !== undefined) return false;
  const isMood = moods.some((each) => each === best?.meaning) && (best?.share ?? 0) >= surely;
  const clear = [...ideas.keys()].filter((idea) => !vague.has(idea) && !/^(?:at|perhaps|group at) /.test(idea));
  const places = new Set(ideas.get('PORTAL'));
  const telling = words.filter((word, at) => word !== '' && !everyFiller.has(word) && !places.has(at));
  const isGuessed = best !== undefined && best.share >= likely && !['none', 'otherLanguage'].includes(best.meaning);
  const isUnknown = !isGuessed && clear.length === 0 && telling.filter((word) => rowOf.has(bare(word))).length * 2 < telling.length;
  // «It was sent to ada@client.example» adds an address to a wish.
  const isValue = ideas.has('ADDRESSEE') && nearest.length === 0 && (best?.share ?? 0) < surely;
  // «Jean Durand» is a name, in whatever language.
  const isName = best?.meaning === 'otherLanguage' && length < few.foreign && best.share < almostCertain;
  return (
    isValue ||
    isName ||
    (length <= 1 && !(isMood && telling.every((word) => rowOf.has(bare(word))))) ||
    (isUnknown && (length < few.foreign || best?.meaning !== 'otherLanguage')) ||
    (clear.length <= 1 && length <= few.open && nearest.length > 1 && !isMood)
  );
}
