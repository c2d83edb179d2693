import type { z } from 'zod';
import type { Card } from '../cards/card.ts';
import type { HelpAbout, Topic } from '../cards/conversation/stepHelp.ts';
import type { Frame } from '../cards/frame.ts';
import type { FollowUp, Given } from '../core/conversation/index.ts';
import type { ChatEvent } from '../core/foundation/outbox/job.ts';
import type { Refusal } from '../core/foundation/outcome.ts';
import type { Procedure } from '../core/foundation/procedures.ts';
import type { Portal } from '../core/portal/index.ts';
import type { Choice, Picked } from './conversation/choices.ts';
import type { Turn } from './turn.ts';

/** Where a procedure goes after an answer: to a step (the same again, to correct something), to its end, or to another procedure. */
export type Move<D> =
  | {
      readonly to: string;
      readonly data: D;
      readonly problems?: readonly Refusal[];
      /** Shown once instead of the step's card, for what must not be stored, such as a link's secret. */
      readonly once?: (frame: Frame) => Card;
    }
  /** `done`: the procedure reached its goal, so its last card asks how it went (ALL-11). `left`: it was left half-way, and can be taken up again for a while. */
  | { readonly end: Card; readonly done?: true; readonly left?: true }
  /** Ends it, and goes on with the one that it interrupted. */
  | { readonly back: true }
  /** Another procedure replaces this one. If it is this one's parent, it resumes. */
  | { readonly next: Procedure; readonly data: { readonly portal: string; readonly [name: string]: unknown } };

/** Sentences that a step answers by itself, and where they lead: a text is said, and its card shown again; with undefined they are read as anywhere else. */
export type Hearing<D> = {
  readonly says: RegExp;
  readonly does: (turn: Turn, data: D, text: string) => Promise<Move<D> | string | undefined>;
};

/** One card of a procedure, and what its buttons do. */
export type Step<D> = {
  show(frame: Frame, data: D): Card;
  /** Handlers by the second half of the verb: `send` for `reset.send`. */
  readonly on: { readonly [step: string]: (turn: Turn, data: D, inputs: Readonly<Record<string, string>>) => Promise<Move<D>> };
  /** What is asked here: so «pourquoi ?», «je ne sais pas», “what is that?” and a complaint are answered by what helps at this step (TALK-2). */
  readonly about?: Topic | ((data: D) => Topic);
  /** What can be chosen here, also by typing «2», «la deuxième», a label or a part of it (TALK-11). */
  readonly choices?: (turn: Turn, data: D) => readonly Choice[];
  /** What choosing several presses, where more than one may be chosen: «2 et 3», «les deux», “all of them”. */
  readonly several?: (turn: Turn, data: D, picked: Picked) => Pick<Choice, 'press' | 'inputs'>;
  /** What was asked for is told here: what is begun next takes the place of this, and nothing leads back to it. */
  readonly over?: true;
  /** The buttons that «oui» and «non» press. */
  readonly yesNo?: { readonly yes: string; readonly no: string };
  /** Whether a «oui» takes something away here: once anything said at this card was not understood, only a click does. */
  readonly grave?: true;
  /** Sentences of their own that this step answers, tried one after another before anything else is read into them. */
  readonly hears?: readonly Hearing<D>[];
  /** What stays of this card when the procedure moves on by itself, where it tells more than that its step is done. */
  readonly past?: (frame: Frame, data: D) => Card;
  /** Follow-ups that this step answers in a way of its own (TALK-3); with undefined, as any other step does. */
  readonly follow?: { readonly [what in FollowUp | 'complaint']?: (turn: Turn, data: D) => Promise<Move<D> | undefined> };
  /** What helps here in a way of its own, by what somebody comes back with. */
  readonly helps?: { readonly [what in FollowUp | 'complaint']?: HelpAbout };
  /** Where another account or address leads that is written once the first was sent: what was typed stands corrected on the card that asks for it. */
  readonly corrects?: (turn: Turn, data: D, value: string) => Move<D> | undefined;
  /** Keeps outside of the conversation what was typed into the form so far. */
  readonly keeps?: (turn: Turn, data: D) => Promise<unknown>;
  /** What a plain message does here: the input it fills and the button it presses. */
  readonly text?: {
    readonly input: string;
    readonly press: string;
    /** Whether a message answers this card, whatever else it could mean. */
    readonly answers?: (turn: Turn, data: D, text: string) => boolean;
  };
};

/** A procedure as named steps. Step names are stored with the conversation, so renaming a step restarts the procedures that stand at it. */
export type Flow<D extends { readonly portal: string }> = {
  /** The dialog's id. Stored with the conversation. */
  readonly id: string;
  readonly procedure: Procedure;
  readonly data: z.ZodType<D>;
  /** Fields that take more than one value, with names. Their text is kept as it was pasted. */
  readonly lists?: readonly string[];
  /** What this procedure takes of what a sentence said already, by the names of its data (TALK-6). It stands on the cards that ask for it. */
  takes?(said: Given, portal: Portal, at?: { readonly text: string; readonly data: D; readonly step: string }): Readonly<Record<string, unknown>>;
  /** Names of what it takes that are kept for the step that asks for them, where the card in front does not yet. */
  readonly later?: readonly string[];
  /** What of it stays where it is begun again with something else said. */
  keeps?(data: D): Readonly<Record<string, unknown>>;
  /** The ids of procedures at whose place it can be begun, with what was typed there; and what is handed on to these. */
  readonly kin?: { readonly of: readonly string[]; passes(data: D): Readonly<Record<string, unknown>> };
  begin(turn: Turn, data: { readonly portal: string; readonly [name: string]: unknown }): Promise<Move<D>>;
  readonly steps: { readonly [name: string]: Step<D> };
  /** Where an event from elsewhere leads; undefined if it does not concern this procedure. */
  event?(turn: Turn, data: D, event: ChatEvent): Promise<Move<D> | undefined>;
  /** Checks whether the procedure has moved on meanwhile, before its card is shown again or an answer to it is handled. */
  refresh?(turn: Turn, data: D): Promise<Move<D> | undefined>;
};
