import type { Portal } from '../../core/portal/index.ts';
import { type Begin, offers } from '../begin.ts';
import type { Question } from '../conversation/said.ts';
import { portalsFor, type Turn } from '../turn.ts';
import { saysRights } from './rights.ts';
import { userNamed } from './userNamed.ts';

const changesRights =
  /(?<!\p{L})(?:donn|attribu|accord|enl[eè]v|retir|chang|modifi|rend|mets?|pass|give|grant|make|tak|remov|let|doi[st]|peut|should|needs?|can)\p{L}*(?!\p{L})/iu;

/** «Donne aussi les factures à Marc Petit», “make marc an admin”: the rights of a user whom this administrator has already, to be saved on their card. */
export const rightsSaidIn =
  ({ start }: Begin): Question =>
  async ({ turn, dc, text, current, given }) => {
    if (current || text.endsWith('?') || !turn.actor.authenticated || !changesRights.test(text)) return false;
    const portal = administered(turn, (each) => saysRights(each, text));
    if (!portal) return false;
    const own = (await turn.core.establishments.addUser.mine(turn.actor, portal)).filter(
      ({ role, status }) => role === 'administrator' && status === 'validated',
    );
    if (own.length === 0 || !(await userNamed(turn, { portal: portal.id }, own, { text, part: true }))) return false;
    await start(turn, dc, 'removeUser', { wanted: portal.id, said: given(text) });
    return true;
  };

const becomes =
  /@\S+\s+(?:devient|deviendra|est (?:maintenant|d[ée]sormais|remplac[ée]e? par)|becomes|is now|->|→|=>|changes to)\s+\S+@|(?:chang|remplac|replac|modifi)\p{L}*.*@\S+\s+(?:en|par|to|by|with|into|pour)\s+\S+@/iu;

/** «marc.petit@… devient marc.durand@…»: the guided change, with both filled in (EX-5). */
export const addressSaidIn =
  ({ start }: Begin): Question =>
  async ({ turn, dc, text, current, given }) => {
    if (current || !becomes.test(text)) return false;
    const portal = administered(turn, (each) => offers(each, 'changeEmail'));
    if (!portal) return false;
    await start(turn, dc, 'changeEmail', { wanted: portal.id, said: given(text) });
    return true;
  };

/** The portal in front, or the only one, that has what is spoken of. */
function administered(turn: Turn, has: (portal: Portal) => boolean): Portal | undefined {
  const portals = portalsFor(turn).filter((portal) => portal.procedures.addUser?.invites && has(portal));
  return portals.find(({ id }) => id === turn.memory.portal) ?? (portals.length === 1 ? portals[0] : undefined);
}
