import type { DialogContext } from 'botbuilder-dialogs';
import { type Running, running } from '../running.ts';
import type { Turn } from '../turn.ts';

/** Whether this turn is an edit of an earlier message. */
export const isEdit = ({ context }: Turn): boolean => context.activity.type === 'messageUpdate';

/**
 * Keeps which message led to the current card, where an edit of it can still be heard in its place (TALK-9): it began the procedure, was refused at its
 * step, or led to a choice.
 */
export function keepLed(turn: Turn, before: Running | undefined, after: Running | undefined): void {
  const { memory } = turn;
  const nonce = after?.state.nonce ?? '';
  const chooses = memory.offered !== undefined || memory.wish !== undefined;
  if (!chooses && nonce === (before?.state.nonce ?? '')) return;
  const stays = before?.dialog.id === after?.dialog.id && before?.state.step === after?.state.step;
  const begins = after !== undefined && after.state.previous === undefined;
  const message = turn.context.activity.id;
  memory.led = message && (chooses || stays || begins) ? { message, nonce } : undefined;
}

/** Whether the message that was edited led to the card that is still the current one. */
export const isLed = ({ context, memory: { led } }: Turn, current: Running | undefined): boolean =>
  led !== undefined && led.message === context.activity.id && led.nonce === (current?.state.nonce ?? '');

/** Whether the procedure at the top was begun by the message that is now edited, so that what the edit begins takes its place. */
export function replaces(turn: Turn, dialogs: Parameters<typeof running>[0], dc: DialogContext): boolean {
  const current = running(dialogs, dc);
  return isEdit(turn) && current !== undefined && isLed(turn, current) && current.state.previous === undefined && turn.memory.offered === undefined;
}
