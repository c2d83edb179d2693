import { type Access, createAccess } from './access/index.ts';
import { createMyAccount, type MyAccount } from './account/index.ts';
import { type Applications, createApplications } from './applications/index.ts';
import { type Conversation, createConversation } from './conversation/index.ts';
import type { Dependencies } from './dependencies.ts';
import { createOwnership, type Ownership } from './directory/index.ts';
import { createEstablishments, type Establishments } from './establishments/index.ts';
import { createIdentities, type Identities } from './identities/index.ts';
import { createInvitations, type Invitations } from './invitations/index.ts';
import { createOrganisations, type Organisations } from './organisations/index.ts';
import { createPasswords, type Passwords } from './passwords/index.ts';
import type { Portal } from './portal/index.ts';
import { createSignIn, type SignIn } from './signIn/index.ts';
import { createSupport, type Support } from './support/index.ts';

/** The core, in rooms: the one object that dialogs and pages receive. */
export type Core = {
  readonly portals: ReadonlyMap<string, Portal>;
  readonly passwords: Passwords;
  readonly signIn: SignIn;
  readonly applications: Applications;
  readonly identities: Identities;
  readonly access: Access;
  readonly invitations: Invitations;
  readonly organisations: Organisations;
  readonly establishments: Establishments;
  readonly directory: Ownership;
  readonly account: MyAccount;
  readonly support: Support;
  readonly conversation: Conversation;
};

/** Builds the core. Nothing in it knows Bot Framework, HTTP or Teams. */
export function createCore(dependencies: Dependencies): Core {
  const support = createSupport(dependencies);
  const signIn = createSignIn(dependencies, support);
  return {
    portals: dependencies.portals,
    passwords: createPasswords(dependencies, support),
    applications: createApplications(dependencies),
    signIn,
    identities: createIdentities(dependencies, signIn.authenticate),
    access: createAccess(dependencies),
    invitations: createInvitations(dependencies),
    organisations: createOrganisations(dependencies),
    establishments: createEstablishments(dependencies),
    directory: createOwnership(dependencies),
    account: createMyAccount(dependencies),
    support,
    conversation: createConversation(dependencies),
  };
}
