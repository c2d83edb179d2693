import type { Locale } from '../foundation/i18n.ts';
import type { Procedure } from '../foundation/procedures.ts';
import type { Command } from './words/lexicon.ts';
import type { FollowUp, Mood } from './words/moods.ts';

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
  /** What a denial would wish for if it denied nothing. */
  readonly denied?: Procedure;
  /** What the person comes back with, at a step that answers it. */
  readonly followUp?: FollowUp;
  /** Whether it is about invitations that went off, and not about a new one. */
  readonly sent?: true;
  /** What is to be done about one's own requests and access, one's absence as an approver, or that others' access is reviewed. */
  readonly aim?: 'nudge' | 'extend' | 'giveBack' | 'away' | 'back' | 'review';
  /** Whether it asks about something here, and wishes for nothing yet: «mon mot de passe expire quand ?». */
  readonly question?: true;
  /** Whether it says what a person is wanted for, and does not only ask for one. */
  readonly tells?: true;
  /** The second of two wishes, and the part of the message that says it. */
  readonly second?: { readonly procedure: Procedure; readonly portal?: string; readonly text: string };
  /** The part that says the first. */
  readonly first?: string;
};
