import type { DialogContext, DialogSet } from 'botbuilder-dialogs';
import { type Named, namedAt, procedureAt } from '../cards/frame.ts';
import { day, hour } from '../core/foundation/clock.ts';
import { offerNext } from './conversation/onwards.ts';
import { FlowDialog, type FlowState, flowState } from './flow.ts';
import { hasMailed } from './moves.ts';
import { portalsFor, type Turn } from './turn.ts';

/** The procedure at the top of a conversation's stack, with its stored state. */
export type Running = { readonly dialog: FlowDialog<{ portal: string }>; readonly state: FlowState };

/** The running procedure, or undefined if there is none. */
export function running(dialogs: DialogSet, dc: DialogContext): Running | undefined {
  const dialog = dc.activeDialog && dialogs.find(dc.activeDialog.id);
  const state = flowState(dc.activeDialog);
  return dialog instanceof FlowDialog && state ? { dialog, state } : undefined;
}

/** The name of a running procedure, with its portal: another may be in front. */
export const runningLabel = (turn: Turn, current: Running | undefined): Named | undefined => current && nameOf(turn, current);

/** The same of one that is certain to run. */
export const nameOf = (turn: Turn, { state, dialog }: Running): Named => namedAt(turn.t, turn.core.portals.get(state.data.portal), dialog.flow.procedure);

/**
 * Drops procedures that can no longer go on: an update removed them or their portal, or this person may not use the portal. A report that was not sent
 * within the hour goes too, and so does an approver's question after a day: it is answered on its card then.
 */
export function forget(dialogs: DialogSet, turn: Turn, dc: DialogContext): void {
  if (turn.now - (turn.memory.reportedAt ?? 0) > hour) {
    turn.memory.report = undefined;
    turn.memory.told = undefined;
  }
  if (turn.now - (turn.memory.left?.at ?? 0) > hour) turn.memory.left = undefined;
  if (turn.now - (turn.memory.questionAt ?? 0) > day) turn.memory.question = undefined;
  const usable = portalsFor(turn).map(({ id }) => id);
  const kept = dc.stack.filter((instance) => dialogs.find(instance.id) && usable.includes(flowState(instance)?.data.portal ?? ''));
  dc.stack.splice(0, dc.stack.length, ...kept);
}

/** Puts the procedure that was left last in front again, as it stood. Returns false where there is none any more, or it was begun anew. */
export function takesUp(dialogs: DialogSet, turn: Turn, dc: DialogContext): boolean {
  const { left } = turn.memory;
  turn.memory.left = undefined;
  const isUsable = left !== undefined && portalsFor(turn).some(({ id }) => id === left.state.data.portal);
  if (!isUsable || !dialogs.find(left.id) || dc.stack.some(({ id }) => id === left.id)) return false;
  turn.memory.interrupted = undefined;
  dc.stack.push({ id: left.id, state: left.state });
  return true;
}

/** Leaves the running procedure. The card that says so offers the one that it interrupted. */
export async function leave(dc: DialogContext, turn: Turn, { dialog, state }: Running): Promise<void> {
  await answered(turn, dc, { verb: `${dialog.flow.procedure}.cancel`, nonce: state.nonce, inputs: {} });
}

/** Leaves all procedures, also those that were interrupted, and says once which (TALK-8). */
export async function leaveAll(dc: DialogContext, turn: Turn): Promise<void> {
  const left = dc.stack.flatMap((instance) => {
    const dialog = dc.dialogs.find(instance.id);
    const portal = turn.core.portals.get(flowState(instance)?.data.portal ?? '');
    return dialog instanceof FlowDialog ? [turn.t('cancelled.one', { procedure: procedureAt(turn.t, portal, dialog.flow.procedure) })] : [];
  });
  const mailed = dc.stack.some((instance) => hasMailed(flowState(instance)?.data ?? {}));
  await dc.cancelAllDialogs();
  turn.memory.left = undefined;
  const said = turn.t('cancelled.all', { procedures: left.reverse().join(', ') });
  await turn.say(mailed ? `${said} ${turn.t('cancelled.mailed')}` : said);
  await offerNext(turn);
}

/** Treats a text, or a command such as «annuler», as a press of a button on the current card. */
export const answered = async (turn: Turn, dc: DialogContext, answer: Turn['answer']): Promise<void> => {
  turn.answer = answer;
  await dc.continueDialog();
};
