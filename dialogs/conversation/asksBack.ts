import { nearestCard } from '../../cards/menu.ts';
import type { Given } from '../../core/conversation/index.ts';
import type { Procedure } from '../../core/foundation/procedures.ts';
import type { Portal } from '../../core/portal/index.ts';
import { isList, offers } from '../begin.ts';
import { type Running, runningLabel } from '../running.ts';
import { portalsFor, type Turn } from '../turn.ts';
import type { Question } from './said.ts';

/** Handles text that comes close to some procedures. */
export const nearestIn: Question = async ({ turn, text, current, under, given, intent: { portal: named, nearest, question } }) => {
  // What is under way is no answer to what is meant: its step stays in front.
  const isHere = current !== undefined && [undefined, current.state.data.portal].includes(named);
  const near = isHere ? nearest.filter((procedure) => procedure !== current.dialog.flow.procedure) : nearest;
  if (near.length === 0 && nearest.length > 0) return false;
  // What is asked and not known is for a person.
  const meant: readonly Procedure[] = question && near.length === 0 ? ['support'] : near;
  if (meant.length === 0) return false;
  if (question) await turn.say(turn.t('text.question'));
  const portal = portalsFor(turn).find(({ id }) => id === (named ?? turn.memory.portal));
  // What the portal in front has not is not what is meant there, where it has another.
  const had = portal && meant.some((procedure) => offers(portal, procedure)) ? meant.filter((each) => isList(each) || offers(portal, each)) : meant;
  return await asksBack(turn, { portal, nearest: had, under, said: given(text), question: question === true });
};

/** Asks which of some procedures is meant. What is typed next answers this question, and nothing behind it. */
export async function asksBack(
  turn: Turn,
  {
    portal,
    nearest,
    under,
    said,
    question = false,
  }: { portal: Portal | undefined; nearest: readonly Procedure[]; under: Running | undefined; said: Given; question?: boolean },
): Promise<true> {
  turn.memory.interrupted = under?.state.nonce;
  turn.memory.offered = { procedures: [...nearest], ...(portal && { portal: portal.id }), said };
  turn.memory.wish = { procedures: nearest, said };
  await turn.show(nearestCard(turn.t, portal, nearest, runningLabel(turn, under), question));
  return true;
}
