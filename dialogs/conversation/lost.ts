import { lostCard, personCard } from '../../cards/conversation/talk.ts';
import type { Procedure } from '../../core/foundation/procedures.ts';
import { offers } from '../begin.ts';
import { proven } from '../turn.ts';
import { aroundIn, type Question, type Said } from './said.ts';

/** From this many in a row on that were not understood, asking again in other words helps nobody. */
const onlyPersonFrom = 4;

/** What is not understood right after an answer was refused is about that: it is said once more why it is. */
export const refusedIn: Question = async ({ dc, current }) => current?.dialog.refuses(dc.activeDialog) === true && (await current.dialog.helps(dc, 'refused'));

/** In characters, of what support is told. */
const longestTold = 500;

/** Answers a message that was not understood, and of those before it `missed` in a row neither: with what this person may want, and a person (TALK-5). */
export async function showLost(said: Said, missed: number): Promise<void> {
  const { turn, dc, current, intent, text } = said;
  const around = aroundIn(said);
  if (missed + 1 >= onlyPersonFrom) return await turn.show(personCard(turn.t, around, text.trim().slice(0, longestTold)));
  const nearest = current || intent.nearest.length > 0 ? around.nearest : [...(await ownIn(said)), ...around.nearest];
  const asked = current?.dialog.asks(turn, dc.activeDialog);
  await turn.show(lostCard(turn.t, { ...around, nearest: [...new Set(nearest)] }, { asked, again: missed > 1 }));
}

/** What is this person's own to do: requests that wait for them, what goes with what they did last, or the users that they administer. */
async function ownIn({ turn }: Said): Promise<Procedure[]> {
  const { finished, portal: at = '' } = turn.memory;
  const portal = turn.core.portals.get(at);
  const after: readonly Procedure[] = afterwards[finished?.procedure ?? ''] ?? [];
  const decides = turn.actor.authenticated && (await turn.core.access.decide.waiting(await proven(turn), { limit: 1 })).views.length > 0;
  const administers = portal !== undefined && (await turn.core.establishments.addUser.administers(turn.actor, portal));
  return [
    ...(decides ? (['decide'] as const) : []),
    ...after.filter((procedure) => portal !== undefined && offers(portal, procedure)),
    ...(administers ? (['removeUser', 'addUser'] as const) : []),
  ];
}

/** What goes with a procedure that was done. */
const afterwards: Readonly<Record<string, readonly Procedure[]>> = {
  enroll: ['myRequests', 'enroll'],
  invite: ['invite'],
  addUser: ['addUser', 'removeUser'],
  removeUser: ['removeUser', 'addUser'],
  changeEmail: ['removeUser'],
  twoFactor: ['twoFactor'],
};
