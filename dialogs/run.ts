import type { TurnContext } from 'botbuilder';
import { Dialog, type DialogContext, type DialogInstance, type DialogReason, type DialogTurnResult } from 'botbuilder-dialogs';
import { z } from 'zod';
import { type Action, anytime, type Card, execute } from '../cards/card.ts';
import { type HelpAbout, helpedCard, type Told, type Topic } from '../cards/conversation/stepHelp.ts';
import { leadingOn } from '../cards/conversation/talk.ts';
import { type Frame, labelTo, namedAt } from '../cards/frame.ts';
import { stepDoneCard } from '../cards/notice.ts';
import { readGiven } from '../core/conversation/index.ts';
import type { ChatEvent } from '../core/foundation/outbox/job.ts';
import type { Refusal } from '../core/foundation/outcome.ts';
import { rulesOf } from '../core/foundation/passwordRules.ts';
import type { Procedure } from '../core/foundation/procedures.ts';
import { newId } from '../core/foundation/secrets.ts';
import { showEnd } from './conversation/feedback.ts';
import { nextIn } from './conversation/onwards.ts';
import { withoutPaste } from './inputs.ts';
import { type FlowState, flowState } from './state.ts';
import type { Flow, Move, Step } from './steps.ts';
import { type Turn, turnOf } from './turn.ts';

/** What every procedure starts with. */
const startSchema = z.looseObject({ portal: z.string(), said: z.unknown().optional(), kept: z.record(z.string(), z.unknown()).optional() });

/** Runs a `Flow` as a Bot Framework dialog: shows a card, handles that card's own answer, moves on. What is typed below a card is in `flow.ts`. */
export class FlowRun<D extends { readonly portal: string }> extends Dialog {
  readonly flow: Flow<D>;

  constructor(flow: Flow<D>) {
    super(flow.id);
    this.flow = flow;
  }

  override async beginDialog(dc: DialogContext, options?: object): Promise<DialogTurnResult> {
    const { said, kept, ...start } = startSchema.parse(options);
    const turn = turnOf(dc.context);
    const portal = turn.core.portals.get(start.portal);
    const wish = said === undefined ? undefined : readGiven(said);
    const filled = portal && wish ? this.flow.takes?.(wish, portal) : {};
    const stated = Object.fromEntries(Object.entries(filled ?? {}).filter(([, value]) => value !== undefined));
    return await this.go(dc, start.portal, await this.flow.begin(turn, { ...kept, ...stated, ...(wish && { where: wish.text }), ...start }));
  }

