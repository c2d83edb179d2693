import type { DialogContext, DialogInstance } from 'botbuilder-dialogs';
import type { Card } from '../cards/card.ts';
import { type HelpAbout, helpedCard, helpText, labelsOn, missingOn, type Told, type Topic } from '../cards/conversation/stepHelp.ts';
import type { Frame } from '../cards/frame.ts';
import { type FollowUp, followUps, type Given } from '../core/conversation/index.ts';
import type { Procedure } from '../core/foundation/procedures.ts';
import { openingText } from '../core/portal/index.ts';
import { type Choice, choiceMeant, choicesMeant, isDenied } from './conversation/choices.ts';
import { type Front, frontOf } from './conversation/front.ts';
import { answerOf } from './conversation/stepHelp.ts';
import { termIn } from './conversation/terms.ts';
import { hasMailed } from './moves.ts';
import { FlowRun } from './run.ts';
import { type FlowState, flowState } from './state.ts';
import { type Turn, turnOf } from './turn.ts';

export { type FlowState, flowState } from './state.ts';
export type { Flow, Move, Step } from './steps.ts';

/** A running procedure, to which people also speak: what is typed below a card fills it, presses it, or is answered by what helps there. */
export class FlowDialog<D extends { readonly portal: string }> extends FlowRun<D> {
  /** What a plain message fills and presses on the current card, and whether `text` answers that card whatever else it could mean. */
  textOf(turn: Turn, instance: DialogInstance | undefined, text: string): { input: string; press: string; answers: boolean } | undefined {
    const current = this.read(instance);
    const taken = current?.step.text;
    return current && taken && { input: taken.input, press: taken.press, answers: taken.answers?.(turn, current.data, text) ?? false };
  }

  /** Puts what a message says into the fields of the card that it can fill, and shows it again. Returns false if the card would look the same (TALK-6). */
  async takes(dc: DialogContext, said: Given): Promise<boolean> {
    const current = this.read(dc.activeDialog);
    const portal = current && turnOf(dc.context).core.portals.get(current.data.portal);
    const taken =
      portal && this.flow.takes?.(said, portal, { text: turnOf(dc.context).context.activity.text ?? '', data: current.data, step: current.state.step });
    if (!current || !taken) return false;
    const looks = (data: D): string => JSON.stringify(this.draw(dc.context, current.state, data));
    const before = looks(current.data);
    // Only what the card asks for: elsewhere it would say that something was done which was not.
    const asked = Object.entries(taken).filter(([name, value]) => value !== undefined && before.includes(`"id":"${inputs[name] ?? name}"`));
    const filled = this.flow.data.safeParse({ ...current.data, ...Object.fromEntries(asked) });
    if (!filled.success) return false;
    if (looks(filled.data) === before) return await this.#notes(dc, current, taken);
    const isPart = missingOn(this.draw(dc.context, current.state, filled.data)).length > 0;
    await this.go(dc, current.data.portal, {
      to: current.state.step,
      data: filled.data,
      ...(isPart && { once: this.helped(current.step, filled.data, 'needed') }),
    });
    return true;
  }

