import { type Procedure, procedures } from '../../foundation/procedures.ts';
import type { Intent } from '../understood.ts';
import { type Command, commands } from '../words/lexicon.ts';
import { type Mood, moods } from '../words/moods.ts';
import type { Likely } from './classifier.ts';

/** What the words of the lexicon add to the likelihood of what they mean, as the logarithm of a factor: where they are sure, and where they are not. */
const support = { ownWords: 2.5, wish: 0.8, mood: 1.2, command: 1, foreign: 0.5, offered: 0.3 } as const;
/** The share that a procedure needs to be begun: by itself, where the words mean it too, and where words of denying or asking call for caution. And the one to be offered. */
const enough = 0.875;
const enoughTogether = 0.8;
const enoughWithCaution = 0.95;
/** The same where one thing is denied and another clearly wished for, and the share of it all that may speak against it. */
const enoughInstead = 0.65;
const mostAgainstInstead = 0.25;
const worthOffering = 0.04;
/** The share with which a procedure is offered beside the answer to a complaint: it may be what fails. */
const besideComplaint = 0.01;
/** What is left of the share of a procedure that the portal named does not have, or of a denial beside what is wished for instead. */
const notThere = 0.01;
/** The meaning of what asks about something here and wishes for nothing yet: «mon mot de passe expire quand ?». */
const aQuestion = 'question';
/** What says that nothing is to be begun, and the share of it all with which nothing is. */
const against: ReadonlySet<string> = new Set(['denial', 'abuse', 'thanks', aQuestion]);
const mostAgainst = 0.1;
/** Where the likeliest asks for nothing: the share with which a procedure is offered all the same. */
const perhaps = 0.4;
/** The share without which nothing was understood where the words say nothing. */
const understood = 0.4;
const least = 1e-4;
const certainly = 0.9;
/** The share with which nothing is meant although the words offer something. */
const certainlyNothing = 0.5;

const isProcedure = (meaning: string): meaning is Procedure => procedures.some((procedure) => procedure === meaning);
const isCommand = (meaning: string): meaning is Command => commands.some((command) => command === meaning);
const moodOf = (meaning: string): Mood | undefined => moods.find((mood) => mood === meaning);

/** What an intent means, in the words of the examples, and how much that adds. */
function votesOf({ procedure, mood, nothing, confident, nearest }: Intent, ownWords: boolean): [string, number][] {
  if (mood !== undefined) return [[mood, support.mood]];
  if (nothing === 'smallTalk') return [['thanks', support.mood]];
  if (nothing === 'foreign') return [['none', support.foreign]];
  if (!confident) return nearest.map((each) => [each, support.offered]);
  return [[procedure, ownWords ? support.ownWords : isProcedure(procedure) ? support.wish : support.command]];
}

/** `mayAnswer`: something was asked, and the message may answer it. `doubtful`: it may be about something that no portal here has. `ownWords`: it
 * is said as the portal says it. `lacks`: what the portal named does not have. `instead`: one thing is denied, and another clearly wished for. `cautious`: words of
 * denying or asking call for caution. */
export type Circumstances = {
  readonly mayAnswer: boolean;
  readonly doubtful: boolean;
  readonly ownWords: boolean;
  readonly lacks: ReadonlySet<string>;
  readonly instead: boolean;
  readonly cautious: boolean;
};

/** Makes one of what the words of the lexicon say and of what was learned from examples. */
export function weigh(worded: Intent, learned: readonly Likely[], { mayAnswer, ...circumstances }: Circumstances): Intent {
  const weighed = ofBoth(worded, learned, circumstances);
  const { doubtful } = circumstances;
  if (mayAnswer) return isSurelyElse(weighed, worded, learned[0]?.share ?? 0) ? weighed : worded;
  const begins = weighed.confident && isProcedure(weighed.procedure);
  const asks = !weighed.confident && weighed.nearest.length > 0;
  return (begins || asks) && doubtful ? { ...worded, confident: false, nearest: unionOf(weighed.nearest, worded.nearest) } : weighed;
}

