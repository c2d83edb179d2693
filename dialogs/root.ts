import type { DialogContext, DialogSet } from 'botbuilder-dialogs';
import { procedureLabel } from '../cards/frame.ts';
import { menuCard, nearestCard, portalsCard, welcomeCard } from '../cards/menu.ts';
import { helpCard, staleCard, unavailableCard } from '../cards/notice.ts';
import { type Locale, translate } from '../core/i18n.ts';
import type { createIntents } from '../core/intent.ts';
import { type Portal, type Procedure, procedures } from '../core/portal.ts';
import type { ChatEvent } from '../core/ports.ts';
import { spokenIn } from '../core/words/spoken.ts';
import { acceptInvitationDialog } from './acceptInvitation.ts';
import { accounts } from './account.ts';
import { addUserDialog } from './addUser.ts';
import { changeEmailDialog } from './changeEmail.ts';
import { changePasswordDialog } from './changePassword.ts';
import { createdElsewhere, createOrganisationDialog } from './createOrganisation.ts';
import { decisions, tellRequester } from './decisions.ts';
import { enrollDialog } from './enroll.ts';
import { feedback, showEnd } from './feedback.ts';
import { FlowDialog, type FlowState, flowState } from './flow.ts';
import { forgotIdentifierDialog } from './forgotIdentifier.ts';
import { invitations, tellInviter } from './invitations.ts';
import { inviteDialog } from './invite.ts';
import { doneFor } from './mailed.ts';
import { removeUserDialog } from './removeUser.ts';
import { resetDialog } from './reset.ts';
import { signUpDialog } from './signUp.ts';
import { supportDialog } from './support.ts';
import { portalsFor, type Turn } from './turn.ts';
import { twoFactorDialog, twoFactorNews } from './twoFactor.ts';

/** Longer messages are no sentences: they are not searched for words. */
const longestText = 2_000;

/** Decides what a turn means: an answer to the card that stands, a word that is always heard, or a procedure to start. */
export type Root = {
  /** A message or a pressed button. */
  heard(turn: Turn, dc: DialogContext, text: string): Promise<void>;
  /** Something happened elsewhere (ALL-12). */
  happened(turn: Turn, dc: DialogContext, event: ChatEvent): Promise<void>;
  /** Somebody is there for the first time. */
  welcome(turn: Turn): Promise<void>;
};

