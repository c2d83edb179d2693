import type { Card } from '../../cards/card.ts';
import { type Action, anytime, execute } from '../../cards/card.ts';
import { leadingOn, nextCard } from '../../cards/conversation/talk.ts';
import { labelTo, namedAt } from '../../cards/frame.ts';
import { type Procedure, procedures } from '../../core/foundation/procedures.ts';
import type { Turn } from '../turn.ts';

/** The second of two wishes, while its procedure is still there. */
export function nextWish({ memory: { next } }: Turn): { readonly procedure: Procedure; readonly portal: string | undefined } | undefined {
  const procedure = procedures.find((known) => known === next?.procedure);
  return next && procedure ? { procedure, portal: next.portal } : undefined;
}

/** The second of two wishes, as a button of the card that ends the first, however it ends (TALK-12). It stays offered until it is begun. */
export function nextIn(turn: Turn): Action[] {
  const next = nextWish(turn);
  if (!next) return [];
  const { procedure, portal } = next;
  const named = namedAt(turn.t, turn.core.portals.get(portal ?? ''), procedure);
  return [execute(`${procedure}.start`, labelTo(turn.t, 'talk.next', named), anytime, { data: portal === undefined ? {} : { portal } })];
}

/** A card that ends what was wished for, which leads on to the second wish. */
export const endingWith = (turn: Turn, end: Card): Card => leadingOn(end, nextIn(turn));

/** Offers the second of two wishes where no card ended the first. */
export async function offerNext(turn: Turn): Promise<void> {
  const actions = nextIn(turn);
  if (actions.length > 0) await turn.show(nextCard(turn.t, actions));
}
