import type { TurnContext } from 'botbuilder';
import { Dialog, type DialogContext, type DialogInstance, type DialogReason, type DialogTurnResult } from 'botbuilder-dialogs';
import { z } from 'zod';
import { type Action, anytime, type Card, execute } from '../cards/card.ts';
import { leadingOn } from '../cards/conversation/talk.ts';
import { type Frame, procedureLabel } from '../cards/frame.ts';
import { staleCard } from '../cards/notice.ts';
import { type FollowUp, followUps } from '../core/conversation/index.ts';
import type { ChatEvent } from '../core/foundation/outbox/job.ts';
import type { Refusal } from '../core/foundation/outcome.ts';
import { type Procedure, procedures } from '../core/foundation/procedures.ts';
import { newId } from '../core/foundation/secrets.ts';
import { showEnd } from './conversation/feedback.ts';
import { withoutPaste } from './inputs.ts';
import { type Turn, turnOf } from './turn.ts';

/** Where a procedure goes after an answer: to a step (the same again, to correct something), to its end, or to another procedure. */
export type Move<D> =
  | {
      readonly to: string;
      readonly data: D;
      readonly problems?: readonly Refusal[];
      /** Shown once instead of the step's card, for what must not be stored, such as a link's secret. */
      readonly once?: (frame: Frame) => Card;
    }
  /** `done`: the procedure reached its goal, so its last card asks how it went (ALL-11). Not set if it was left or was unavailable. */
  | { readonly end: Card; readonly done?: true }
  /** Another procedure replaces this one. If it is this one's parent, it resumes. */
  | { readonly next: Procedure; readonly data: { readonly portal: string; readonly [name: string]: unknown } };

/** One card of a procedure, and what its buttons do. */
export type Step<D> = {
  show(frame: Frame, data: D): Card;
  /** Handlers by the second half of the verb: `send` for `reset.send`. */
  readonly on: { readonly [step: string]: (turn: Turn, data: D, inputs: Readonly<Record<string, string>>) => Promise<Move<D>> };
  /** The follow-ups that this step answers, and how. A complaint is answered by what helps at this step (TALK-2, TALK-3). */
  readonly follow?: { readonly [what in FollowUp | 'complaint']?: (turn: Turn, data: D) => Promise<Move<D>> };
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
  begin(turn: Turn, data: { readonly portal: string; readonly [name: string]: unknown }): Promise<Move<D>>;
  readonly steps: { readonly [name: string]: Step<D> };
  /** Where an event from elsewhere leads; undefined if it does not concern this procedure. */
  event?(turn: Turn, data: D, event: ChatEvent): Promise<Move<D> | undefined>;
  /** Checks whether the procedure has moved on meanwhile, before its card is shown again or an answer to it is handled. */
  refresh?(turn: Turn, data: D): Promise<Move<D> | undefined>;
};

/** What every procedure starts with. */
const startSchema = z.looseObject({ portal: z.string() });

/** The stored state of a running procedure. */
const stateSchema = z.object({ step: z.string(), data: startSchema, nonce: z.string(), previous: z.string().optional() });
export type FlowState = z.output<typeof stateSchema>;

/** Reads the stored state of a running procedure; undefined if it cannot be read. */
export const flowState = (instance: DialogInstance | undefined): FlowState | undefined => stateSchema.safeParse(instance?.state).data;

/** Runs a `Flow` as a Bot Framework dialog: shows a card, handles that card's own answer, moves on. */
export class FlowDialog<D extends { readonly portal: string }> extends Dialog {
  readonly flow: Flow<D>;

  constructor(flow: Flow<D>) {
    super(flow.id);
    this.flow = flow;
  }

  override async beginDialog(dc: DialogContext, options?: object): Promise<DialogTurnResult> {
    const start = startSchema.parse(options);
    return await this.#go(dc, start.portal, await this.flow.begin(turnOf(dc.context), start));
  }