/** Makes the root, and adds every procedure's dialog to the set. */
export function createRoot(dialogs: DialogSet, intents: ReturnType<typeof createIntents>): Root {
  for (const dialog of [
    signUpDialog(),
    resetDialog('signUp'),
    resetDialog('reset'),
    resetDialog('unlock'),
    forgotIdentifierDialog(),
    changePasswordDialog(),
    enrollDialog(),
    inviteDialog(),
    createOrganisationDialog(),
    addUserDialog(),
    removeUserDialog(),
    changeEmailDialog(),
    acceptInvitationDialog(),
    twoFactorDialog(),
    supportDialog(),
  ])
    dialogs.add(dialog);

  /** Drops what can no longer go on: a procedure or a portal that an update took away, or a portal that is not this person's to use. */
  const forget = (turn: Turn, dc: DialogContext): void => {
    const usable = portalsFor(turn).map(({ id }) => id);
    const kept = dc.stack.filter((instance) => dialogs.find(instance.id) && usable.includes(flowState(instance)?.data.portal ?? ''));
    dc.stack.splice(0, dc.stack.length, ...kept);
  };

  const running = (dc: DialogContext): { dialog: FlowDialog<{ portal: string }>; state: FlowState } | undefined => {
    const dialog = dc.activeDialog && dialogs.find(dc.activeDialog.id);
    const state = flowState(dc.activeDialog);
    return dialog instanceof FlowDialog && state ? { dialog, state } : undefined;
  };

  const runningLabel = (turn: Turn, dc: DialogContext): string | undefined => {
    const current = running(dc);
    return current && procedureLabel(turn.t, turn.core.portals.get(current.state.data.portal), current.dialog.flow.procedure);
  };

  const menu = async (turn: Turn, dc: DialogContext): Promise<void> => {
    const portals = portalsFor(turn);
    const portal = portals.find(({ id }) => id === turn.memory.portal) ?? (portals.length === 1 ? portals[0] : undefined);
    if (!portal) return await turn.show(portalsCard(turn.t, portals));
    // What only administrators can do is offered to them alone; by a sentence, somebody whose account is not known yet can still begin it (EX-10).
    const administers = (await turn.core.addUser.mine(turn.actor, portal)).some(({ role }) => role === 'administrator');
    const offered = procedures.filter(
      (procedure) =>
        dialogFor(procedure) && (procedure === 'support' || declares(portal, procedure)) && (administers || !forAdministrators.includes(procedure)),
    );
    await turn.show(
      menuCard(turn.t, portal, { offered, otherPortals: portals.length > 1, account: turn.actor.authenticated, running: running(dc)?.dialog.flow.procedure }),
    );
  };

  const dialogFor = (procedure: Procedure): boolean => isList(procedure) || dialogs.find(procedure) !== undefined;

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
    const current = running(dc);
    if (current) await current.dialog.again(dc);
    else await menu(turn, dc);
  };

  const speak = (turn: Turn, locale: Locale): void => {
    turn.memory.locale = locale;
    turn.t = translate(locale);
    turn.actor = { ...turn.actor, locale };
  };

  const pressed = async (turn: Turn, dc: DialogContext, verb: string, inputs: Readonly<Record<string, string>>, nonce: string): Promise<void> => {
    const current = running(dc);
    if (current && nonce === current.state.nonce) return void (await dc.continueDialog());
    if (
      (await decisions(turn, verb, inputs)) ||
      (await invitations(turn, verb, inputs)) ||
      (await accounts(turn, verb, inputs)) ||
      (await feedback(turn, verb, inputs))
    )
      return;
    const [procedure = '', step] = verb.split('.');
    const portal = portalsFor(turn).find(({ id }) => id === inputs.portal);
    if (step === 'start' && isProcedure(procedure)) return await start(turn, dc, procedure, inputs.portal);
    if (verb === 'portal.choose' && portal) {
      turn.memory.portal = portal.id;
      const wanted = inputs.procedure ?? '';
      return isProcedure(wanted) ? await start(turn, dc, wanted, portal.id) : await menu(turn, dc);
    }
    if (verb === 'menu.show') return await menu(turn, dc);
    if (verb === 'menu.portals') return await turn.show(portalsCard(turn.t, portalsFor(turn)));
    if (verb === 'language.fr' || verb === 'language.en') {
      speak(turn, verb === 'language.fr' ? 'fr' : 'en');
      return await again(turn, dc);
    }
    if (verb === 'root.continue') return await again(turn, dc);
    // The button that ended a procedure, pressed twice or delivered again: how it ended is not to be lost.
    if (nonce === turn.memory.ended?.nonce) return await turn.show(turn.memory.ended.card);
    // The card before this one, pressed twice or delivered again: what it asked for is already there.
    if (current && nonce === current.state.previous) return await again(turn, dc);
    await turn.show(staleCard(turn.t, current !== undefined));
  };

  const said = async (turn: Turn, dc: DialogContext, text: string): Promise<void> => {
    if (text.length > longestText) return await turn.say(turn.t('text.tooLong'));
    const intent = intents(text);
    const current = running(dc);
    const spoken = spokenIn(text);
    if (spoken && spoken !== turn.t.locale) speak(turn, spoken);
    if (intent.language) {
      speak(turn, intent.language);
      await turn.say(turn.t('language.switched'));
      return await again(turn, dc);
    }
    const field = current?.dialog.flow.steps[current.state.step]?.text;
    switch (isToldAs(field?.input, text) ? 'none' : intent.procedure) {
      case 'cancel':
        return await (current ? leave(dc, turn, current) : nothingToLeave(turn, dc));
      case 'menu':
        return await menu(turn, dc);
      case 'account':
        return void (await accounts(turn, 'account.show', {}));
      case 'help':
        return await turn.show(helpCard(turn.t, runningLabel(turn, dc)));
      case 'restart':
        if (!current) return await menu(turn, dc);
        return void (await dc.replaceDialog(current.dialog.id, { portal: current.state.data.portal }));
    }
    // An address or a code is an answer whatever else it says; a word that starts a procedure is not; any other word, or a comment, is.
    const asked = intent.confident && isProcedure(intent.procedure) ? intent.procedure : undefined;
    if (
      current &&
      field &&
      text.trim() !== '' &&
      (isValue(text) || (!asked && intent.nothing !== 'smallTalk' && (isOneWord(text) || field.input === 'comment')))
    ) {
      const answer = { verb: `${current.dialog.flow.procedure}.${field.press}`, nonce: current.state.nonce, inputs: { [field.input]: text.trim() } };
      return await answered(turn, dc, answer);
    }
    if (asked) return await start(turn, dc, asked, intent.portal, intent.likely);
    if (intent.nothing) {
      await turn.say(turn.t(intent.nothing === 'smallTalk' ? 'text.smallTalk' : 'text.foreign'));
      return await again(turn, dc);
    }
    if (intent.portal && intent.nearest.length === 0) {
      turn.memory.portal = intent.portal;
      return await menu(turn, dc);
    }
    const portal = portalsFor(turn).find(({ id }) => id === (intent.portal ?? turn.memory.portal));
    if (intent.nearest.length > 0) return await turn.show(nearestCard(turn.t, portal, intent.nearest));
    await turn.core.unheard.keep(text, turn.t.locale);
    await turn.say(turn.t('text.notUnderstood'));
    await again(turn, dc);
  };

  const nothingToLeave = async (turn: Turn, dc: DialogContext): Promise<void> => {
    await turn.say(turn.t('cancelled.nothing'));
    await menu(turn, dc);
  };

  const tell = async (turn: Turn, dc: DialogContext, event: ChatEvent): Promise<void> => {
    const portal = turn.core.portals.get(event.portal);
    if (!portal) return;
    if ((await tellRequester(turn, event)) || (await tellInviter(turn, event))) return;
    if (await running(dc)?.dialog.happened(dc, event)) return;
    // The procedure that waited for it was left: the page goes on without this chat.
    if (event.name === 'accountProven') return;
    if (event.name === 'organisationCreated') return await turn.show(createdElsewhere(turn, portal, event));
    const end = twoFactorNews(turn, event) ?? doneFor(turn, portal);
    // Nobody asked for it here: it is news, and no procedure's end.
    if (event.name === 'twoFactorChanged') return await turn.show(end);
    const procedure = event.procedure ?? '';
    await (isProcedure(procedure) ? showEnd(turn, end, { portal: portal.id, procedure }) : turn.show(end));
  };

  return {
    heard: async (turn, dc, text) => {
      forget(turn, dc);
      // What no message could bring is said first, at the next message (ALL-12).
      if (!turn.answer) for (const event of await turn.core.takeHeld(turn.actor.person)) await tell(turn, dc, event);
      if (turn.answer) await pressed(turn, dc, turn.answer.verb, turn.answer.inputs, turn.answer.nonce);
      else await said(turn, dc, text);
    },
    happened: tell,
    welcome: (turn) => turn.show(welcomeCard(turn.t, portalsFor(turn))),
  };
}

