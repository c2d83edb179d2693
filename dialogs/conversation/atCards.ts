import type { FollowUp } from '../../core/conversation/index.ts';
import type { Turn } from '../turn.ts';
import type { Question } from './said.ts';

/** The cards outside of procedures about which people ask, by the verbs of their buttons. */
const cards = [
  ['absence', /^absence\.set$/],
  ['review', /^review\.(?:open|decide|all)$/],
  ['decide', /^decide\.(?!start)/],
  ['myRequests', /^myRequests\.(?:withdraw|giveBack|answer)/],
] as const;

/** What each follow-up is told there. */
const told: Readonly<Partial<Record<FollowUp, 'what' | 'why' | 'later'>>> = {
  whatIs: 'what',
  dontKnow: 'what',
  why: 'why',
  later: 'later',
  close: 'later',
};

/** What such a card answers; nothing where none is in front. */
export const answersOfCard = (turn: Turn): FollowUp[] => (cardOf(turn) ? ['whatIs', 'dontKnow', 'why', 'later', 'close'] : []);

/** What somebody asks about the card in front, which stays there. */
export const atCardIn: Question = async ({ turn, current, intent: { followUp } }) => {
  const card = cardOf(turn);
  const tells = followUp && told[followUp];
  if (current || !card || !tells) return false;
  await turn.say(turn.t(tells === 'later' ? 'front.later' : `front.${card}.${tells}`));
  return true;
};

const cardOf = ({ memory: { front } }: Turn) => cards.find(([, verb]) => front?.buttons.some((button) => verb.test(button.verb)))?.[0];
