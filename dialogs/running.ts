import type { DialogContext, DialogSet } from 'botbuilder-dialogs';
import { FlowDialog, type FlowState, flowState } from './flow.ts';
import { portalsFor, type Turn } from './turn.ts';

/** The procedure on top of a conversation's stack, with its stored state. */
export type Running = { readonly dialog: FlowDialog<{ portal: string }>; readonly state: FlowState };

/** The procedure that runs; undefined where none does. */
export function running(dialogs: DialogSet, dc: DialogContext): Running | undefined {
  const dialog = dc.activeDialog && dialogs.find(dc.activeDialog.id);
  const state = flowState(dc.activeDialog);
  return dialog instanceof FlowDialog && state ? { dialog, state } : undefined;
}

/** Drops what can no longer go on: a procedure or a portal that an update took away, or a portal that is not this person's to use. */
export function forget(dialogs: DialogSet, turn: Turn, dc: DialogContext): void {
  const usable = portalsFor(turn).map(({ id }) => id);
  const kept = dc.stack.filter((instance) => dialogs.find(instance.id) && usable.includes(flowState(instance)?.data.portal ?? ''));
  dc.stack.splice(0, dc.stack.length, ...kept);
}

/** Leaves the running procedure; what it had interrupted goes on. */
export async function leave(dc: DialogContext, turn: Turn, { dialog, state }: Running): Promise<void> {
  await answered(turn, dc, { verb: `${dialog.flow.procedure}.cancel`, nonce: state.nonce, inputs: {} });
}

/** Lets a text, or a word such as «annuler», stand for a button of the card that is there. */
export const answered = async (turn: Turn, dc: DialogContext, answer: Turn['answer']): Promise<void> => {
  turn.answer = answer;
  await dc.continueDialog();
};
