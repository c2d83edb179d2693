import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { parseEmail } from '../foundation/identifiers.ts';
import { accept, type Outcome, type Refusal, refuse } from '../foundation/outcome.ts';
import { invitedAccount, inviteOne, type NotInvited } from '../invitations/index.ts';
import { type Administered, administered, establishmentOf, knownRights } from '../members/index.ts';
import type { Portal } from '../portal/index.ts';
import { type NewUser, readUser } from './addUser.ts';

/** Whom an administrator invites: a new user by name (EX-6), or one of another establishment by address alone (EX-8). */
export type InvitedUser = Pick<NewUser, 'email'> & Partial<NewUser>;

/** What was sent. */
export type UserInvited = { readonly email: string; readonly organisation: string; readonly invitation: string };

/** Inviting somebody into an establishment. */
export type InviteUser = {
  /** The establishment with this identifier (EX-8). Refuses with `users.establishment`, in the same words whether it is there or not. */
  establishment(actor: Actor, portal: Portal, identifier: string): Promise<Outcome<Administered>>;
  /** Checks what was typed of somebody: as names and addresses are refused. */
  read(user: InvitedUser): Outcome<InvitedUser>;
  /**
   * Mails the invitation; access begins once it is accepted from that address. The same words, whether they have an account elsewhere or not (ALL-4).
   * Refuses with `addUser.notAdministrator`, `addUser.member`, `users.invited`, `users.noRights`, `addUser.limit`, or as `read` does.
   */
  invite(
    actor: Actor,
    portal: Portal,
    organisationId: string,
    user: InvitedUser,
    rights: readonly string[],
    /** What is written down with it, or not at all. */
    also?: (tx: Tx, invitation: string) => Promise<unknown>,
  ): Promise<Outcome<UserInvited>>;
};

const refusals: Readonly<Record<NotInvited, Refusal>> = {
  access: { key: 'addUser.member', field: 'email' },
  invited: { key: 'users.invited', field: 'email' },
  limit: { key: 'addUser.limit' },
  inviter: { key: 'addUser.notAdministrator' },
};

/** Makes the inviting of users. */
export function createInviteUser(dependencies: Dependencies): InviteUser {
  const { db, clock, directory } = dependencies;

  const read: InviteUser['read'] = (user) => {
    const { email, givenName, familyName } = user;
    if (givenName !== undefined && familyName !== undefined) return readUser({ email, givenName, familyName });
    const address = parseEmail(email);
    return address.ok ? accept({ email: address.value }) : address;
  };

  return {
    read,

    establishment: async (actor, portal, identifier) => {
      const found = await establishmentOf(db, actor, portal, identifier);
      return found ? accept(found) : refuse({ key: 'users.establishment', field: 'establishment' });
    },

    invite: async (actor, portal, organisationId, user, chosen, also) => {
      const now = clock();
      const known = read(user);
      if (!known.ok) return known;
      const rights = knownRights(portal, chosen).map(({ id }) => id);
      if (rights.length === 0) return refuse({ key: 'users.noRights', field: 'rights' });
      const { email, givenName = '', familyName = '' } = known.value;
      // The directory is asked before the transaction, for an address that leads nowhere too.
      const account = await invitedAccount(dependencies, portal, email);
      const record = { at: now, actor, portal: portal.id, action: 'addUser.invited', subject: `organisation:${organisationId}` };
      const by = await administered(db, actor, portal, organisationId);
      const inviter = by && (await directory.get(portal.id, by.accounts[0]));
      if (!by || !inviter) {
        await audit(db, { ...record, outcome: 'addUser.notAdministrator' });
        return refuse({ key: 'addUser.notAdministrator' });
      }
      const shared = {
        company: { name: by.name },
        rights,
        inviterName: `${inviter.givenName} ${inviter.familyName}`.trim(),
        inviterEmail: inviter.email,
        into: { organisationId, accountId: inviter.id },
      };
      const invitee = { email, givenName, familyName };
      const done = await db.transaction().execute(async (tx) => {
        const sent = await inviteOne(tx, dependencies, portal, { known: { invitee, account }, shared, actor, now });
        if (typeof sent !== 'string') await also?.(tx, sent.invitation);
        return sent;
      });
      dependencies.wake();
      return typeof done === 'string' ? refuse(refusals[done]) : accept({ email, organisation: by.name, invitation: done.invitation });
    },
  };
}
