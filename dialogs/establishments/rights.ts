import { wordings } from '../../core/foundation/i18n.ts';
import type { Portal } from '../../core/portal/index.ts';
import { type Choice, type Picked, ticksAfter } from '../conversation/choices.ts';

/** The rights of a user, as they are named: «les factures», «2 et 3», «pas les tarifs». A name ticks, and a denial unticks; nothing is saved by it. */
export const rightChoices = (portal: Portal, ticked: readonly string[]): Choice[] =>
  (portal.procedures.addUser?.rights ?? []).map(({ id, name }) => ({
    id,
    labels: wordings(name),
    press: 'tick',
    inputs: { rights: [...ticked, id].join(',') },
  }));

/** The press that leaves ticked what somebody picked. */
export const rightsPicked = (ticked: readonly string[], picked: Picked) => ({ press: 'tick', inputs: { rights: ticksAfter(ticked, picked).join(',') } });

/** The rights in a card's answer. */
export const rightsIn = (rights: string): string[] => rights.split(',').filter(Boolean);
