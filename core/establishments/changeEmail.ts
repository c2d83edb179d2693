import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import { identifierKey, parseEmail } from '../foundation/identifiers.ts';
import { type Outcome, refuse } from '../foundation/outcome.ts';
import { newId } from '../foundation/secrets.ts';
import { findInvitation, type InvitationStatus, statusAt } from '../invitations/index.ts';
import { administered, rightsOfMember } from '../members/index.ts';
import type { Portal } from '../portal/index.ts';
import { createInviteUser, type UserInvited } from './inviteUser.ts';
import { createRemoveUser } from './removeUser.ts';
import { membersWith } from './userPages.ts';

/** The old user and the new one. */
export type Replacing = {
  readonly organisationId: string;
  readonly old: string;
  readonly email: string;
  readonly givenName: string;
  readonly familyName: string;
};

/** A replacement that goes on, however long the new user takes. */
export type Replacement = {
  readonly id: string;
  readonly old: string;
  readonly email: string;
  readonly organisation: string;
  /** Of the new user's invitation. */
  readonly status: InvitationStatus;
};

/** What takes the place of changing the address that one signs in with (EX-5): a new user, and, once they have accepted, the old one deleted. */
export type ChangeEmail = {
  /** Invites the new user with the rights of the old one. Refuses with `changeEmail.old`, or as inviting does. */
  replace(actor: Actor, portal: Portal, who: Replacing): Promise<Outcome<UserInvited>>;
  /** The newest replacement that this person has begun and not ended; with `invitation`, the one that it belongs to. */
  open(actor: Actor, portal: Portal, invitation?: string): Promise<Replacement | undefined>;
  /** Deletes the old user. Refuses with `changeEmail.waits` before the new one has accepted, or as deleting does. */
  finish(actor: Actor, portal: Portal, id: string): Promise<Outcome<{ name: string; organisation: string }>>;
  /** Goes no further: the old user stays. */
  leave(actor: Actor, portal: Portal, id: string): Promise<void>;
};

/** Makes the replacement of users. */
export function createChangeEmail(dependencies: Dependencies): ChangeEmail {
  const { db, clock } = dependencies;
  const { invite } = createInviteUser(dependencies);
  const { remove } = createRemoveUser(dependencies);

  const mine = (actor: Actor, portal: Portal) =>
    db
      .selectFrom('replacement')
      .innerJoin('organisation', 'organisation.id', 'replacement.organisationId')
      .leftJoin('account', 'account.id', 'replacement.accountId')
      .select(['replacement.id', 'replacement.organisationId', 'accountId', 'invitationId', 'organisation.name', 'account.identifier'])
      .where('person', '=', actor.person)
      .where('replacement.portal', '=', portal.id)
      .where('replacement.status', '=', 'open');

  const end = async (id: string, status: 'done' | 'left'): Promise<void> =>
    void (await db.updateTable('replacement').set({ status, endedAt: clock() }).where('id', '=', id).where('status', '=', 'open').execute());

  return {
    replace: async (actor, portal, { organisationId, old, ...user }) => {
      const address = parseEmail(old, 'old');
      if (!address.ok) return address;
      if (!(await administered(db, actor, portal, organisationId))) return refuse({ key: 'addUser.notAdministrator' });
      const key = identifierKey(address.value);
      const member = await membersWith(db, organisationId)
        .where((row) => row.or([row('account.identifierKey', '=', key), row('account.emailKey', '=', key)]))
        .executeTakeFirst();
      if (!member) return refuse({ key: 'changeEmail.old', field: 'old' });
      const begun = { portal: portal.id, organisationId, accountId: member.accountId, person: actor.person, status: 'open', createdAt: clock(), endedAt: null };
      // With its invitation or not at all.
      return await invite(actor, portal, organisationId, user, rightsOfMember(portal, member), (tx, invitationId) =>
        tx
          .insertInto('replacement')
          .values({ id: newId(), invitationId, ...begun })
          .execute(),
      );
    },

    open: async (actor, portal, invitation) => {
      if (!actor.authenticated) return undefined;
      const row = await mine(actor, portal)
        .$if(invitation !== undefined, (some) => some.where('invitationId', '=', invitation ?? ''))
        .orderBy('replacement.createdAt', 'desc')
        .limit(1)
        .executeTakeFirst();
      const sent = row && (await findInvitation(db, row.invitationId));
      return row && sent && { id: row.id, old: row.identifier ?? '', email: sent.email, organisation: row.name, status: statusAt(sent, clock()) };
    },

    finish: async (actor, portal, id) => {
      const row = await mine(actor, portal).where('replacement.id', '=', id).executeTakeFirst();
      const sent = row && (await findInvitation(db, row.invitationId));
      if (sent?.status !== 'accepted') return refuse({ key: 'changeEmail.waits' });
      const removed = await remove(actor, portal, row?.organisationId ?? '', row?.accountId ?? '');
      if (removed.ok || removed.refusals[0].key === 'users.gone') await end(id, 'done');
      return removed;
    },

    leave: async (actor, portal, id) => {
      if (await mine(actor, portal).where('replacement.id', '=', id).executeTakeFirst()) await end(id, 'left');
    },
  };
}
