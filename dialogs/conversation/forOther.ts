import { asksForOther, type Intent, insteadOfMe } from '../../core/conversation/index.ts';
import type { Begin } from '../begin.ts';
import { portalsFor, type Turn } from '../turn.ts';
import { asksBack } from './asksBack.ts';
import { type Question, startedBy } from './said.ts';

/** «Prépare l’arrivée de Paul Durand à la comptabilité lundi»: asks in somebody else's name, where a portal lets people do so (GOV-5). */
export const forOtherIn =
  ({ start }: Begin): Question =>
  async ({ turn, dc, text, current, under, intent, given }) => {
    const inFront = current?.dialog.flow.procedure;
    if (intent.mood !== undefined || intent.procedure === 'cancel' || (inFront !== undefined && inFront !== 'enroll')) return false;
    const portals = portalsFor(turn).filter(({ forOthers }) => forOthers !== undefined);
    if (portals.length === 0) {
      if (inFront === undefined ? !wantsForOther(turn, intent, text) : insteadOfMe(text, portalsFor(turn)) === undefined) return false;
      await turn.say(turn.t('enroll.nobodyElse'));
      return await asksBack(turn, { portal: undefined, nearest: inFront === undefined ? ['enroll', 'support'] : ['support'], under, said: given(text) });
    }
    const read = given(text);
    const forOther = read.forOther ?? (inFront === undefined ? undefined : insteadOfMe(text, portalsFor(turn)));
    if (!forOther) return false;
    const said = { ...read, forOther };
    const { groups, pack } = said;
    if (current?.dialog.flow.id === 'enrollFor' && (await current.dialog.takes(dc, said))) return true;
    const meant = portals.find(({ id }) => id === pack?.portal || groups[id] !== undefined)?.id;
    await start(turn, dc, 'enroll', { wanted: portals.find(({ id }) => id === intent.portal)?.id ?? meant, likely: intent.likely, said });
    return true;
  };

/** Whether access is wanted for somebody else. */
const wantsForOther = (turn: Turn, intent: Intent, text: string): boolean =>
  (startedBy(intent) ?? intent.nearest[0] ?? 'enroll') === 'enroll' && intent.followUp === undefined && asksForOther(text, portalsFor(turn));
