import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import type { Millis } from '../foundation/clock.ts';
import { accept, type Outcome, type Refusal, refuse } from '../foundation/outcome.ts';
import { newId } from '../foundation/secrets.ts';
import { administeredOrganisation, pastFactor, standingOfPerson } from '../members/index.ts';
import type { Portal } from '../portal/index.ts';
import {
  companyOf,
  endInvitation,
  findInvitation,
  type Invitation,
  type InvitationStatus,
  isLive,
  liveStatuses,
  nameOf,
  statusAt,
  subjectOf,
} from './invitation.ts';
import { mailInvitation } from './invitationMail.ts';
import { inviterAddress } from './inviters.ts';

/** An invitation as its inviter sees it (RC-8). */
export type SentInvitation = {
  readonly id: string;
  readonly portal: string;
  readonly name: string;
  readonly email: string;
  readonly company: string;
  readonly status: InvitationStatus;
  readonly createdAt: Millis;
  readonly expiresAt: Millis;
  readonly decidedAt: Millis | null;
};

/**
 * What an inviter can do with the invitations that they have sent. Refuses with `invite.notYours` for somebody else's, and with
 * `invite.notInviter`, `addUser.notAdministrator` or `factor.needed` if the actor may not invite, or not yet.
 */
export type SentInvitations = {
  /** The actor's own invitations, newest first; none that they sent with a right that they no longer have. `actor.email` is the roster's address. */
  sent(actor: Actor, page: { limit: number; after?: number; only?: string }): Promise<SentInvitation[]>;
  /**
   * Mails a new link with a new expiry; the older link dies. `shown`: until when the card that was pressed says that it is valid; pressed twice, it is sent
   * again once. Refuses with `invite.decided` or `invite.resendLimit`.
   */
  resend(actor: Actor, id: string, shown?: Millis): Promise<Outcome<SentInvitation>>;
  /** Ends the invitation, so that its link opens nothing any more. Works even if the actor may no longer invite. Refuses with `invite.decided`. */
  revoke(actor: Actor, id: string): Promise<Outcome<SentInvitation>>;
};

/** Creates the list of sent invitations. */
export function createSentInvitations(dependencies: Dependencies): SentInvitations {
  const { db, clock, directory, portals, limits } = dependencies;

  const own = (actor: Actor, id: string) => db.selectFrom('invitation').selectAll().where('id', '=', id).where('inviter', '=', actor.person).executeTakeFirst();

  /** The sender of an invitation into an establishment must still administer it, with an account that is still theirs. */
  const whyNot = async (actor: Actor, portal: Portal, { organisationId }: Pick<Invitation, 'organisationId'>): Promise<Refusal | undefined> => {
    if (organisationId === null) return (await inviterAddress(dependencies, actor, portal)) === undefined ? { key: 'invite.notInviter' } : undefined;
    const by = await administeredOrganisation(db, actor, portal, organisationId, await standingOfPerson(dependencies, actor, portal));
    if (!by) return { key: 'addUser.notAdministrator' };
    return (await pastFactor(db, actor, by.accounts, clock())).length === 0 ? { key: 'factor.needed' } : undefined;
  };

  /** The portals and establishments for which this person has invited somebody, and may still. */
  const ownPlaces = async (actor: Actor) => {
    const places = await db.selectFrom('invitation').select(['portal', 'organisationId']).distinct().where('inviter', '=', actor.person).execute();
    const may = await Promise.all(
      places.map(async ({ portal: id, organisationId }) => {
        const portal = portals.get(id);
        const why = portal && (await whyNot(actor, portal, { organisationId }));
        return portal !== undefined && (why === undefined || why.key === 'factor.needed');
      }),
    );
    return places.filter((_, at) => may[at]);
  };

  return {
    sent: async (actor, { limit, after = 0, only }) => {
      const places = await ownPlaces(actor);
      if (places.length === 0) return [];
      const rows = await db
        .selectFrom('invitation')
        .selectAll()
        .where('inviter', '=', actor.person)
        .where((row) =>
          row.or(
            places.map(({ portal, organisationId }) =>
              row.and([row('portal', '=', portal), row('organisationId', organisationId === null ? 'is' : '=', organisationId)]),
            ),
          ),
        )
        .$if(only !== undefined, (some) => some.where('id', '=', only ?? ''))
        .orderBy('createdAt', 'desc')
        .orderBy('id')
        .limit(limit)
        .offset(after)
        .execute();
      return rows.map((row) => toSentInvitation(row, clock()));
    },

    resend: async (actor, id, shown) => {
      const row = await own(actor, id);
      const portal = row && portals.get(row.portal);
      if (!row || !portal) return refuse({ key: 'invite.notYours' });
      const why = await whyNot(actor, portal, row);
      if (why) return refuse(why);
      const account = await directory.findByEmail(portal.id, row.email);
      const now = clock();
      const resent = await db.transaction().execute(async (tx): Promise<Outcome<Invitation>> => {
        if (!(await limits.take('invite.again', id, tx))) return refuse({ key: 'invite.resendLimit' });
        const status = isLive(statusAt(row, now)) ? row.status : 'sent';
        const updated = await tx
          .updateTable('invitation')
          .set({ status, requestId: newId(), expiresAt: now + portal.lifetimes.invitation, decidedAt: null })
          .where('id', '=', id)
          .$if(shown !== undefined, (same) => same.where('expiresAt', '=', shown ?? 0))
          // An accepted one stays accepted. Any other begins anew, unless the person has another live invitation by now.
          .where('status', '!=', 'accepted')
          .where((column) =>
            column.not(
              column.exists(
                column
                  .selectFrom('invitation as other')
                  .select('other.id')
                  .where('other.portal', '=', portal.id)
                  .where('other.emailKey', '=', row.emailKey)
                  .where('other.organisationId', row.organisationId === null ? 'is' : '=', row.organisationId)
                  .where('other.status', 'in', liveStatuses)
                  .where('other.id', '!=', id),
              ),
            ),
          )
          .returningAll()
          .executeTakeFirst();
        if (!updated) {
          // Of two clicks on one card the first has sent it.
          const before = await findInvitation(tx, id);
          if (shown === undefined || !before || before.expiresAt <= shown || !isLive(statusAt(before, now))) return refuse({ key: 'invite.decided' });
          await limits.giveBack('invite.again', id, tx);
          return accept(before);
        }
        await mailInvitation(tx, dependencies, portal, updated, account, now);
        await audit(tx, { at: now, actor, action: 'invite.resent', portal: portal.id, subject: subjectOf(id), outcome: 'ok' });
        return accept(updated);
      });
      dependencies.wake();
      return resent.ok ? accept(toSentInvitation(resent.value, now)) : resent;
    },

    revoke: async (actor, id) => {
      const row = await own(actor, id);
      if (!row) return refuse({ key: 'invite.notYours' });
      const now = clock();
      const revoked = await db.transaction().execute(async (tx) => {
        const updated = await endInvitation(tx, id, 'revoked', now).returningAll().executeTakeFirst();
        if (updated) await audit(tx, { at: now, actor, action: 'invite.revoked', portal: row.portal, subject: subjectOf(id), outcome: 'ok' });
        return updated;
      });
      return revoked ? accept(toSentInvitation(revoked, now)) : refuse({ key: 'invite.decided' });
    },
  };
}

const toSentInvitation = (row: Invitation, now: Millis): SentInvitation => {
  const { id, portal, email, createdAt, expiresAt, decidedAt } = row;
  return { id, portal, name: nameOf(row), email, company: companyOf(row).name ?? '', status: statusAt(row, now), createdAt, expiresAt, decidedAt };
};
