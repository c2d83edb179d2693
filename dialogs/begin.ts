import type { DialogContext, DialogSet } from 'botbuilder-dialogs';
import { type Hello, menuCard, portalsCard } from '../cards/menu.ts';
import { unavailableCard } from '../cards/notice.ts';
import type { Given } from '../core/conversation/index.ts';
import { type Procedure, procedures } from '../core/foundation/procedures.ts';
import type { Portal } from '../core/portal/index.ts';
import { DirectoryUnavailable } from '../core/ports.ts';
import { decisions } from './access/decide.ts';
import { showAside } from './conversation/aside.ts';
import { endingWith, offerNext } from './conversation/onwards.ts';
import { FlowDialog, flowState } from './flow.ts';
import { running, runningLabel } from './running.ts';
import { portalsFor, type Turn } from './turn.ts';

/** What is known of a wish: the portal that it names, the likeliest one, what it said already (TALK-6), and what support is to be told. */
export type Asked = {
  readonly wanted?: string | undefined;
  readonly likely?: string | undefined;
  readonly said?: Given | undefined;
  readonly comment?: string | undefined;
};

/** Where a conversation goes when its current card does not decide it. */
export type Begin = {
  /** Shows the menu of the last chosen portal, or else the list of portals; `all`: with nothing folded away. */
  menu(turn: Turn, dc: DialogContext, hello?: Hello, all?: boolean): Promise<void>;
  /** Starts a procedure at the wanted portal, or else the likeliest. If need be, asks which portal, or says that the procedure is unavailable. */
  start(turn: Turn, dc: DialogContext, procedure: Procedure, asked?: Asked): Promise<void>;
  /** Shows the current card of the running procedure, or the menu if none is running. */
  again(turn: Turn, dc: DialogContext): Promise<void>;
};

/** Creates the starts of the procedures that have a dialog. */
export function createBegin(dialogs: DialogSet): Begin {
  const dialogFor = (procedure: Procedure): boolean => isList(procedure) || dialogs.find(procedure) !== undefined;

  const menu = async (turn: Turn, dc: DialogContext, hello?: Hello, all = false): Promise<void> => {
    const portals = portalsFor(turn);
    // What is typed below a menu is no answer to the procedure behind it, which the menu offers to take up again (TALK-8).
    turn.memory.interrupted = running(dialogs, dc)?.state.nonce;
    const portal = portals.find(({ id }) => id === turn.memory.portal) ?? (portals.length === 1 ? portals[0] : undefined);
    if (!portal) return await choose(turn, portals, { hello });
    // The menu offers administrators' procedures only to them. A person whose account is not known yet can still start one by typing (EX-10).
    const [administers, invites] = await Promise.all([turn.core.establishments.addUser.administers(turn.actor, portal), mayInvite(turn, portal)]);
    const offered = procedures.filter(
      (procedure) =>
        dialogFor(procedure) && (procedure === 'support' || declares(portal, procedure)) && (administers || !forAdministrators.includes(procedure)),
    );
    await turn.show(
      menuCard(turn.t, portal, {
        offered,
        invites,
        decides: turn.memory.decides === true,
        otherPortals: portals.length > 1,
        account: turn.actor.authenticated,
        running: runningLabel(turn, running(dialogs, dc)),
        hello,
        all,
      }),
    );
  };

  const start = async (
    turn: Turn,
    dc: DialogContext,
    procedure: Procedure,
    { wanted, likely, said = wished(turn, procedure, wanted), comment: given }: Asked = {},
  ): Promise<void> => {
    turn.memory.wish = undefined;
    // The second of two wishes is not offered any more once it is begun.
    if (isNext(turn, procedure, wanted)) turn.memory.next = undefined;
    if (isList(procedure)) {
      await decisions(turn, `${procedure}.start`, {});
      return await offerNext(turn);
    }
    const portals = portalsFor(turn);
    const forOther = procedure === 'enroll' && said?.forOther !== undefined;
    const offering = portals.filter((portal) => offers(portal, procedure) && (!forOther || portal.forOthers !== undefined));
    const named = portals.find(({ id }) => id === wanted);
    const meant = [likely, onlyNamed(said, procedure, offering), turn.memory.portal].flatMap((wish) => offering.find(({ id }) => id === wish) ?? []);
    // «Je veux juste un compte», in the middle of something at a portal, means that portal, be it offered there or not.
    const front = procedure === 'signUp' && likely === undefined ? portals.find(({ id }) => id === running(dialogs, dc)?.state.data.portal) : undefined;
    const portal = named ?? front ?? meant[0] ?? (offering.length === 1 ? offering[0] : undefined);
    if (!portal) return await choose(turn, offering.length > 0 ? offering : portals, { procedure, said });
    turn.memory.portal = portal.id;
    if (!offering.includes(portal) || !dialogFor(procedure)) return await showAside(turn, endingWith(turn, unavailableCard(turn.t, portal, procedure)));
    const id = procedure === 'signUp' && portal.procedures.signUp?.kind === 'firstPassword' ? 'firstPassword' : forOther ? 'enrollFor' : procedure;
    const kept = keptFor(dialogs, dc, id, portal);
    // A procedure that is begun again starts over. A different one interrupts the running one, and returns to it at its end.
    while (dc.stack.some((instance) => instance.id === id)) dc.stack.pop();
    if (running(dialogs, dc)?.dialog.isOver(dc.stack.at(-1))) dc.stack.pop();
    turn.memory.ended = undefined;
    turn.memory.finished = undefined;
    // A letter to support waits for its turn, with what is written there.
    const letter = running(dialogs, dc);
    if (letter?.dialog.id === 'support' && letter.state.data.comment !== undefined && procedure !== 'support') await turn.say(turn.t('support.stays'));
    // What was said just now stands on the card for support, or else what was reported before.
    const { report, told } = turn.memory;
    const about = told !== undefined ? { told: true } : report !== undefined ? { report: true } : {};
    const comment = procedure === 'support' ? (given ?? told ?? report) : undefined;
    turn.memory.report = undefined;
    turn.memory.told = undefined;
    await dc.beginDialog(id, {
      portal: portal.id,
      said,
      kept,
      ...(procedure === 'support' && wanted !== undefined && { named: true }),
      ...(comment !== undefined && { comment, ...(given === undefined && about) }),
    });
  };

  const again = async (turn: Turn, dc: DialogContext): Promise<void> => {
    const current = running(dialogs, dc);
    if (current && current.state.nonce !== turn.memory.interrupted) await current.dialog.again(dc);
    else await menu(turn, dc);
  };

  return { menu, start, again };
}

