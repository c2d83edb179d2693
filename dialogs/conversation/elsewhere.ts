import type { Begin } from '../begin.ts';
import { offers } from '../begin.ts';
import { portalsFor } from '../turn.ts';
import { nextWish } from './onwards.ts';
import type { Question } from './said.ts';

/** «Mauvais portail, je voulais dire InvGate»: the same is begun there, in place of what was under way. «Et l’autre ?»: the second wish, or what was interrupted. */
export const elsewhereIn =
  ({ start, again }: Begin): Question =>
  async ({ turn, dc, text, current, under, intent, given }) => {
    if (intent.followUp === 'otherPortal' && current) {
      const portal = portalsFor(turn).find(({ id }) => id === intent.portal);
      if (!portal) return false;
      const { procedure } = current.dialog.flow;
      if (offers(portal, procedure)) dc.stack.pop();
      await start(turn, dc, procedure, { wanted: portal.id, said: given(text) });
      return true;
    }
    if (intent.followUp !== 'other') return false;
    const next = nextWish(turn);
    if (next) await start(turn, dc, next.procedure, { wanted: next.portal });
    else if (under && !current) {
      turn.memory.interrupted = undefined;
      await again(turn, dc);
    } else return false;
    return true;
  };
