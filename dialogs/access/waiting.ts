import { approvalCard, waitingCard } from '../../cards/access/decide.ts';
import { reviewCard } from '../../cards/access/reviews.ts';
import { emailKey } from '../../core/foundation/identifiers.ts';
import { type Front, frontOf } from '../conversation/front.ts';
import { proven, type Turn } from '../turn.ts';

/** How many are listed on one card. */
export const listed = 5;

/** What could be pressed on the card of the request that waits for this person, or on the list where several do; undefined where none does. */
export async function waitingFront(turn: Turn): Promise<Front | undefined> {
  if (!turn.actor.authenticated) return undefined;
  const actor = await proven(turn);
  const page = await turn.core.access.decide.waiting(actor, { limit: listed });
  const [only, ...others] = page.views;
  const portal = only && turn.core.portals.get(only.portal);
  if (!only || !portal) return undefined;
  const { t } = turn;
  const card = others.length > 0 ? waitingCard(t, page, turn.core.portals) : approvalCard({ t, portal, view: only, approver: emailKey(actor.email ?? '') });
  return frontOf(card, undefined);
}

/** The same of the one review that waits. */
export async function reviewFront(turn: Turn): Promise<Front | undefined> {
  if (!turn.actor.authenticated) return undefined;
  const actor = await proven(turn);
  const [only, ...others] = (await turn.core.access.reviews.mine(actor)).reviews;
  const looked = only && others.length === 0 ? await turn.core.access.reviews.look(actor, only.id) : undefined;
  const portal = only && turn.core.portals.get(only.portal);
  return looked?.ok && portal ? frontOf(reviewCard({ t: turn.t, portal }, looked.value), undefined) : undefined;
}