  /** Handles the answer to the current card. The root dialog has checked that the answer is to this card. */
  override async continueDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context);
    const current = this.read(dc.activeDialog);
    const [procedure, press = ''] = turn.answer?.verb.split('.') ?? [];
    const own = procedure === this.flow.procedure && current && Object.hasOwn(current.step.on, press);
    const handler = own ? current.step.on[press] : undefined;
    if (!current || !handler || !turn.answer) return await this.showAgain(dc);
    if (press === 'cancel') return await this.go(dc, current.data.portal, await handler(turn, current.data, {}));
    const inputs = withoutPaste(turn.answer.inputs, this.flow.lists);
    const move = (await this.flow.refresh?.(turn, current.data)) ?? (await handler(turn, current.data, inputs));
    return await this.go(dc, current.data.portal, turn.answer.typed ? this.#asksRest(move, inputs) : move);
  }

  /** Who typed one answer of several has made no mistake in the others: they are asked for, not marked as wrong (TALK-11). */
  #asksRest(move: Move<D>, typed: Readonly<Record<string, string>>): Move<D> {
    if (!('to' in move) || move.once || !move.problems) return move;
    const { to, data, problems } = move;
    const wrong = problems.filter(({ key, field }) => !isEmpty.has(key) || field === undefined || Object.hasOwn(typed, field));
    const step = this.flow.steps[to];
    if (!step || wrong.length === problems.length) return move;
    return wrong.length > 0 ? { ...move, problems: wrong } : { to, data, once: this.helped(step, data, 'needed') };
  }

  /** The procedure that interrupted this one is over. Its last card stays in front and offers this one (TALK-8); without such a card, this one goes on. */
  override async resumeDialog(dc: DialogContext, _reason: DialogReason, result?: unknown): Promise<DialogTurnResult> {
    return result === ended ? Dialog.EndOfTurn : await this.showAgain(dc);
  }

  override async repromptDialog(context: TurnContext, instance: DialogInstance): Promise<void> {
    const current = this.read(instance);
    if (current) await turnOf(context).show(this.draw(context, current.state, current.data));
  }

  /** Shows the current card again, or the one that the procedure has reached meanwhile. */
  async again(dc: DialogContext): Promise<DialogTurnResult> {
    return await this.showAgain(dc);
  }

  /** Tells the procedure about an event from elsewhere. Returns false if it does not concern the procedure. */
  async happened(dc: DialogContext, event: ChatEvent): Promise<boolean> {
    const turn = turnOf(dc.context);
    const current = this.read(dc.activeDialog);
    const move = current && (await this.flow.event?.(turn, current.data, event));
    if (!current || !move) return false;
    // The card that waited for this is done with: no field or link of it is of use any more.
    const { waits } = turn.memory;
    const portal = turn.core.portals.get(current.data.portal);
    if (portal && waits?.nonce === current.state.nonce) {
      const { past } = current.step;
      const stays = past ? this.draw(dc.context, current.state, current.data, { once: (frame) => past(frame, current.data) }) : undefined;
      await turn.replace(waits.message, stays ?? stepDoneCard(turn.t, portal, this.flow.procedure));
    }
    await this.go(dc, current.data.portal, move);
    return true;
  }

  protected async showAgain(dc: DialogContext): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context);
    const current = this.read(dc.activeDialog);
    if (!current) return await dc.replaceDialog(this.id, { portal: flowState(dc.activeDialog)?.data.portal ?? turn.memory.portal ?? '' });
    const moved = await this.flow.refresh?.(turn, current.data);
    if (moved) return await this.go(dc, current.data.portal, moved);
    isInFront(turn);
    await turn.show(this.draw(dc.context, current.state, current.data));
    waitsWith(turn, current.state);
    return Dialog.EndOfTurn;
  }

  protected async go(dc: DialogContext, portal: string, move: Move<D>): Promise<DialogTurnResult> {
    const turn = turnOf(dc.context);
    if ('end' in move) {
      const before = flowState(dc.activeDialog);
      if (move.done) this.#settles(dc);
      const pressed = turn.answer && before?.nonce;
      // Of a first card nothing was answered yet, so there is nothing to come back to.
      const isKept = move.left && before?.previous !== undefined && turn.answer?.inputs.over === undefined;
      turn.memory.left = isKept ? { id: this.id, state: before, at: turn.now } : undefined;
      const end = leadingOn(move.end, [...(isKept ? [toTakeUp(turn, this.flow.procedure, portal)] : []), ...nextIn(turn), ...interruptedBy(dc)]);
      const card = move.done ? await showEnd(turn, end, { portal, procedure: this.flow.procedure }) : await shown(turn, end);
      turn.memory.ended = pressed === undefined ? undefined : { nonce: pressed, card };
      turn.memory.interrupted = flowState(dc.stack.at(-2))?.nonce;
      return await dc.endDialog(ended);
    }
    if ('back' in move) return await dc.endDialog();
    if ('next' in move) {
      const parent = dc.stack.at(-2);
      return parent?.id === move.next ? await dc.endDialog() : await dc.replaceDialog(move.next, move.data);
    }
    const instance = dc.activeDialog;
    if (!instance) throw new Error(`${this.id} moves without being active.`);
    const previous = flowState(instance)?.nonce;
    // A new nonce each time: an old card of the same step must not drive the current one (as for the old cards of ALL-7).
    const { problems = [] } = move;
    const state: FlowState = {
      step: move.to,
      data: move.data,
      nonce: newId(),
      ...(previous !== undefined && { previous }),
      ...(problems.length > 0 && { problems }),
    };
    instance.state = state;
    isInFront(turn);
    await turn.show(this.draw(dc.context, state, move.data, move));
    waitsWith(turn, state);
    return Dialog.EndOfTurn;
  }

  /** Drops what was interrupted on the way to the same goal, for the same account: there is nothing left to come back to it for (TALK-8). */
  #settles(dc: DialogContext): void {
    const own = this.read(dc.activeDialog)?.data;
    const { kin } = this.flow;
    if (!own || !kin) return;
    const given = Object.entries(kin.passes(own));
    const isSettled = (instance: DialogInstance): boolean => {
      const { data } = flowState(instance) ?? {};
      const theirs: Readonly<Record<string, unknown>> = { ...data };
      return kin.of.includes(instance.id) && data?.portal === own.portal && given.every(([name, value]) => (theirs[name] ?? value) === value);
    };
    dc.stack.splice(0, dc.stack.length, ...dc.stack.filter((instance) => instance === dc.activeDialog || !isSettled(instance)));
  }

  /** Whether all that was asked for is told: what is begun next takes its place. */
  isOver(instance: DialogInstance | undefined): boolean {
    return this.read(instance)?.step.over === true;
  }

  /** The card of a step with what helps on top of it, of what it is about or of a term that is asked about. */
  protected helped({ show, about: of }: Pick<Step<D>, 'show' | 'about'>, data: D, about: HelpAbout, term?: Topic, told?: Told): (frame: Frame) => Card {
    const topic = term ?? (typeof of === 'function' ? of(data) : of) ?? 'ways';
    return (frame) => helpedCard(show(frame, data), frame, topic, about, this.flow.procedure, { rules: rulesOf(frame.portal.password), ...told });
  }

  protected read(instance: DialogInstance | undefined) {
    const state = flowState(instance);
    const step = state && Object.hasOwn(this.flow.steps, state.step) ? this.flow.steps[state.step] : undefined;
    const data = this.flow.data.safeParse(state?.data);
    if (!state || !step || !data.success) return undefined;
    const { about, ...rest } = step;
    const topic = typeof about === 'function' ? about(data.data) : about;
    return { state, step: { ...rest, ...(topic !== undefined && { about: topic }) }, data: data.data };
  }

  protected draw(context: TurnContext, state: FlowState, data: D, move?: { problems?: readonly Refusal[]; once?: (frame: Frame) => Card }): Card {
    const { t, core, actor } = turnOf(context);
    const portal = core.portals.get(data.portal);
    const step = this.flow.steps[state.step];
    if (!portal || !step) throw new Error(`${this.id} has no step ${state.step} or no portal ${data.portal}.`);
    const frame: Frame = { t, portal, stamp: { nonce: state.nonce }, authenticated: actor.authenticated, problems: move?.problems ?? state.problems ?? [] };
    return move?.once ? move.once(frame) : step.show(frame, data);
  }
}