/** Leaves the running procedure; what it had interrupted goes on. */
async function leave(dc: DialogContext, turn: Turn, { dialog, state }: { dialog: FlowDialog<{ portal: string }>; state: FlowState }): Promise<void> {
  await answered(turn, dc, { verb: `${dialog.flow.procedure}.cancel`, nonce: state.nonce, inputs: {} });
}

/** Lets a text, or a word such as «annuler», stand for a button of the card that is there. */
const answered = async (turn: Turn, dc: DialogContext, answer: Turn['answer']): Promise<void> => {
  turn.answer = answer;
  await dc.continueDialog();
};

const isProcedure = (name: string): name is Procedure => procedures.some((procedure) => procedure === name);

/** What can be done with the users of one's organisation (EX-6 to EX-8, OU-7). */
const forAdministrators: readonly Procedure[] = ['addUser', 'removeUser'];

/** Whether the profile has a procedure. */
const declares = ({ procedures: declared }: Portal, procedure: Exclude<Procedure, 'support'>): boolean => declared[procedure] !== undefined;

/** Support is everywhere, and a reset unlocks wherever there is one (EX-3). */
const offers = (portal: Portal, procedure: Procedure): boolean =>
  procedure === 'support' || declares(portal, procedure) || (procedure === 'unlock' && portal.procedures.reset !== undefined);

/** Whether a text is told for a comment, whatever it seems to ask of the conversation: commands are short. */
const isToldAs = (input: string | undefined, text: string): boolean => input === 'comment' && text.trim().split(/\s+/).length > 4;
/** Lists of one's own, over all portals: nothing runs while they are shown. */
const isList = (procedure: Procedure): boolean => procedure === 'decide' || procedure === 'myRequests';

const isOneWord = (text: string): boolean => !/\s/.test(text.trim());

const isValue = (text: string): boolean => (isOneWord(text) && /[@\d]/.test(text)) || /^\d[\d\s-]{4,8}\d$/.test(text.trim());
