import type { DialogContext, DialogSet } from 'botbuilder-dialogs';
import { menuCard, portalsCard } from '../cards/menu.ts';
import { unavailableCard } from '../cards/notice.ts';
import { type Procedure, procedures } from '../core/foundation/procedures.ts';
import type { Portal } from '../core/portal/index.ts';
import { decisions } from './access/decide.ts';
import { running } from './running.ts';
import { portalsFor, type Turn } from './turn.ts';

/** Where a conversation goes when nothing that stands on its cards says so. */
export type Begin = {
  /** Shows what can be done, with the portal that was last chosen, or which portals there are. */
  menu(turn: Turn, dc: DialogContext): Promise<void>;
  /** Starts a procedure at the portal that is wanted, or at the likeliest; asks which, or says that it is not to be had, where it must. */
  start(turn: Turn, dc: DialogContext, procedure: Procedure, wanted?: string, likely?: string): Promise<void>;
  /** Shows where the running procedure stands; the menu where none runs. */
  again(turn: Turn, dc: DialogContext): Promise<void>;
};

/** Makes the beginnings of the procedures that have a dialog. */
export function createBegin(dialogs: DialogSet): Begin {
  const dialogFor = (procedure: Procedure): boolean => isList(procedure) || dialogs.find(procedure) !== undefined;

  const menu = async (turn: Turn, dc: DialogContext): Promise<void> => {
    const portals = portalsFor(turn);
    const portal = portals.find(({ id }) => id === turn.memory.portal) ?? (portals.length === 1 ? portals[0] : undefined);
    if (!portal) return await turn.show(portalsCard(turn.t, portals));
    // What only administrators can do is offered to them alone; by a sentence, somebody whose account is not known yet can still begin it (EX-10).
    const administers = (await turn.core.establishments.addUser.mine(turn.actor, portal)).some(({ role }) => role === 'administrator');
    const offered = procedures.filter(
      (procedure) =>
        dialogFor(procedure) && (procedure === 'support' || declares(portal, procedure)) && (administers || !forAdministrators.includes(procedure)),
    );
    await turn.show(
      menuCard(turn.t, portal, {
        offered,
        otherPortals: portals.length > 1,
        account: turn.actor.authenticated,
        running: running(dialogs, dc)?.dialog.flow.procedure,
      }),
    );
  };

  const start = async (turn: Turn, dc: DialogContext, procedure: Procedure, wanted?: string, likely?: string): Promise<void> => {
    if (isList(procedure)) return void (await decisions(turn, `${procedure}.start`, {}));
    const portals = portalsFor(turn);
    const offering = portals.filter((portal) => offers(portal, procedure));
    const named = portals.find(({ id }) => id === wanted);
    const meant = [likely, turn.memory.portal].flatMap((wish) => offering.find(({ id }) => id === wish) ?? []);
    const portal = named ?? meant[0] ?? (offering.length === 1 ? offering[0] : undefined);
    if (!portal) return await turn.show(portalsCard(turn.t, offering.length > 0 ? offering : portals, procedure));
    turn.memory.portal = portal.id;
    if (!offering.includes(portal) || !dialogFor(procedure)) return await turn.show(unavailableCard(turn.t, portal, procedure));
    const id = procedure === 'signUp' && portal.procedures.signUp?.kind === 'firstPassword' ? 'firstPassword' : procedure;
    // Begun again, a procedure starts over; another one is an interruption, and comes back to what it interrupted.
    while (dc.stack.some((instance) => instance.id === id)) dc.stack.pop();
    turn.memory.ended = undefined;
    await dc.beginDialog(id, { portal: portal.id });
  };

  const again = async (turn: Turn, dc: DialogContext): Promise<void> => {
    const current = running(dialogs, dc);
    if (current) await current.dialog.again(dc);
    else await menu(turn, dc);
  };

  return { menu, start, again };
}

/** Whether a name from outside, as a card's, is that of a procedure. */
export const isProcedure = (name: string): name is Procedure => procedures.some((procedure) => procedure === name);

/** What can be done with the users of one's organisation (EX-6 to EX-8, OU-7). */
const forAdministrators: readonly Procedure[] = ['addUser', 'removeUser'];

/** Whether the profile has a procedure. */
const declares = ({ procedures: declared }: Portal, procedure: Exclude<Procedure, 'support'>): boolean => declared[procedure] !== undefined;

/** Support is everywhere, and a reset unlocks wherever there is one (EX-3). */
const offers = (portal: Portal, procedure: Procedure): boolean =>
  procedure === 'support' || declares(portal, procedure) || (procedure === 'unlock' && portal.procedures.reset !== undefined);

/** Lists of one's own, over all portals: nothing runs while they are shown. */
const isList = (procedure: Procedure): boolean => procedure === 'decide' || procedure === 'myRequests';