/** A procedure's card is in front now: what is typed answers it, and no question that was asked before. */
function isInFront({ memory }: Turn): void {
  memory.interrupted = undefined;
  memory.offered = undefined;
}

/** What a field is refused with that is empty. */
const isEmpty: ReadonlySet<string> = new Set(['field.required', 'identifier.empty']);

/** Keeps which message in the chat the current card is. */
function waitsWith({ memory, shownAs }: Turn, { nonce }: FlowState): void {
  memory.waits = shownAs === undefined ? undefined : { nonce, message: shownAs };
}

/** What a procedure returns to the one that it interrupted if its last card was shown. */
const ended = 'ended';

/** The procedure that is left, as a button. */
const toTakeUp = ({ t, core }: Turn, procedure: Procedure, portal: string): Action =>
  execute('root.takeUp', labelTo(t, 'menu.continue', namedAt(t, core.portals.get(portal), procedure)), anytime);

/** The procedure that the current one interrupted, as a button. */
function interruptedBy(dc: DialogContext): Action[] {
  const below = dc.stack.at(-2);
  const dialog = below && dc.dialogs.find(below.id);
  const state = flowState(below);
  if (!(dialog instanceof FlowRun) || !state) return [];
  const { t, core } = turnOf(dc.context);
  const named = namedAt(t, core.portals.get(state.data.portal), dialog.flow.procedure);
  return [execute('root.continue', labelTo(t, 'menu.continue', named), anytime)];
}

async function shown(turn: Turn, card: Card): Promise<Card> {
  await turn.show(card);
  return card;
}
