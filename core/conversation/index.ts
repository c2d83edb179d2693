import type { Dependencies } from '../dependencies.ts';
import type { Locale } from '../foundation/i18n.ts';
import { createTakeHeld, type TakeHeld } from '../foundation/outbox/held.ts';
import { type Encounter, known, meet, type Speaker, speaks } from '../foundation/people.ts';
import { createFeedback, type Feedback } from './feedback.ts';
import { keepNotUnderstood } from './notUnderstood.ts';
import { createTurnClaims, type TurnClaims } from './turnClaims.ts';

export { groupAlike } from './alike.ts';
export { latestComments, longestComment, type Sum, sumsOf, type Verdict } from './feedback.ts';
export type { Written } from './given/dates.ts';
export { detailsIn, isFirm } from './given/details.ts';
export { bareDurationIn, durationIn, laterBy } from './given/durations.ts';
export { asksForOther, insteadOfMe } from './given/forOther.ts';
export { untilIn } from './given/fromUntil.ts';
export { createGiven, type Given, givenSchema, noteIn, readGiven, saidBesides, siretIn } from './given/given.ts';
export { namedAmong } from './given/named.ts';
export { capitalised, labelledName, withNames } from './given/people.ts';
export { type AtStep, createIntents, type Intent } from './intent.ts';
export { type Sentence, sentenceSchema, type Taking, takenAs, takenFor, takings } from './intentFigures.ts';
export { learnFrom, readExamples, readStepExamples, stepWeightsFile, type Weights, weightsFile, writeWeights } from './learned/index.ts';
export { listNotUnderstood } from './notUnderstood.ts';
export { isWrongPortal } from './whichPortal.ts';
export { holdsMailed, holdsPassword } from './words/holdsPassword.ts';
export { isEverydayWord } from './words/known.ts';
export { type FollowUp, followUps, type Mood } from './words/moods.ts';
export { wordsOf } from './words/read.ts';
export { saysHello, spokenIn } from './words/spoken.ts';

/** Understanding what people say, and knowing who they are. */
export type Conversation = {
  readonly people: {
    meet(encounter: Encounter): Promise<string>;
    known(speaker: Speaker): Promise<string | undefined>;
    speaks(person: string, locale: Locale): Promise<void>;
  };
  readonly feedback: Feedback;
  /** What was not understood, kept for the operator without personal data. */
  readonly notUnderstood: { keep(text: string, at: { locale: Locale; step: string }): Promise<void> };
  readonly turnClaims: TurnClaims;
  /** Events that could not be delivered to a person's chat when they happened. Each is handed out once (ALL-12). */
  readonly takeHeld: TakeHeld;
};

/** Creates the conversation room. */
export function createConversation(dependencies: Dependencies): Conversation {
  const { db, clock } = dependencies;
  return {
    people: {
      meet: (encounter) => meet(db, clock, encounter),
      known: (encounter) => known(db, encounter),
      speaks: (person, locale) => speaks(db, person, locale),
    },
    feedback: createFeedback(dependencies),
    notUnderstood: { keep: (text, at) => keepNotUnderstood(db, text, at, clock()) },
    turnClaims: createTurnClaims(db),
    takeHeld: createTakeHeld(db, clock),
  };
}
