import type { TurnContext } from 'botbuilder';
import { Dialog, type DialogContext, type DialogInstance, type DialogReason, type DialogTurnResult } from 'botbuilder-dialogs';
import { z } from 'zod';
import { type Action, anytime, type Card, execute } from '../cards/card.ts';
import { helpedCard, helpText } from '../cards/conversation/stepHelp.ts';
import { leadingOn } from '../cards/conversation/talk.ts';
import { type Frame, procedureAt } from '../cards/frame.ts';
import { stepDoneCard } from '../cards/notice.ts';
import { type FollowUp, followUps, type Given, readGiven } from '../core/conversation/index.ts';
import type { ChatEvent } from '../core/foundation/outbox/job.ts';
import type { Refusal } from '../core/foundation/outcome.ts';
import { rulesOf } from '../core/foundation/passwordRules.ts';
import { newId } from '../core/foundation/secrets.ts';
import { type Choice, choiceMeant } from './conversation/choices.ts';
import { showEnd } from './conversation/feedback.ts';
import { nextIn } from './conversation/onwards.ts';
import { answerOf } from './conversation/stepHelp.ts';
import { termIn } from './conversation/terms.ts';
import { withoutPaste } from './inputs.ts';
import type { Flow, Move } from './steps.ts';
import { type Turn, turnOf } from './turn.ts';

export type { Flow, Move, Step } from './steps.ts';

/** What every procedure starts with. */
const startSchema = z.looseObject({ portal: z.string(), said: z.unknown().optional() });

