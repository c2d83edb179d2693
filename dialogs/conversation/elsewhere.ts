import { wordsOf } from '../../core/conversation/index.ts';
import type { Procedure } from '../../core/foundation/procedures.ts';
import type { Begin } from '../begin.ts';
import { offers } from '../begin.ts';
import { takesUp } from '../running.ts';
import { flowState } from '../state.ts';
import { portalsFor } from '../turn.ts';
import { showOffered } from './offered.ts';
import { nextWish } from './onwards.ts';
import { placeMeant } from './ordinals.ts';
import { type Question, type Said, startedBy } from './said.ts';

/** «Mauvais portail, je voulais dire InvGate»: the same is begun there, in place of what was under way. «Et l’autre ?»: the second wish, or what was interrupted. */
export const elsewhereIn =
  ({ start, again }: Begin): Question =>
  async (said) => {
    const { turn, dc, text, current, under, intent, given } = said;
    if (intent.followUp === 'otherPortal' && current) {
      const { procedure } = current.dialog.flow;
      const portal = portalsFor(turn).find(({ id }) => id === intent.portal);
      if (!portal) return await asksWhere(said, procedure, current.state.data.portal);
      if (offers(portal, procedure)) dc.stack.pop();
      await start(turn, dc, procedure, { wanted: portal.id, said: given(text) });
      return true;
    }
    if (intent.followUp === 'wait' && current) {
      await turn.say(turn.t('talk.wait'));
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

/** «Mauvais portail»: which of the others it is, for the same. */
async function asksWhere({ turn, under, text, given }: Said, procedure: Procedure, wrong: string): Promise<boolean> {
  const others = portalsFor(turn).filter((portal) => portal.id !== wrong && offers(portal, procedure));
  if (others.length === 0) return false;
  turn.memory.interrupted = under?.state.nonce;
  return await showOffered(turn, { portals: others.map(({ id }) => id), procedure, said: given(text) }, under);
}

/** «Reprends octopus»: what was begun or left at that portal is in front again, as it stood. */
export const resumedIn =
  ({ again }: Begin): Question =>
  async ({ turn, dc, text, current, under, intent }) => {
    const { portal } = intent;
    // “Continue”, as the button says it, is a yes elsewhere.
    if (!current && goesOn.test(text) && (under !== undefined || takesUp(dc.dialogs, turn, dc))) {
      turn.memory.interrupted = undefined;
      await again(turn, dc);
      return true;
    }
    if (portal === undefined || !resumes.test(text) || startedBy(intent) !== undefined) return false;
    const at = dc.stack.findIndex((instance) => flowState(instance)?.data.portal === portal);
    const [found] = at < 0 ? [] : dc.stack.splice(at, 1);
    if (found) dc.stack.push(found);
    else if (turn.memory.left?.state.data.portal !== portal || !takesUp(dc.dialogs, turn, dc)) return false;
    turn.memory.interrupted = undefined;
    await again(turn, dc);
    return true;
  };

const resumes = /^\s*(?:(?:ok|bon|allez|so|on|et|and|now|maintenant|let['’]?s)[\s,]+)*(?:repren|revien|retourn|continu|resume|go on|back to|go back to)/iu;

const goesOn = /^\s*(?:ok[\s,]+)?(?:continue[rz]?|go on|carry on|on continue)[\s.!]*$/iu;

/** What is begun by mistake in place of each other. */
const opposites: Readonly<Partial<Record<Procedure, readonly [Procedure, RegExp]>>> = {
  addUser: ['removeUser', /(?<!\p{L})(?:supprim|retir|enl[eè]v|remov|delet)/iu],
  removeUser: ['addUser', /(?<!\p{L})(?:r?ajout|invit|add(?:ing)?(?!\p{L}))/iu],
};

/** «Je me suis trompé, je voulais en supprimer un»: the other is begun in its place. */
export const oppositeIn =
  ({ start }: Begin): Question =>
  async ({ turn, dc, text, current, given }) => {
    const [instead, named] = (current && opposites[current.dialog.flow.procedure]) ?? [];
    if (!current || !instead || !named?.test(text)) return false;
    dc.stack.pop();
    await start(turn, dc, instead, { wanted: current.state.data.portal, said: given(text) });
    return true;
  };

/** As long as any list in view. */
const longestList = 9;

/** «Le premier», «la 2», where no list is in view: it means no procedure. */
export const noListIn =
  ({ again }: Begin): Question =>
  async ({ turn, dc, text }) => {
    if (placeMeant(wordsOf(text), longestList) === undefined) return false;
    await turn.say(turn.t('talk.noList'));
    await again(turn, dc);
    return true;
  };
