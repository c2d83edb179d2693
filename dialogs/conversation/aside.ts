import { anytime, type Card, execute } from '../../cards/card.ts';
import { leadingOn } from '../../cards/conversation/talk.ts';
import { labelTo } from '../../cards/frame.ts';
import type { Turn } from '../turn.ts';

/** Shows a list, or what cannot be had, in the middle of something: the card offers to go on, and what is typed next is about it (TALK-8). */
export async function showAside(turn: Turn, card: Card): Promise<void> {
  const { under, t } = turn;
  if (under) turn.memory.interrupted = under.nonce;
  await turn.show(under ? leadingOn(card, [execute('root.continue', labelTo(t, 'menu.continue', under.named), anytime)]) : card);
}
