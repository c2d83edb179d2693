import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { identifierKey, parseEmail } from '../foundation/identifiers.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import { newId } from '../foundation/secrets.ts';
import { findInvitation, type InvitationStatus, statusAt } from '../invitations/index.ts';
import { administeredOrganisation, pastFactor, rightsOfMember, standingOfPerson } from '../members/index.ts';
import type { Portal } from '../portal/index.ts';
import { createInviteUser, type SentUserInvitation } from './inviteUser.ts';
import { createRemoveUser } from './removeUser.ts';
import { shownMembers } from './userPages.ts';

/** The user to replace, and the new one. */
export type ReplacementRequest = {
  readonly organisationId: string;
  readonly old: string;
  readonly email: string;
  readonly givenName: string;
  readonly familyName: string;
  /** Names the click: made again, because its answer was lost, it invites nobody twice. */
  readonly click?: string;
};

/** A replacement under way. It stays open however long the new user takes. */
export type Replacement = {
  readonly id: string;
  readonly old: string;
  readonly email: string;
  readonly organisation: string;
  readonly organisationId: string;
  /** The status of the new user's invitation. */
  readonly status: InvitationStatus;
};

/** Replaces a user instead of changing the address that they sign in with (EX-5): invites a new user and, once they have accepted, deletes the old one. */
export type ChangeEmail = {
  /** Invites the new user with the rights of the old one. Refuses with `changeEmail.old` or as `invite`. */
  replace(actor: Actor, portal: Portal, request: ReplacementRequest): Promise<Outcome<SentUserInvitation>>;
  /** The newest open replacement that this person began, if they still administer its establishment; with `invitation`, the one of that invitation. */
  open(actor: Actor, portal: Portal, invitation?: string): Promise<Replacement | undefined>;
  /** Deletes the old user. Refuses with `changeEmail.waits` until the new one has accepted, or as `remove`. */
  finish(actor: Actor, portal: Portal, id: string): Promise<Outcome<{ name: string; organisation: string }>>;
  /** Abandons the replacement; the old user stays. */
  leave(actor: Actor, portal: Portal, id: string): Promise<void>;
};

/** Creates the replacement of users. */
export function createChangeEmail(dependencies: Dependencies): ChangeEmail {
  const { db, clock } = dependencies;
  const { invite } = createInviteUser(dependencies);
  const { remove } = createRemoveUser(dependencies);

  const replacementsOf = (actor: Actor, portal: Portal) =>
    db
      .selectFrom('replacement')
      .innerJoin('organisation', 'organisation.id', 'replacement.organisationId')
      .leftJoin('account', 'account.id', 'replacement.accountId')
      .select(['replacement.id', 'replacement.organisationId', 'accountId', 'invitationId', 'organisation.name', 'account.identifier', 'replacement.status'])
      .where('person', '=', actor.person)
      .where('replacement.portal', '=', portal.id);

  const openOf = (actor: Actor, portal: Portal) => replacementsOf(actor, portal).where('replacement.status', '=', 'open');

  const end = async (id: string, status: 'done' | 'left'): Promise<void> =>
    void (await db.updateTable('replacement').set({ status, endedAt: clock() }).where('id', '=', id).where('status', '=', 'open').execute());

  return {
    replace: async (actor, portal, { organisationId, old, click, ...user }) => {
      const address = parseEmail(old, 'old');
      if (!address.ok) return address;
      const standing = await standingOfPerson(dependencies, actor, portal);
      const by = await administeredOrganisation(db, actor, portal, organisationId, standing);
      if (!by) return refuse({ key: 'addUser.notAdministrator' });
      // Before anything is said of who is a user there.
      if ((await pastFactor(db, actor, by.accounts, clock())).length === 0) {
        const record = { at: clock(), actor, portal: portal.id, action: 'addUser.invited', subject: `organisation:${organisationId}` };
        await audit(db, { ...record, outcome: 'factor.needed' });
        return refuse({ key: 'factor.needed' });
      }
      const key = identifierKey(address.value);
      const member = await shownMembers(db, organisationId)
        .where((row) => row.or([row('account.identifierKey', '=', key), row('account.emailKey', '=', key)]))
        .executeTakeFirst();
      if (!member) return refuse({ key: 'changeEmail.old', field: 'old' });
      const replacement = {
        portal: portal.id,
        organisationId,
        accountId: member.accountId,
        person: actor.person,
        status: 'open',
        createdAt: clock(),
        endedAt: null,
      };
      // In the transaction of its invitation.
      const alongside = (tx: Tx, invitationId: string) =>
        tx
          .insertInto('replacement')
          .values({ id: newId(), invitationId, ...replacement })
          .execute();
      return await invite(actor, portal, organisationId, user, rightsOfMember(portal, member), { alongside, ...(click !== undefined && { click }) });
    },

    open: async (actor, portal, invitation) => {
      if (!actor.authenticated) return undefined;
      const row = await openOf(actor, portal)
        .$if(invitation !== undefined, (some) => some.where('invitationId', '=', invitation ?? ''))
        .orderBy('replacement.createdAt', 'desc')
        .limit(1)
        .executeTakeFirst();
      const mine = row && (await administeredOrganisation(db, actor, portal, row.organisationId, await standingOfPerson(dependencies, actor, portal)));
      const sent = mine && (await findInvitation(db, row.invitationId));
      return (
        row &&
        sent && {
          id: row.id,
          old: row.identifier ?? '',
          email: sent.email,
          organisation: row.name,
          organisationId: row.organisationId,
          status: statusAt(sent, clock()),
        }
      );
    },

    finish: async (actor, portal, id) => {
      const row = await replacementsOf(actor, portal).where('replacement.id', '=', id).executeTakeFirst();
      const finished = row && accept({ name: row.identifier ?? '', organisation: row.name });
      // The answer of the click before was lost.
      if (finished && row.status === 'done') return finished;
      const sent = row?.status === 'open' ? await findInvitation(db, row.invitationId) : undefined;
      if (sent?.status !== 'accepted') return refuse({ key: 'changeEmail.waits' });
      const removed = await remove(actor, portal, row?.organisationId ?? '', row?.accountId ?? '');
      const isGone = !removed.ok && removed.refusals[0].key === 'users.gone';
      if (removed.ok || isGone) await end(id, 'done');
      return isGone && finished ? finished : removed;
    },

    leave: async (actor, portal, id) => {
      if (await openOf(actor, portal).where('replacement.id', '=', id).executeTakeFirst()) await end(id, 'left');
    },
  };
}
