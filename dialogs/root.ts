import type { DialogContext, DialogSet } from 'botbuilder-dialogs';
import { portalsCard, welcomeCard } from '../cards/menu.ts';
import { staleCard } from '../cards/notice.ts';
import { readGiven } from '../core/conversation/index.ts';
import type { ChatEvent } from '../core/foundation/outbox/job.ts';
import { absences, tellAbsence } from './access/absence.ts';
import { decisions, tellRequester } from './access/decide.ts';
import { enrollDialog } from './access/enroll.ts';
import { enrollForDialog } from './access/enrollFor.ts';
import { reviews, tellReviewed } from './access/reviews.ts';
import { accounts } from './account/account.ts';
import { createBegin, isProcedure } from './begin.ts';
import { speak } from './conversation/commands.ts';
import { feedback, showEnd } from './conversation/feedback.ts';
import { addUserDialog } from './establishments/addUser.ts';
import { changeEmailDialog, replacements } from './establishments/changeEmail.ts';
import { removeUserDialog } from './establishments/removeUser.ts';
import { acceptInvitationDialog } from './invitations/acceptInvitation.ts';
import { invitations, tellInviter } from './invitations/invitations.ts';
import { inviteDialog } from './invitations/invite.ts';
import { createdElsewhere, createdIn, createOrganisationDialog } from './organisations/createOrganisation.ts';
import { organisationDecided } from './organisations/decided.ts';
import { changePasswordDialog } from './passwords/changePassword.ts';
import { forgotIdentifierDialog } from './passwords/forgotIdentifier.ts';
import { doneFor } from './passwords/mailed.ts';
import { passwordEndsNews } from './passwords/passwordEnds.ts';
import { resetDialog } from './passwords/reset.ts';
import { signUpDialog } from './passwords/signUp.ts';
import { forget, nameOf, running, takesUp } from './running.ts';
import { twoFactorDialog, twoFactorNews } from './signIn/twoFactor.ts';
import { supportDialog } from './support/support.ts';
import { createText, type Reading } from './text.ts';
import { portalsFor, type Turn } from './turn.ts';

/** Decides what a turn means: an answer to the current card, a command that works at any point, or a procedure to start. */
export type Root = {
  /** Handles a message or a pressed button. */
  heard(turn: Turn, dc: DialogContext, text: string): Promise<void>;
  /** Handles an event from elsewhere (ALL-12). */
  happened(turn: Turn, dc: DialogContext, event: ChatEvent): Promise<void>;
  /** Greets a newcomer. */
  welcome(turn: Turn): Promise<void>;
};

