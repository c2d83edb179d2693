import { namedAmong, wordsOf } from '../../core/conversation/index.ts';
import { wordings } from '../../core/foundation/i18n.ts';
import type { Portal } from '../../core/portal/index.ts';
import { type Choice, leavesOut, type Picked, ticksAfter } from '../conversation/choices.ts';

/** The rights of a user, as they are named: «les factures», «2 et 3», «pas les tarifs». A name ticks, and a denial unticks; nothing is saved by it. */
export const rightChoices = (portal: Portal, ticked: readonly string[]): Choice[] =>
  (portal.procedures.addUser?.rights ?? []).map(({ id, name }) => ({
    id,
    labels: wordings(name),
    press: 'tick',
    inputs: { rights: [...ticked, id].join(',') },
  }));

const rightsWords = /(?<!\p{L})(?:droits?|rights?|permissions?)(?!\p{L})/iu;
const takingAway = /(?<!\p{L})(?:tak(?:e|ing)\s.*away|revok\p{L}*|no longer|ne .*plus|n['’].*plus)(?!\p{L})/iu;
const onlyThese = /(?<!\p{L})(?:seulement|uniquement|juste|only|just)(?!\p{L})/iu;

/** The rights that a sentence names, by their names or as an administrator’s; undefined where it speaks of no right. */
function rightsNamed({ procedures: { addUser } }: Portal, text: string): string[] | undefined {
  const rights = addUser?.rights ?? [];
  const isAdmin = wordsOf(text).some((word) => /^admin/.test(word));
  const named = namedAmong(rights, text);
  const ids = rights.filter(({ id, administrator }) => named.includes(id) || (isAdmin && administrator)).map(({ id }) => id);
  return ids.length > 0 || (rights.length > 0 && rightsWords.test(text)) ? ids : undefined;
}

/** Whether a sentence speaks of rights. */
export const saysRights = (portal: Portal, text: string): boolean => rightsNamed(portal, text) !== undefined;

/** What somebody holds once a sentence is done, to be saved: «donne aussi les factures à …», «enlève-lui les tarifs». */
export function rightsAfter(portal: Portal, held: readonly string[], text: string): string[] {
  const named = rightsNamed(portal, text) ?? [];
  if (leavesOut(text) || takingAway.test(text)) return held.filter((id) => !named.includes(id));
  return onlyThese.test(text) && named.length > 0 ? named : [...new Set([...held, ...named])];
}

/** The press that leaves ticked what somebody picked. */
export const rightsPicked = (ticked: readonly string[], picked: Picked) => ({ press: 'tick', inputs: { rights: ticksAfter(ticked, picked).join(',') } });

/** The rights in a card's answer. */
export const rightsIn = (rights: string): string[] => rights.split(',').filter(Boolean);
