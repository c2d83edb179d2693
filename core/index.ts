import { type Approval, createApproval } from './access/decide.ts';
import { createDecisionPage, type DecisionPage } from './access/decidePage.ts';
import { createEnrollment, type Enrollment } from './access/enroll.ts';
import { createSessionHoldings, type SessionHoldings } from './account/holdings.ts';
import { createOwnAccounts, type OwnAccounts } from './account/ownAccounts.ts';
import { createSecurityEvents, type SecurityEvents } from './account/securityEvents.ts';
import { type AnswerOnce, createAnswerOnce } from './conversation/answerOnce.ts';
import { createFeedback, type Feedback } from './conversation/feedback.ts';
import { keep } from './conversation/notUnderstood.ts';
import type { Parts } from './dependencies.ts';
import { createProof, type Proof } from './directory/proof.ts';
import { type AddUser, createAddUser } from './establishments/addUser.ts';
import { type ChangeEmail, createChangeEmail } from './establishments/changeEmail.ts';
import { createInviteUser, type InviteUser } from './establishments/inviteUser.ts';
import { createLocalSupport, type LocalSupport } from './establishments/localSupport.ts';
import { createUsers, type Users } from './establishments/users.ts';
import type { Locale } from './foundation/i18n.ts';
import { createTakeHeld, type TakeHeld } from './foundation/outbox/held.ts';
import { type Encounter, known, meet, speaks } from './foundation/people.ts';
import { type AcceptInvitation, createAcceptInvitation } from './invitations/acceptInvitation.ts';
import { createInvitationPages, type InvitationPages } from './invitations/invitationPage.ts';
import { createInvite, type Invite } from './invitations/invite.ts';
import { createOrganisations, type Organisations } from './organisations/createOrganisation.ts';
import { createOrganisationProof, type OrganisationProof } from './organisations/organisationProof.ts';
import { type ChangePassword, createChangePassword } from './passwords/changePassword.ts';
import { type ChatCode, createChatCode } from './passwords/chatCode.ts';
import { createForgotIdentifier, type ForgotIdentifier } from './passwords/forgotIdentifier.ts';
import { createPublicPages, type PublicPages } from './passwords/publicPages.ts';
import { createReset, type Reset } from './passwords/reset.ts';
import { createSetPassword, type SetPassword } from './passwords/setPassword.ts';
import { createSignUp, type SignUp } from './passwords/signUp.ts';
import type { Portal } from './portal/schema.ts';
import { createPageSignIn, type PageSignIn } from './signIn/pageSignIn.ts';
import { createSecondStep, type SecondStep } from './signIn/secondStep.ts';
import { createSessions, type Sessions } from './signIn/sessions.ts';
import { createSignIn, type SignIn } from './signIn/signIn.ts';
import { createTwoFactor, type TwoFactor } from './signIn/twoFactor.ts';
import { createSupport, type Support } from './support/handOver.ts';

/** Everything that is true, for dialogs and pages: the one object that they receive. */
export type Core = {
  readonly portals: ReadonlyMap<string, Portal>;
  readonly signUp: SignUp;
  readonly reset: Reset;
  readonly forgotIdentifier: ForgotIdentifier;
  readonly publicPages: PublicPages;
  readonly chatCode: ChatCode;
  readonly setPassword: SetPassword;
  readonly signIn: SignIn;
  readonly pageSignIn: PageSignIn;
  readonly sessions: Sessions;
  readonly changePassword: ChangePassword;
  readonly securityEvents: SecurityEvents;
  readonly holdings: SessionHoldings;
  readonly support: Support;
  readonly twoFactor: TwoFactor;
  readonly secondStep: SecondStep;
  readonly enrollment: Enrollment;
  readonly approval: Approval;
  readonly invite: Invite;
  readonly invitation: AcceptInvitation & { readonly page: InvitationPages };
  readonly decisionPage: DecisionPage;
  readonly addUser: AddUser;
  readonly inviteUser: InviteUser;
  readonly users: Users;
  readonly changeEmail: ChangeEmail;
  readonly localSupport: LocalSupport;
  readonly organisations: Organisations;
  readonly organisationProof: OrganisationProof;
  readonly proof: Proof;
  readonly feedback: Feedback;
  readonly people: {
    meet(encounter: Encounter): Promise<string>;
    known(encounter: Encounter): Promise<string | undefined>;
    speaks(person: string, locale: Locale): Promise<void>;
  };
  readonly ownAccounts: OwnAccounts;
  /** What was not understood, kept for the operator without personal data. */
  readonly unheard: { keep(text: string, locale: Locale): Promise<void> };
  readonly answerOnce: AnswerOnce;
  /** What could not be said in a person's chat when it happened, to be said now; told once (ALL-12). */
  readonly takeHeld: TakeHeld;
};

/** Puts the core together. Nothing in it knows Bot Framework, HTTP or Teams. */
export function createCore(parts: Parts): Core {
  const { db, clock } = parts;
  const approval = createApproval(parts);
  const signIn = createSignIn(parts);
  const support = createSupport(parts);
  const reset = createReset(parts);
  const forgotIdentifier = createForgotIdentifier(parts);
  return {
    portals: parts.portals,
    signUp: createSignUp(parts),
    reset,
    forgotIdentifier,
    publicPages: createPublicPages(parts, reset, forgotIdentifier),
    chatCode: createChatCode(parts),
    setPassword: createSetPassword(parts),
    signIn,
    pageSignIn: createPageSignIn(parts, signIn),
    sessions: createSessions(parts),
    changePassword: createChangePassword(parts, signIn),
    support,
    twoFactor: createTwoFactor(parts, signIn),
    secondStep: createSecondStep(parts, support),
    securityEvents: createSecurityEvents(parts),
    holdings: createSessionHoldings(parts),
    enrollment: createEnrollment(parts),
    approval,
    invite: createInvite(parts),
    invitation: { ...createAcceptInvitation(parts), page: createInvitationPages(parts) },
    decisionPage: createDecisionPage(parts, approval),
    addUser: createAddUser(parts),
    inviteUser: createInviteUser(parts),
    users: createUsers(parts),
    changeEmail: createChangeEmail(parts),
    localSupport: createLocalSupport(parts),
    organisations: createOrganisations(parts),
    organisationProof: createOrganisationProof(parts),
    proof: createProof(parts),
    feedback: createFeedback(parts),
    people: {
      meet: (encounter) => meet(db, clock, encounter),
      known: (encounter) => known(db, encounter),
      speaks: (person, locale) => speaks(db, person, locale),
    },
    ownAccounts: createOwnAccounts(parts),
    unheard: { keep: (text, locale) => keep(db, text, locale, clock()) },
    answerOnce: createAnswerOnce(db, clock),
    takeHeld: createTakeHeld(db, clock),
  };
}