  /** Keeps what a message says for the step that asks for it. Returns false if nothing is asked for later that is not known yet. */
  async #notes(dc: DialogContext, { state, data }: { state: FlowState; data: D }, taken: Readonly<Record<string, unknown>>): Promise<boolean> {
    const before: Readonly<Record<string, unknown>> = { ...data };
    const isOpen = (name: string) => !before[name] || (Array.isArray(before[name]) && before[name].length === 0);
    const noted = Object.entries(taken).filter(([name, value]) => value !== undefined && this.flow.later?.includes(name) && isOpen(name));
    const kept = this.flow.data.safeParse({ ...data, ...Object.fromEntries(noted) });
    if (noted.length === 0 || !kept.success || !dc.activeDialog) return false;
    dc.activeDialog.state = { ...state, data: kept.data };
    const here = this.fields(dc).map(({ id }) => id);
    await turnOf(dc.context).say(turnOf(dc.context).t(noted.every(([name]) => here.includes(name)) ? 'talk.already' : 'talk.kept'));
    await this.showAgain(dc);
    return true;
  }

  /** What is handed on to a procedure of this id that is begun now at the same portal: of itself where it begins again, else of its kin. */
  handsOn(instance: DialogInstance, to: string): Readonly<Record<string, unknown>> {
    const current = this.read(instance);
    if (!current) return {};
    return to === this.flow.id ? (this.flow.keeps?.(current.data) ?? {}) : this.flow.kin?.of.includes(to) ? this.flow.kin.passes(current.data) : {};
  }

  /** The fields of the current step's card, whatever is in front of it. */
  fields(dc: DialogContext): Front['fields'] {
    const current = this.read(dc.activeDialog);
    return current ? frontOf(this.draw(dc.context, current.state, current.data), undefined).fields : [];
  }

  /** Puts values into fields of the card, to be confirmed. Returns false if the card would look the same. */
  async puts(dc: DialogContext, values: Readonly<Record<string, string>>): Promise<boolean> {
    const current = this.read(dc.activeDialog);
    if (!current) return false;
    const { company }: Readonly<Record<string, unknown>> = { ...current.data };
    const isOfCompany = current.step.about === 'company' && typeof company === 'object';
    const filled = this.flow.data.safeParse({ ...current.data, ...(isOfCompany ? { company: { ...company, ...values } } : values) });
    if (!filled.success || JSON.stringify(filled.data) === JSON.stringify(current.data)) return false;
    await current.step.keeps?.(turnOf(dc.context), filled.data);
    await this.go(dc, current.data.portal, { to: current.state.step, data: filled.data });
    return true;
  }

  /** Puts what a message says into the field that a text could fill, and shows the card again, to be confirmed (TALK-6). Returns false if there is none. */
  async fills(dc: DialogContext, value: string, instead?: string): Promise<boolean> {
    const current = this.read(dc.activeDialog);
    const input = current?.step.text?.input;
    if (!current || !input) return false;
    const { step } = current;
    const data = this.flow.data.parse({ ...current.data, [input]: value });
    await this.go(dc, current.data.portal, {
      to: current.state.step,
      data,
      ...(instead !== undefined && { once: (frame) => correctedCard(step.show(frame, data), frame, this.flow.procedure, instead, value) }),
    });
    return true;
  }

  /** The follow-ups that the current step answers, and whether it follows a mail that may have come unasked. */
  stands(instance: DialogInstance | undefined): { readonly answers: ReadonlySet<FollowUp>; readonly warned: boolean } {
    const step = this.read(instance)?.step;
    const answers = followUps.filter((what) => step && (everywhere.has(what) || answerOf(step, what) !== undefined));
    return { answers: new Set(answers), warned: step?.about === 'mail' || step?.about === 'code' };
  }

  /** What the current step asks for, in a sentence or two, or why the last answer is refused. */
  asks(turn: Turn, instance: DialogInstance | undefined): string | undefined {
    const current = this.read(instance);
    const portal = turn.core.portals.get(current?.data.portal ?? '');
    if (!current?.step.about || !portal) return undefined;
    const ways = labelsOn(this.draw(turn.context, current.state, current.data));
    return helpText(turn.t, portal, current.step.about, isRefused(current.state) ? 'refused' : 'what', { ways, ...this.#told(turn, current.state) });
  }

  /** Whether the last answer to the current step was refused. */
  refuses(instance: DialogInstance | undefined): boolean {
    const state = this.read(instance)?.state;
    return state !== undefined && isRefused(state);
  }

  /** What a help tells of how it stands now: why the last answer is refused, and when the portal opens. */
  #told({ t, core, now }: Turn, { problems = [], data }: FlowState): Told {
    const portal = core.portals.get(data.portal);
    const opening = portal && openingText(t, portal, now);
    return { refusals: problems.map((problem) => t.say(problem)), ...(opening !== undefined && { opening }) };
  }

  /** Whether the current step says itself what a follow-up does there, beyond help. */
  answersItself(instance: DialogInstance | undefined, what: FollowUp): boolean {
    const step = this.read(instance)?.step;
    const answer = step && answerOf(step, what);
    return answer !== undefined && !('help' in answer);
  }

  /** Answers a sentence that the current step has an answer of its own for. Returns false if it has none. */
  async hears(dc: DialogContext, text: string): Promise<boolean> {
    const turn = turnOf(dc.context);
    const current = this.read(dc.activeDialog);
    for (const { says, does } of current?.step.hears ?? []) {
      const answer = current && says.test(text) ? await does(turn, current.data, text) : undefined;
      if (!current || answer === undefined) continue;
      const isSaid = typeof answer === 'string';
      if (isSaid) await turn.say(answer);
      await (isSaid ? this.showAgain(dc) : this.go(dc, current.data.portal, answer));
      return true;
    }
    return false;
  }

  /** Answers a follow-up. Returns false if the current step does not. */
  async follows(dc: DialogContext, what: FollowUp | 'complaint', said = ''): Promise<boolean> {
    const turn = turnOf(dc.context);
    const current = this.read(dc.activeDialog);
    const answer = current && answerOf(standing(current), what);
    if (!current || !answer) return false;
    if (what === 'yes' && current.step.grave && turn.memory.doubted === current.state.nonce) {
      await turn.say(turn.t('talk.doubted'));
      return (await this.showAgain(dc)) !== undefined;
    }
    if ('press' in answer) return await this.#press(dc, answer.press, {});
    if ('leaves' in answer) {
      await turn.say(turn.t(`talk.${answer.leaves}`));
      return await this.#press(dc, 'cancel', { over: answer.leaves });
    }
    const add = 'all' in answer ? (current.step.choices?.(turn, current.data) ?? []) : [];
    const all = add.length > 0 ? current.step.several?.(turn, current.data, { add, without: [], only: false }) : undefined;
    if (all) return await this.#press(dc, all.press, all.inputs);
    if (what === 'none' && (await this.#unticks(dc))) return true;
    // What is typed stands for a press: its end is kept, and the same turn again does nothing twice.
    if ('own' in answer) turn.answer ??= { verb: `${this.flow.procedure}.${what}`, nonce: current.state.nonce, inputs: {}, typed: true };
    const moved = await this.flow.refresh?.(turn, current.data);
    const own = moved ?? ('own' in answer ? await current.step.follow?.[what]?.(turn, current.data) : undefined);
    const common = 'own' in answer ? answerOf({ ...standing(current), follow: {} }, what) : answer;
    if (own) await this.go(dc, current.data.portal, own);
    else if (common && 'help' in common) {
      // «C’est quoi l’erreur ?» asks why the last answer was refused, and not what is asked for.
      if (isRefused(current.state) && ofError.test(said)) return await this.helps(dc, 'refused');
      const term = ofTerms.has(what) ? termIn(said) : undefined;
      // «Pourquoi mon entité ?» asks about that, whatever was refused.
      return await this.helps(dc, term && common.help === 'refused' ? 'why' : common.help, term);
    } else await this.showAgain(dc);
    return true;
  }

  /** Shows the current card again with what helps on top of it. `of`: a term that is asked about, instead of what the step is about. */
  async helps(dc: DialogContext, about: HelpAbout, of?: Topic): Promise<boolean> {
    const current = this.read(dc.activeDialog);
    if (!current) return false;
    const { step, state, data } = current;
    const turn = turnOf(dc.context);
    const once = this.helped(step, data, about, of, this.#told(turn, state));
    // The same nonce: what was typed on the card before and not sent yet can still be sent from there.
    await turn.show(this.draw(dc.context, state, data, { once }));
    return true;
  }

  /** Takes another account or address than the one that was sent: the card that asks for it shows both. Returns false if the current step takes none. */
  async corrects(dc: DialogContext, from: string | undefined, to: string): Promise<boolean> {
    const turn = turnOf(dc.context);
    const current = this.read(dc.activeDialog);
    const move = current?.step.corrects?.(turn, current.data, to);
    if (!current || !move || !('to' in move)) return false;
    const step = this.flow.steps[move.to];
    if (!step) return false;
    const once = (frame: Frame) => correctedCard(step.show(frame, move.data), frame, this.flow.procedure, from, to);
    await this.go(dc, current.data.portal, { ...move, once });
    return true;
  }

  /** Whether a message may name a choice of the current card, if only by a part of its name. */
  mayChoose(dc: DialogContext, text: string): boolean {
    const current = this.read(dc.activeDialog);
    const choices = current?.step.choices?.(turnOf(dc.context), current.data) ?? [];
    return (current?.step.several ? choicesMeant(text, choices, false) : choiceMeant(text, choices, false)) !== undefined;
  }

  /** Presses the button of the choice that a message names. `whole`: only if it says nothing else. Returns false if it names none. */
  async chooses(dc: DialogContext, text: string, whole: boolean): Promise<boolean> {
    const turn = turnOf(dc.context);
    const current = this.read(dc.activeDialog);
    const choices = current?.step.choices?.(turn, current.data) ?? [];
    const picked = current?.step.several && choicesMeant(text, choices, whole);
    const chosen = picked ? current.step.several?.(turn, current.data, picked) : current && choiceMeant(text, choices, whole);
    return chosen ? await this.#press(dc, chosen.press, chosen.inputs) : false;
  }

  /** Presses what «non» presses, where a message denies the only choice by its name. Returns false if it does not. */
  async denies(dc: DialogContext, text: string): Promise<boolean> {
    const current = this.read(dc.activeDialog);
    const [only, ...others] = current?.step.choices?.(turnOf(dc.context), current.data) ?? [];
    const no = current?.step.yesNo?.no;
    return only !== undefined && others.length === 0 && no !== undefined && isDenied(text, only) ? await this.#press(dc, no, {}) : false;
  }

  /** «Rien», “none of them”, where several can be ticked: none stays ticked, and what else there is to do is said. */
  async #unticks(dc: DialogContext): Promise<boolean> {
    const turn = turnOf(dc.context);
    const current = this.read(dc.activeDialog);
    const none = current?.step.several?.(turn, current.data, { add: [], without: [], only: true });
    const move = none && (await current?.step.on[none.press]?.(turn, current.data, none.inputs));
    const step = move && 'to' in move ? this.flow.steps[move.to] : undefined;
    if (!current || !move || !('to' in move) || !step) return false;
    await this.go(dc, current.data.portal, { ...move, once: this.helped(step, move.data, 'none') });
    return true;
  }

  /** Presses a button of the current card in the user's place. */
  async #press(dc: DialogContext, press: string, inputs: Choice['inputs']): Promise<boolean> {
    turnOf(dc.context).answer = { verb: `${this.flow.procedure}.${press}`, nonce: flowState(dc.activeDialog)?.nonce ?? '', inputs };
    await dc.continueDialog();
    return true;
  }
}

const ofError = /(?<!\p{L})(?:erreur|probl[èe]me|souci|error|problem|issue|wrong)(?!\p{L})/iu;

/** A card on which another account or address stands than before, or is to be looked with. */
const correctedCard = (card: Card, frame: Frame, procedure: Procedure, from: string | undefined, to: string): Card =>
  helpedCard(card, frame, 'ways', from === undefined ? 'lookWith' : 'corrected', procedure, { ...(from !== undefined && { from }), to });

/** A step, and what has happened at it. */
const standing = <S>({ step, state, data }: { readonly step: S; readonly state: FlowState; readonly data: object }) => ({
  ...step,
  refused: isRefused(state),
  mailed: hasMailed(data),
});

const isRefused = ({ problems = [] }: FlowState): boolean => problems.length > 0;

/** Follow-ups that may ask about one of a portal's words. */
const ofTerms: ReadonlySet<FollowUp | 'complaint'> = new Set(['whatIs', 'dontKnow', 'why']);

/** Follow-ups that lead away from any step. */
const everywhere: ReadonlySet<FollowUp> = new Set(['other', 'otherPortal', 'wait']);

/** The inputs of what is kept under another name. */
const inputs: Readonly<Record<string, string>> = { chosen: 'groups', company: 'name', openEnd: 'until' };
