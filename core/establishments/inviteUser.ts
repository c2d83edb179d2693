import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { emailKey, parseEmail } from '../foundation/identifiers.ts';
import { accept, type Outcome, type Refusal, refuse } from '../foundation/outcome.ts';
import { idOfClick, newId } from '../foundation/secrets.ts';
import { findInvitation, invitedAccount, inviteOne, type NotInvited } from '../invitations/index.ts';
import {
  type AdministeredOrganisation,
  administeredOrganisation,
  establishmentOf,
  knownRights,
  pastFactor,
  roleFor,
  standingOfPerson,
} from '../members/index.ts';
import type { Portal } from '../portal/index.ts';
import { type NewUser, readUser } from './addUser.ts';
import { tellAdministrator } from './tellAdministrator.ts';

/** A person to invite: a new user with names (EX-6), or a user of another establishment by address alone (EX-8). */
export type UserToInvite = Pick<NewUser, 'email'> & Partial<NewUser>;

/** The invitation that was sent. */
export type SentUserInvitation = { readonly email: string; readonly organisation: string; readonly invitation: string };

/** Inviting users into an establishment. */
export type InviteUser = {
  /** The establishment with this identifier (EX-8). Refuses with `users.establishment`, in the same words whether or not it exists. */
  establishment(actor: Actor, portal: Portal, identifier: string): Promise<Outcome<AdministeredOrganisation>>;
  /** Checks a typed address and names. Refuses as `readUser`. */
  read(user: UserToInvite): Outcome<UserToInvite>;
  /**
   * Mails the invitation. Access begins once it is accepted from that address. The answer is the same whether or not they have an account elsewhere
   * (ALL-4).
   * Refuses with `addUser.notAdministrator`, `factor.needed`, `addUser.member`, `users.invited`, `users.noRights`, `addUser.limit`, or as `read`.
   */
  invite(
    actor: Actor,
    portal: Portal,
    organisationId: string,
    user: UserToInvite,
    rights: readonly string[],
    how?: {
      /** Names the click: made again, because its answer was lost, it finds the invitation that it sent. */
      readonly click?: string;
      /** Runs in the transaction that sends it. */
      readonly alongside?: (tx: Tx, invitation: string) => Promise<unknown>;
    },
  ): Promise<Outcome<SentUserInvitation>>;
};

const refusals: Readonly<Record<NotInvited, Refusal>> = {
  access: { key: 'addUser.member', field: 'email' },
  invited: { key: 'users.invited', field: 'email' },
  limit: { key: 'addUser.limit' },
  inviter: { key: 'addUser.notAdministrator' },
};

/** Creates the inviting of users. */
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
      const found = await establishmentOf(dependencies, actor, portal, identifier);
      return found ? accept(found) : refuse({ key: 'users.establishment', field: 'establishment' });
    },

    invite: async (actor, portal, organisationId, user, chosen, { click, alongside } = {}) => {
      const now = clock();
      const known = read(user);
      if (!known.ok) return known;
      const rights = knownRights(portal, chosen).map(({ id }) => id);
      if (rights.length === 0) return refuse({ key: 'users.noRights', field: 'rights' });
      const { email, givenName = '', familyName = '' } = known.value;
      // Asks the directory before the transaction, also for an address without an account.
      const account = await invitedAccount(dependencies, portal, email);
      const record = { at: now, actor, portal: portal.id, action: 'addUser.invited', subject: `organisation:${organisationId}` };
      const standing = await standingOfPerson(dependencies, actor, portal);
      const by = await administeredOrganisation(db, actor, portal, organisationId, standing);
      const [acting] = by ? await pastFactor(db, actor, by.accounts, now) : [];
      const inviter = by && (await directory.get(portal.id, acting ?? by.accounts[0]));
      if (!by || !inviter || inviter.disabled) {
        await audit(db, { ...record, outcome: 'addUser.notAdministrator' });
        return refuse({ key: 'addUser.notAdministrator' });
      }
      if (acting === undefined) {
        await audit(db, { ...record, outcome: 'factor.needed' });
        return refuse({ key: 'factor.needed' });
      }
      const id = click === undefined ? newId() : idOfClick(click, organisationId, emailKey(email));
      if (await findInvitation(db, id)) return accept({ email, organisation: by.name, invitation: id });
      const content = {
        company: { name: by.name },
        rights,
        inviterName: `${inviter.givenName} ${inviter.familyName}`.trim(),
        inviterEmail: inviter.email,
        into: { organisationId, accountId: inviter.id },
      };
      const invitee = { email, givenName, familyName, account };
      const result = await db.transaction().execute(async (tx) => {
        const sent = await inviteOne(tx, dependencies, portal, { id, invitee, content, right: { portal: { ...portal, staffed: true }, standing }, actor, now });
        if (typeof sent !== 'string') await alongside?.(tx, sent.invitation);
        if (typeof sent !== 'string' && roleFor(portal, chosen).role === 'administrator')
          await tellAdministrator(tx, dependencies, portal, { actor, acting, by, deed: 'invited', whom: email, now });
        return sent;
      });
      dependencies.wake();
      return typeof result === 'string' ? refuse(refusals[result]) : accept({ email, organisation: by.name, invitation: result.invitation });
    },
  };
}