/** Creates the root and adds the dialogs of all procedures to the set. */
export function createRoot(dialogs: DialogSet, reading: Reading): Root {
  for (const dialog of [
    signUpDialog(),
    resetDialog('signUp'),
    resetDialog('reset'),
    resetDialog('unlock'),
    forgotIdentifierDialog(),
    changePasswordDialog(),
    enrollDialog(),
    enrollForDialog(),
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

  const begin = createBegin(dialogs);
  const said = createText(dialogs, reading, begin, (...button) => pressed(...button));
  const { menu, start, again } = begin;

  const pressed = async (turn: Turn, dc: DialogContext, verb: string, inputs: Readonly<Record<string, string>>, nonce: string): Promise<void> => {
    const current = running(dialogs, dc);
    if (current && nonce === current.state.nonce) return void (await dc.continueDialog());
    if (
      (await decisions(turn, verb, inputs)) ||
      (await absences(turn, verb, inputs)) ||
      (await reviews(turn, verb, inputs)) ||
      (await invitations(turn, verb, inputs)) ||
      (await accounts(turn, verb, inputs)) ||
      (await replacements(turn, verb, inputs)) ||
      (await feedback(turn, verb, inputs))
    )
      return;
    const [procedure = '', step] = verb.split('.');
    const portal = portalsFor(turn).find(({ id }) => id === inputs.portal);
    if (step === 'start' && isProcedure(procedure)) {
      const { groups, told } = inputs;
      const said = procedure === 'enroll' && portal && groups !== undefined ? readGiven({ groups: { [portal.id]: groups.split(',') } }) : undefined;
      return await start(turn, dc, procedure, { wanted: inputs.portal, comment: told, ...(said && { said }) });
    }
    if (verb === 'portal.choose' && portal) {
      turn.memory.portal = portal.id;
      const wanted = inputs.procedure ?? '';
      const { offered } = turn.memory;
      const said = offered && 'portals' in offered && offered.procedure === wanted ? offered.said : undefined;
      return isProcedure(wanted) ? await start(turn, dc, wanted, { wanted: portal.id, said }) : await menu(turn, dc);
    }
    if (verb === 'menu.show') return await menu(turn, dc);
    if (verb === 'menu.portals') return await turn.show(portalsCard(turn.t, portalsFor(turn)));
    if (verb === 'language.fr' || verb === 'language.en') {
      speak(turn, verb === 'language.fr' ? 'fr' : 'en');
      return await again(turn, dc);
    }
    if (verb === 'root.takeUp' && takesUp(dialogs, turn, dc)) return await again(turn, dc);
    if (verb === 'root.continue') {
      turn.memory.interrupted = undefined;
      return await again(turn, dc);
    }
    // The button that ended a procedure was pressed twice or redelivered: show again how it ended.
    if (nonce === turn.memory.ended?.nonce) return await turn.show(turn.memory.ended.card);
    // A button of the previous card was pressed twice or redelivered: what it asked for is already shown.
    if (current && nonce === current.state.previous) return await again(turn, dc);
    await turn.show(staleCard(turn.t, current !== undefined));
  };

  const tell = async (turn: Turn, dc: DialogContext, event: ChatEvent): Promise<void> => {
    const portal = turn.core.portals.get(event.portal);
    if (!portal) return;
    organisationDecided(turn, dc, event);
    if ((await tellRequester(turn, event)) || (await tellReviewed(turn, event)) || (await tellAbsence(turn, event)) || (await tellInviter(turn, event))) return;
    if (await running(dialogs, dc)?.dialog.happened(dc, event)) return;
    // The user left the procedure that waited for this. The page goes on without the chat.
    if (event.name === 'accountProven') return;
    if (event.name === 'organisationCreated') {
      // Its mail can be asked for again where nothing else is in front.
      const waits = event.mailed !== undefined && running(dialogs, dc) === undefined;
      if (waits) return void (await dc.beginDialog('createOrganisation', { portal: portal.id, ...createdIn(event) }));
      return await turn.show(createdElsewhere(turn, portal, event));
    }
    // Nobody asked for this here: it is news, not the end of a procedure.
    const news = twoFactorNews(turn, event) ?? passwordEndsNews(turn, event);
    if (news) return await turn.show(news);
    const end = await doneFor(turn, portal, event.request);
    const procedure = event.procedure ?? '';
    await (isProcedure(procedure) ? showEnd(turn, end, { portal: portal.id, procedure }) : turn.show(end));
  };

  return {
    heard: async (turn, dc, text) => {
      forget(dialogs, turn, dc);
      const under = running(dialogs, dc);
      turn.under = under && { nonce: under.state.nonce, portal: under.state.data.portal, procedure: under.dialog.flow.procedure, named: nameOf(turn, under) };
      // Events that could not be delivered are told first, at the user's next message (ALL-12).
      if (!turn.answer) for (const event of await turn.core.conversation.takeHeld(turn.actor.person)) await tell(turn, dc, event);
      if (turn.answer) await pressed(turn, dc, turn.answer.verb, turn.answer.inputs, turn.answer.nonce);
      else if (turn.attachment && text.trim() === '') {
        await turn.say(turn.t(`talk.attachment.${turn.attachment}`));
        if (running(dialogs, dc)) await again(turn, dc);
      } else await said(turn, dc, text);
    },
    happened: tell,
    welcome: (turn) => turn.show(welcomeCard(turn.t, portalsFor(turn))),
  };
}