/** What was typed already for the same account: in the procedure that is begun again, or in the one under way. */
function keptFor(dialogs: DialogSet, dc: DialogContext, id: string, portal: Portal): Readonly<Record<string, unknown>> {
  const instances = [...dc.stack.filter((instance) => instance.id === id), ...dc.stack.slice(-1)];
  for (const instance of instances) {
    const dialog = dialogs.find(instance.id);
    const isHere = flowState(instance)?.data.portal === portal.id;
    const kept = isHere && dialog instanceof FlowDialog ? dialog.handsOn(instance, id) : {};
    if (Object.keys(kept).length > 0) return kept;
  }
  return {};
}

/** Whether this person may invite to a portal, as far as can be told at once: it only orders the menu. */
async function mayInvite(turn: Turn, portal: Portal): Promise<boolean> {
  if (!turn.actor.authenticated || portal.procedures.invite === undefined) return false;
  const { email } = (await turn.rosterLately()) ?? {};
  try {
    return await turn.core.invitations.invite.may({ ...turn.actor, ...(email && { email }) }, portal);
  } catch (error) {
    if (error instanceof DirectoryUnavailable) return false;
    throw error;
  }
}

/** The one portal of which a message names a right or a group: «donne à Léa les droits factures». */
function onlyNamed(said: Given | undefined, procedure: Procedure, offering: readonly Portal[]): string | undefined {
  const named = { ...(procedure === 'addUser' && said?.rights), ...(procedure === 'enroll' && said?.groups) };
  const [only, ...others] = offering.filter(({ id }) => named[id] !== undefined);
  return others.length === 0 ? only?.id : undefined;
}

/** Asks which portal; the answer can also be typed (TALK-11). */
async function choose(
  turn: Turn,
  portals: readonly Portal[],
  { procedure, said, hello }: { procedure?: Procedure; said?: Given | undefined; hello?: Hello | undefined },
): Promise<void> {
  turn.memory.offered = { portals: portals.map(({ id }) => id), procedure, said };
  await turn.show(portalsCard(turn.t, portals, { ...(procedure && { procedure }), ...(hello && { hello }) }));
}

/** What was said already of a procedure that was offered. */
const wished = (turn: Turn, procedure: Procedure, portal: string | undefined): Given | undefined => {
  const { wish, next } = turn.memory;
  if (isNext(turn, procedure, portal)) return next?.said;
  return wish?.procedures.includes(procedure) ? wish.said : undefined;
};

/** Whether a procedure is the second of two wishes. */
const isNext = ({ memory: { next } }: Turn, procedure: Procedure, portal: string | undefined): boolean =>
  next?.procedure === procedure && (next.portal ?? portal) === portal;

/** Whether a name from outside, such as a card's, names a procedure. */
export const isProcedure = (name: string): name is Procedure => procedures.some((procedure) => procedure === name);

/** The procedures for managing the users of one's own organisation (EX-6 to EX-8, OU-7). */
const forAdministrators: readonly Procedure[] = ['addUser', 'removeUser'];

/** Whether the portal's profile declares a procedure. */
const declares = ({ procedures: declared }: Portal, procedure: Exclude<Procedure, 'support'>): boolean => declared[procedure] !== undefined;

/** Whether a portal offers a procedure. Every portal has support, and a portal with a reset can also unlock (EX-3). */
export const offers = (portal: Portal, procedure: Procedure): boolean =>
  procedure === 'support' || declares(portal, procedure) || (procedure === 'unlock' && portal.procedures.reset !== undefined);

/** Whether a procedure only shows a person's own list, across all portals. No dialog runs for it. */
export const isList = (procedure: Procedure): boolean => procedure === 'decide' || procedure === 'myRequests';