/** The stored state of a running procedure. */
const stateSchema = z.object({ step: z.string(), data: z.looseObject({ portal: z.string() }), nonce: z.string(), previous: z.string().optional() });
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
    const { said, ...start } = startSchema.parse(options);
    const turn = turnOf(dc.context);
    const portal = turn.core.portals.get(start.portal);
    const filled = portal && said !== undefined ? this.flow.takes?.(readGiven(said), portal) : {};
    return await this.#go(dc, start.portal, await this.flow.begin(turn, { ...filled, ...start }));
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
    const move = (await this.flow.refresh?.(turn, current.data)) ?? (await handler(turn, current.data, inputs));
    return await this.#go(dc, current.data.portal, move);
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

  /** Puts what a message says into the fields of the card that it can fill, and shows it again. Returns false if the card would look the same (TALK-6). */
  async takes(dc: DialogContext, said: Given): Promise<boolean> {
    const current = this.#read(dc.activeDialog);
    const portal = current && turnOf(dc.context).core.portals.get(current.data.portal);
    const taken = portal && this.flow.takes?.(said, portal);
    if (!current || !taken) return false;
    const looks = (data: D): string => JSON.stringify(this.#draw(dc.context, current.state, data));
    const before = looks(current.data);
    // Only what the card asks for: elsewhere it would say that something was done which was not.
    const asked = Object.entries(taken).filter(([name, value]) => value !== undefined && before.includes(`"id":"${inputs[name] ?? name}"`));
    const filled = this.flow.data.safeParse({ ...current.data, ...Object.fromEntries(asked) });
    if (!filled.success || looks(filled.data) === before) return false;
    await this.#go(dc, current.data.portal, { to: current.state.step, data: filled.data });
    return true;
  }

  /** Puts what a message says into the field that a text could fill, and shows the card again, to be confirmed (TALK-6). Returns false if there is none. */
  async fills(dc: DialogContext, value: string): Promise<boolean> {
    const current = this.#read(dc.activeDialog);
    const input = current?.step.text?.input;
    if (!current || !input) return false;
    await this.#go(dc, current.data.portal, { to: current.state.step, data: this.flow.data.parse({ ...current.data, [input]: value }) });
    return true;
  }

  /** The follow-ups that the current step answers, and whether it follows a mail that may have come unasked. */
  stands(instance: DialogInstance | undefined): { readonly answers: ReadonlySet<FollowUp>; readonly warned: boolean } {
    const step = this.#read(instance)?.step;
    const answers = followUps.filter((what) => step && (everywhere.has(what) || answerOf(step, what) !== undefined));
    return { answers: new Set(answers), warned: step?.about === 'mail' || step?.about === 'code' };
  }

  /** What the current step asks for, in a sentence or two. */
  asks({ t, core }: Turn, instance: DialogInstance | undefined): string | undefined {
    const current = this.#read(instance);
    const portal = core.portals.get(current?.data.portal ?? '');
    return current?.step.about && portal && helpText(t, portal, current.step.about, 'what');
  }

  /** Whether the current step says itself what a follow-up does there, beyond help. */
  answersItself(instance: DialogInstance | undefined, what: FollowUp): boolean {
    const step = this.#read(instance)?.step;
    const answer = step && answerOf(step, what);
    return answer !== undefined && !('help' in answer);
  }

  /** Answers a follow-up. Returns false if the current step does not. */
  async follows(dc: DialogContext, what: FollowUp | 'complaint', said = ''): Promise<boolean> {
    const turn = turnOf(dc.context);
    const current = this.#read(dc.activeDialog);
    const answer = current && answerOf(current.step, what);
    if (!current || !answer) return false;
    if ('press' in answer) return await this.#press(dc, answer.press, {});
    if ('leaves' in answer) {
      await turn.say(turn.t(`talk.${answer.leaves}`));
      return await this.#press(dc, 'cancel', {});
    }
    const all = 'all' in answer ? current.step.all?.(turn, current.data) : undefined;
    if (all) return await this.#press(dc, all.press, all.inputs);
    const moved = await this.flow.refresh?.(turn, current.data);
    const own = moved ?? ('own' in answer ? await current.step.follow?.[what]?.(turn, current.data) : undefined);
    const common = 'own' in answer ? answerOf({ ...current.step, follow: {} }, what) : answer;
    if (own) await this.#go(dc, current.data.portal, own);
    else if (common && 'help' in common) {
      const { about = 'ways', show } = current.step;
      const topic = (what === 'whatIs' ? termIn(said) : undefined) ?? about;
      const once = (frame: Frame) =>
        helpedCard(show(frame, current.data), frame, topic, common.help, this.flow.procedure, { rules: rulesOf(frame.portal.password) });
      // The same nonce: what was typed on the card before and not sent yet can still be sent from there.
      await turn.show(this.#draw(dc.context, current.state, current.data, { once }));
    } else await this.#again(dc);
    return true;
  }

  /** Takes another account or address than the one that was sent: the card that asks for it shows both. Returns false if the current step takes none. */
  async corrects(dc: DialogContext, from: string, to: string): Promise<boolean> {
    const turn = turnOf(dc.context);
    const current = this.#read(dc.activeDialog);
    const move = current?.step.corrects?.(turn, current.data, to);
    if (!current || !move || !('to' in move)) return false;
    const step = this.flow.steps[move.to];
    if (!step) return false;
    const once = (frame: Frame) => helpedCard(step.show(frame, move.data), frame, 'ways', 'corrected', this.flow.procedure, { from, to });
    await this.#go(dc, current.data.portal, { ...move, once });
    return true;
  }

  /** Presses the button of the choice that a message names. `whole`: only if it says nothing else. Returns false if it names none. */
  async chooses(dc: DialogContext, text: string, whole: boolean): Promise<boolean> {
    const turn = turnOf(dc.context);
    const current = this.#read(dc.activeDialog);
    const choices = current?.step.choices?.(turn, current.data) ?? [];
    const chosen = current && choiceMeant(text, choices, whole);
    return chosen ? await this.#press(dc, chosen.press, chosen.inputs) : false;
  }

  /** Presses a button of the current card in the user's place. */
  async #press(dc: DialogContext, press: string, inputs: Choice['inputs']): Promise<boolean> {
    turnOf(dc.context).answer = { verb: `${this.flow.procedure}.${press}`, nonce: flowState(dc.activeDialog)?.nonce ?? '', inputs };
    await dc.continueDialog();
    return true;
  }

  /** Tells the procedure about an event from elsewhere. Returns false if it does not concern the procedure. */
  async happened(dc: DialogContext, event: ChatEvent): Promise<boolean> {
    const turn = turnOf(dc.context);
    const current = this.#read(dc.activeDialog);
    const move = current && (await this.flow.event?.(turn, current.data, event));
    if (!current || !move) return false;
    // The card that waited for this is done with: no field or link of it is of use any more.
    const { waits } = turn.memory;
    const portal = turn.core.portals.get(current.data.portal);
    if (portal && waits?.nonce === current.state.nonce) await turn.replace(waits.message, stepDoneCard(turn.t, portal, this.flow.procedure));
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
    waitsWith(turn, current.state);
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
    waitsWith(turn, state);
    return Dialog.EndOfTurn;
  }

  #read(instance: DialogInstance | undefined) {
    const state = flowState(instance);
    const step = state && Object.hasOwn(this.flow.steps, state.step) ? this.flow.steps[state.step] : undefined;
    const data = this.flow.data.safeParse(state?.data);
    if (!state || !step || !data.success) return undefined;
    const { about, ...rest } = step;
    const topic = typeof about === 'function' ? about(data.data) : about;
    return { state, step: { ...rest, ...(topic !== undefined && { about: topic }) }, data: data.data };
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

/** Follow-ups that lead away from any step. */
const everywhere: ReadonlySet<FollowUp> = new Set(['other', 'otherPortal']);

/** The inputs of what is kept under another name. */
const inputs: Readonly<Record<string, string>> = { chosen: 'groups', company: 'name' };

/** Keeps which message in the chat the current card is. */
function waitsWith({ memory, shownAs }: Turn, { nonce }: FlowState): void {
  memory.waits = shownAs === undefined ? undefined : { nonce, message: shownAs };
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
  const procedure = procedureAt(t, core.portals.get(state.data.portal), dialog.flow.procedure);
  return [execute('root.continue', t('menu.continue', { procedure }), anytime)];
}

async function shown(turn: Turn, card: Card): Promise<Card> {
  await turn.show(card);
  return card;
}
