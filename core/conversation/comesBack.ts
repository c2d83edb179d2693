import { type AtStep, gettingIn } from './atStep.ts';
import { anAnswer, likeliest, stepWeights } from './learned/index.ts';
import type { Intent } from './understood.ts';
import { type Heard, isProcedure } from './wishes.ts';
import { everyFiller } from './words/conversation.ts';
import { type FollowUp, followUps } from './words/moods.ts';
import { bare, wordsOf } from './words/read.ts';
import { replyIn } from './words/replies.ts';

/** The share with which a follow-up is taken: where nothing else was heard; where something else was, or nothing waits for an answer; and against a wish. */
const enough = 0.55;
const surely = 0.85;
const certainly = 0.95;
const answersFrom = 0.5;
/** What is longer tells a story. */
const mostWords = 30;

/** Addresses, codes and numbers are answers. */
const holdsValue = /@|\d{3}/;

/**
 * What somebody comes back with at a step, by what was learned, in whatever words; or that it answers what is asked, whatever it would wish for elsewhere.
 * Undefined where it is not clear, or the step does not answer it.
 */
export function comesBackWith(text: string, heard: Heard, step: AtStep, worded: Intent): FollowUp | typeof anAnswer | undefined {
  const { followUp } = worded;
  // What leads elsewhere is in no example.
  const leads = followUp === 'other' || followUp === 'otherPortal';
  const isElsewhere = worded.portal !== undefined && worded.portal !== step.portal;
  if (leads || isElsewhere || step.answered || worded.mood === 'abuse' || worded.mood === 'otherLanguage') return followUp;
  if (heard.length === 0 || heard.length > mostWords || holdsValue.test(text)) return followUp;
  const weights = stepWeights();
  const telling = heard.words.filter((word) => word !== '' && !everyFiller.has(word));
  const known = telling.filter((word) => weights.rowOf.has(bare(word)));
  if (known.length * 2 < telling.length || (heard.length === 1 && known.length === 0)) return followUp;
  // What the step does not answer counts for nothing.
  const heardHere = likeliest(text, heard, weights).filter(({ meaning }) => !isFollowUp(meaning) || step.answers.has(meaning));
  const sum = heardHere.reduce((total, { share }) => total + share, 0);
  const [best] = heardHere.map(({ meaning, share }) => ({ meaning, share: share / sum }));
  if (best?.meaning === anAnswer && followUp === undefined) return best.share >= answersFrom && (step.asked || !step.rests) ? anAnswer : undefined;
  if (best?.meaning === 'no') return isShortNo(heard) && best.share >= surely ? 'no' : followUp;
  if (!best || !isFollowUp(best.meaning) || (best.meaning === 'yes' && !isSaidToo(text, wordsOf(text)))) return followUp;
  // Against another follow-up, or a wish for something else.
  const begins = worded.confident && isProcedure(worded.procedure);
  const isElse = followUp !== undefined || (begins && !(worded.procedure === step.procedure || gettingIn.has(worded.procedure)));
  if (begins && step.rests) return undefined;
  const isHeard = begins || worded.mood !== undefined || worded.nothing !== undefined || step.rests === true || best.meaning === 'yes';
  return best.share >= (isElse ? certainly : isHeard ? surely : enough) ? best.meaning : followUp;
}

const isFollowUp = (meaning: string): meaning is FollowUp => followUps.some((each) => each === meaning);

/** A no in a few words: «non pas encore». What is longer says what is wanted instead. */
const isShortNo = ({ words, length }: Heard): boolean => length <= mostWordsOfNo && words.some((word) => word === 'non' || word === 'no' || word === 'nope');
const mostWordsOfNo = 5;

/** What takes something back, or adds to it. */
const butNot = /\?|(?<!\p{L})(?:pas|ne|n|mais|sauf|sans|si|puis|avant|aussi|et|not|t|but|except|without|if|then|before|also|and|only)(?!\p{L})/iu;

/** A yes presses a button: it is taken only where it begins or ends with one in so many words, and holds nothing back. */
const isSaidToo = (text: string, said: readonly string[]): boolean =>
  !butNot.test(text) && said.some((_, at) => replyIn(said.slice(0, at + 1), yes) === 'yes' || replyIn(said.slice(at), yes) === 'yes');
const yes: ReadonlySet<FollowUp> = new Set(['yes']);
