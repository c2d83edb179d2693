import type { FollowUp, Given } from '../../core/conversation/index.ts';
import { saysAway } from '../access/absence.ts';
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

/** What somebody asks about the card in front, which stays there; or the days that the card for an absence asks for. */
export const atCardIn: Question = async ({ turn, current, text, given, intent: { followUp } }) => {
  const card = cardOf(turn);
  if (current || !card) return false;
  const tells = followUp && told[followUp];
  if (!tells) return card === 'absence' && (await absenceIn(turn, given(`${isAway[turn.t.locale]} ${text}`)));
  await turn.say(turn.t(tells === 'later' ? 'front.later' : `front.${card}.${tells}`));
  return true;
};

/** What need not be said again where that card is in front. */
const isAway = { fr: 'je suis absent', en: 'I am away' } as const;

/** «Du 3 au 17 décembre»: beside what the card holds already. */
async function absenceIn(turn: Turn, said: Given): Promise<boolean> {
  const { from, to } = said.away ?? {};
  // One day alone could be either.
  if (from === to) return false;
  const held = Object.fromEntries((turn.memory.front?.fields ?? []).filter(({ value }) => value !== '').map(({ id, value }) => [id, value]));
  await saysAway(turn, { ...said, away: { ...held, ...said.away } });
  return true;
}

const cardOf = ({ memory: { front } }: Turn) => cards.find(([, verb]) => front?.buttons.some((button) => verb.test(button.verb)))?.[0];
