import { type AcceptInvitation, createAcceptInvitation } from './acceptInvitation.ts';
import { createSessionHoldings, type SessionHoldings } from './account/holdings.ts';
import { createSecurityEvents, type SecurityEvents } from './account/securityEvents.ts';
import { type AddUser, createAddUser } from './addUser.ts';
import { type AnswerOnce, createAnswerOnce } from './answerOnce.ts';
import { type Approval, createApproval } from './approval.ts';
import { type ChangeEmail, createChangeEmail } from './changeEmail.ts';
import { type ChangePassword, createChangePassword } from './changePassword.ts';
import { type ChatCode, createChatCode } from './chatCode.ts';
import { createDecisionPage, type DecisionPage } from './decisionPage.ts';
import { createEnrollment, type Enrollment } from './enrollment.ts';
import { createFeedback, type Feedback } from './feedback.ts';
import { createForgotIdentifier, type ForgotIdentifier } from './forgotIdentifier.ts';
import type { Locale } from './i18n.ts';
import { createInvitationPages, type InvitationPages } from './invitationPage.ts';
import { createInvite, type Invite } from './invite.ts';
import { createInviteUser, type InviteUser } from './inviteUser.ts';
import { createOrganisations, type Organisations } from './organisation.ts';
import { createOrganisationProof, type OrganisationProof } from './organisationProof.ts';
import { createTakeHeld, type TakeHeld } from './outbox/held.ts';
import { createOwnAccounts, type OwnAccounts } from './ownAccounts.ts';
import type { Parts } from './parts.ts';
import { type Encounter, known, meet, speaks } from './people.ts';
import type { Portal } from './portal.ts';
import { createProof, type Proof } from './proof.ts';
import { createPublicPages, type PublicPages } from './publicPages.ts';
import { createReset, type Reset } from './reset.ts';
import { createSessions, type Sessions } from './sessions.ts';
import { createSetPassword, type SetPassword } from './setPassword.ts';
import { createPageSignIn, type PageSignIn } from './signIn/pageSignIn.ts';
import { createSecondStep, type SecondStep } from './signIn/secondStep.ts';
import { createSignIn, type SignIn } from './signIn.ts';
import { createSignUp, type SignUp } from './signUp.ts';
import { createSupport, type Support } from './support.ts';
import { createTwoFactor, type TwoFactor } from './twoFactor.ts';
import { keep } from './unheard.ts';
import { createLocalSupport, type LocalSupport } from './users/localSupport.ts';
import { createUsers, type Users } from './users.ts';

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