/** Anything may be an answer: only a mood, or a wish for a person, that is all but certain is taken for something else. */
function isSurelyElse(weighed: Intent, worded: Intent, share: number): boolean {
  if (weighed.mood !== undefined) return share >= certainly;
  return weighed.confident && weighed.procedure === 'support' && share >= (worded.nearest.includes('support') ? enough : certainly);
}

function ofBoth(worded: Intent, learned: readonly Likely[], { doubtful, ownWords, lacks, instead, cautious }: Omit<Circumstances, 'mayAnswer'>): Intent {
  const shares = new Map(learned.map(({ meaning, share }) => [meaning, share + least]));
  for (const [meaning, more] of votesOf(worded, ownWords)) shares.set(meaning, (shares.get(meaning) ?? least) * Math.exp(more));
  for (const [meaning, share] of shares) if (lacks.has(meaning) || (instead && meaning === 'denial')) shares.set(meaning, share * notThere);
  const sum = [...shares.values()].reduce((total, share) => total + share, 0);
  const ranked = [...shares].map(([meaning, share]) => ({ meaning, share: share / sum })).sort((one, other) => other.share - one.share);
  const [best] = ranked;
  if (!best) return worded;
  const offeredFrom = (least: number) => ranked.flatMap(({ meaning, share }) => (isProcedure(meaning) && share >= least ? [meaning] : [])).slice(0, 3);
  const offered = offeredFrom(worthOffering);
  const place = { ...(worded.portal !== undefined && { portal: worded.portal }), ...(worded.likely !== undefined && { likely: worded.likely }) };
  const asks = (): Intent => ({ procedure: offered[0] ?? 'none', ...place, confident: false, nearest: offered });
  const mayBegin = (procedure: string, needed: number) =>
    !lacks.has(procedure) && share >= needed && shareAgainst(ranked) < (instead ? mostAgainstInstead : mostAgainst);
  const { meaning, share } = best;
  const isSilent = !worded.confident && worded.nearest.length === 0;
  // Neither knows: it was not understood.
  if (isSilent && share < understood) return worded;
  const agree = worded.confident && worded.procedure === meaning;
  const needed = instead && agree ? enoughInstead : Math.max(agree ? enoughTogether : enough, cautious ? enoughWithCaution : 0);
  // What the words offer stands against a guess that it is nothing.
  if (meaning === 'none' && share < (doubtful ? certainly : certainlyNothing) && worded.nearest.length > 0) return { ...worded, confident: false };
  if (isProcedure(meaning)) return mayBegin(meaning, needed) ? { procedure: meaning, ...place, confident: true, nearest: offered } : asks();
  if (ranked.some((each) => isProcedure(each.meaning) && each.share >= perhaps)) return asks();
  if (meaning === aQuestion)
    return { procedure: 'none', ...place, confident: false, nearest: unionOf(offeredFrom(besideComplaint), worded.nearest), question: true };
  const mood = moodOf(meaning);
  if (meaning === 'thanks')
    return { procedure: 'none', ...place, nothing: 'smallTalk', confident: true, nearest: [], ...(worded.mood === 'thanks' && { mood: 'thanks' }) };
  if (mood) return { procedure: 'none', ...place, confident: true, nearest: mood === 'complaint' ? offeredFrom(besideComplaint) : [], mood };
  if (meaning === 'none') return { procedure: 'none', nothing: 'foreign', ...place, confident: true, nearest: [] };
  return isCommand(meaning) ? { procedure: meaning, ...place, confident: true, nearest: [] } : worded;
}

const shareAgainst = (ranked: readonly Likely[]): number => ranked.reduce((sum, { meaning, share }) => sum + (against.has(meaning) ? share : 0), 0);

/** The first three of both. */
const unionOf = (one: readonly Procedure[], other: readonly Procedure[]): Procedure[] => [...new Set([...one, ...other])].slice(0, 3);
