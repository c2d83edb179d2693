import type { Frame } from '../cards/frame.ts';
import { cancelledCard } from '../cards/notice.ts';
import type { Refusal } from '../core/foundation/outcome.ts';
import type { Portal } from '../core/portal/index.ts';
import type { Flow, Move } from './steps.ts';
import type { Turn } from './turn.ts';

/** Ends a procedure that the user cancelled. */
export const cancelled = <D extends { readonly portal: string }>(turn: Turn, data: D, procedure: Flow<D>['procedure']): Move<D> => ({
  end: cancelledCard(turn.t, portalOf(turn, data), procedure, { mailed: hasMailed(data) }),
  left: true,
});

/** Whether a procedure had something mailed that works for a while: a link or a code. */
export const hasMailed = (data: object): boolean => ('request' in data && data.request !== undefined) || ('askedAt' in data && data.askedAt !== undefined);

/** The portal of a procedure. */
export function portalOf(turn: Turn, data: { readonly portal: string }): Portal {
  const portal = turn.core.portals.get(data.portal);
  if (!portal) throw new Error(`The portal ${data.portal} is not there any more.`);
  return portal;
}

/** Goes to a step, usually the same one, to show what was wrong with the answer. */
export const correct = <D>(to: string, data: D, problems: readonly Refusal[]): Move<D> => ({ to, data, problems });

/** The frame of the card that ends a procedure. Its nonce is empty, as none of its buttons answers a step. */
export const endFrame = (turn: Turn, data: { readonly portal: string }): Frame => ({
  t: turn.t,
  portal: portalOf(turn, data),
  stamp: { nonce: '' },
  authenticated: turn.actor.authenticated,
  problems: [],
});
