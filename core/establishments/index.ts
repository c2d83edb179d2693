import type { Dependencies } from '../dependencies.ts';
import { type AddUser, createAddUser } from './addUser.ts';
import { type ChangeEmail, createChangeEmail } from './changeEmail.ts';
import { createInviteUser, type InviteUser } from './inviteUser.ts';
import { createLocalSupport, type LocalSupport } from './localSupport.ts';
import { createUsers, type Users } from './users.ts';

export type { Replacement } from './changeEmail.ts';
export type { User, UserPage } from './users.ts';

/** The users of an organisation or establishment, as its administrators manage them. */
export type Establishments = {
  /** Adds a user at once. */
  readonly addUser: AddUser;
  /** Adds a user once they have accepted an invitation. */
  readonly inviteUser: InviteUser;
  /** Finds and removes users, and changes their rights. */
  readonly users: Users;
  readonly changeEmail: ChangeEmail;
  readonly localSupport: LocalSupport;
};

/** Creates the establishments room. */
export const createEstablishments = (dependencies: Dependencies): Establishments => ({
  addUser: createAddUser(dependencies),
  inviteUser: createInviteUser(dependencies),
  users: createUsers(dependencies),
  changeEmail: createChangeEmail(dependencies),
  localSupport: createLocalSupport(dependencies),
});