  /** Handles the answer to the current card. The root dialog has checked that the answer is to this card. */
  override async continueDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context);
    const current = this.#read(dc.activeDialog);
    const [procedure, press = ''] = turn.answer?.verb.split('.') ?? [];
    const own = procedure === this.flow.procedure && current && Object.hasOwn(current.step.on, press);
    const handler = own ? current.step.on[press] : undefined;
    if (!current || !handler || !turn.answer) return await this.#again(dc);
    if (press === 'cancel') return await this.#go(dc, current.data.portal, await handler(turn, current.data, {}));
    const inputs = withoutPaste(turn.answer.inputs, this.flow.lists);
    const move = await turn.core.conversation.answerOnce(
      current.state.nonce,
      async () => (await this.flow.refresh?.(turn, current.data)) ?? (await handler(turn, current.data, inputs)),
    );
    if (move) return await this.#go(dc, current.data.portal, move);
    await turn.show(staleCard(turn.t, true));
    return Dialog.EndOfTurn;
  }

  /** The procedure that interrupted this one is over. Its last card stays in front and offers this one (TALK-8); without such a card, this one goes on. */
  override async resumeDialog(dc: DialogContext, _reason: DialogReason, result?: unknown): Promise<DialogTurnResult> {
    return result === ended ? Dialog.EndOfTurn : await this.#again(dc);
  }

  override async repromptDialog(context: TurnContext, instance: DialogInstance): Promise<void> {
    const current = this.#read(instance);
    if (current) await turnOf(context).show(this.#draw(context, current.state, current.data));
  }

  /** Shows the current card again, or the one that the procedure has reached meanwhile. */
  async again(dc: DialogContext): Promise<DialogTurnResult> {
    return await this.#again(dc);
  }

  /** What a plain message fills and presses on the current card, and whether `text` answers that card whatever else it could mean. */
  textOf(turn: Turn, instance: DialogInstance | undefined, text: string): { input: string; press: string; answers: boolean } | undefined {
    const current = this.#read(instance);
    const taken = current?.step.text;
    return current && taken && { input: taken.input, press: taken.press, answers: taken.answers?.(turn, current.data, text) ?? false };
  }

  /** The follow-ups that the current step answers. */
  answers(instance: DialogInstance | undefined): ReadonlySet<FollowUp> {
    const follow = this.#read(instance)?.step.follow ?? {};
    return new Set(followUps.filter((what) => follow[what] !== undefined));
  }

  /** Answers a follow-up. Returns false if the current step does not. */
  async follows(dc: DialogContext, what: FollowUp | 'complaint'): Promise<boolean> {
    const turn = turnOf(dc.context);
    const current = this.#read(dc.activeDialog);
    const follow = current?.step.follow?.[what];
    if (!current || !follow) return false;
    const move = (await this.flow.refresh?.(turn, current.data)) ?? (await follow(turn, current.data));
    await this.#go(dc, current.data.portal, move);
    return true;
  }

  /** Tells the procedure about an event from elsewhere. Returns false if it does not concern the procedure. */
  async happened(dc: DialogContext, event: ChatEvent): Promise<boolean> {
    const turn = turnOf(dc.context);
    const current = this.#read(dc.activeDialog);
    const move = current && (await this.flow.event?.(turn, current.data, event));
    if (!current || !move) return false;
    await this.#go(dc, current.data.portal, move);
    return true;
  }

  async #again(dc: DialogContext): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context);
    const current = this.#read(dc.activeDialog);
    if (!current) return await dc.replaceDialog(this.id, { portal: flowState(dc.activeDialog)?.data.portal ?? turn.memory.portal ?? '' });
    const moved = await this.flow.refresh?.(turn, current.data);
    if (moved) return await this.#go(dc, current.data.portal, moved);
    turn.memory.interrupted = undefined;
    await turn.show(this.#draw(dc.context, current.state, current.data));
    return Dialog.EndOfTurn;
  }

  async #go(dc: DialogContext, portal: string, move: Move<D>): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context);
    if ('end' in move) {
      const pressed = turn.answer && flowState(dc.activeDialog)?.nonce;
      const end = leadingOn(move.end, [...nextIn(turn), ...interruptedBy(dc)]);
      const card = move.done ? await showEnd(turn, end, { portal, procedure: this.flow.procedure }) : await shown(turn, end);
      turn.memory.ended = pressed === undefined ? undefined : { nonce: pressed, card };
      turn.memory.interrupted = flowState(dc.stack.at(-2))?.nonce;
      return await dc.endDialog(ended);
    }
    if ('next' in move) {
      const parent = dc.stack.at(-2);
      return parent?.id === move.next ? await dc.endDialog() : await dc.replaceDialog(move.next, move.data);
    }
    const instance = dc.activeDialog;
    if (!instance) throw new Error(`${this.id} moves without being active.`);
    const previous = flowState(instance)?.nonce;
    // A new nonce each time: an old card of the same step must not drive the current one (as for the old cards of ALL-7).
    const state: FlowState = { step: move.to, data: move.data, nonce: newId(), ...(previous !== undefined && { previous }) };
    instance.state = state;
    turn.memory.interrupted = undefined;
    await turn.show(this.#draw(dc.context, state, move.data, move));
    return Dialog.EndOfTurn;
  }

  #read(instance: DialogInstance | undefined) {
    const state = flowState(instance);
    const step = state && Object.hasOwn(this.flow.steps, state.step) ? this.flow.steps[state.step] : undefined;
    const data = this.flow.data.safeParse(state?.data);
    return state && step && data.success ? { state, step, data: data.data } : undefined;
  }

  #draw(context: TurnContext, state: FlowState, data: D, move?: { problems?: readonly Refusal[]; once?: (frame: Frame) => Card }): Card {
    const { t, core, actor } = turnOf(context);
    const portal = core.portals.get(data.portal);
    const step = this.flow.steps[state.step];
    if (!portal || !step) throw new Error(`${this.id} has no step ${state.step} or no portal ${data.portal}.`);
    const frame: Frame = { t, portal, stamp: { nonce: state.nonce }, authenticated: actor.authenticated, problems: move?.problems ?? [] };
    return move?.once ? move.once(frame) : step.show(frame, data);
  }
}

/** What a procedure returns to the one that it interrupted if its last card was shown. */
const ended = 'ended';

/** The procedure that the current one interrupted, as a button. */
function interruptedBy(dc: DialogContext): Action[] {
  const below = dc.stack.at(-2);
  const dialog = below && dc.dialogs.find(below.id);
  const state = flowState(below);
  if (!(dialog instanceof FlowDialog) || !state) return [];
  const { t, core } = turnOf(dc.context);
  const procedure = procedureLabel(t, core.portals.get(state.data.portal), dialog.flow.procedure);
  return [execute('root.continue', t('menu.continue', { procedure }), anytime)];
}

/** The second of two wishes, as a button of the card that ends the first (TALK-12). */
function nextIn(turn: Turn): Action[] {
  const { next } = turn.memory;
  turn.memory.next = undefined;
  const procedure = procedures.find((known) => known === next?.procedure);
  if (!next || !procedure) return [];
  const label = procedureLabel(turn.t, turn.core.portals.get(next.portal ?? ''), procedure);
  return [
    execute(`${procedure}.start`, turn.t('talk.next', { procedure: label }), anytime, { data: next.portal === undefined ? {} : { portal: next.portal } }),
  ];
}

async function shown(turn: Turn, card: Card): Promise<Card> {
  await turn.show(card);
  return card;
}
