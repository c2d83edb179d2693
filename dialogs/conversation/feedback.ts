import type { Card } from '../../cards/card.ts';
import { commentedCard, thanksCard, withFeedback } from '../../cards/conversation/feedback.ts';
import { staleCard } from '../../cards/notice.ts';
import { longestComment, type Verdict } from '../../core/conversation/index.ts';
import type { Procedure } from '../../core/foundation/procedures.ts';
import { type Inputs, takes } from '../actions.ts';
import type { Turn } from '../turn.ts';

/** Shows the card at the end of a procedure, which asks how it went (ALL-11), and returns it. */
export async function showEnd(turn: Turn, end: Card, { portal, procedure }: { portal: string; procedure: Procedure }): Promise<Card> {
  const asking = withFeedback(turn.t, end, await turn.core.conversation.feedback.ended(turn.actor, portal, procedure));
  await turn.show(asking);
  turn.memory.finished = { procedure, portal, at: turn.now };
  return asking;
}

/**
 * Takes the answer to that question, and the comment after it. No dialog's state is in them, so they answer at any time, also after a restart
 * and twice; the core knows whose ending it is. False where the verb is none of these.
 */
export const feedback = takes({
  'feedback.good': (turn, inputs) => say(turn, inputs, 'good'),
  'feedback.bad': (turn, inputs) => say(turn, inputs, 'bad'),
  'feedback.comment': async (turn, { ending = '', comment = '' }) =>
    turn.show((await turn.core.conversation.feedback.comment(turn.actor, ending, comment)) ? commentedCard(turn.t) : staleCard(turn.t, false)),
});

async function say(turn: Turn, { ending = '' }: Inputs, verdict: Verdict): Promise<void> {
  const said = await turn.core.conversation.feedback.say(turn.actor, ending, verdict);
  await turn.show(said ? thanksCard(turn.t, ending, longestComment) : staleCard(turn.t, false));
}
