import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import { day, type Millis } from '../foundation/clock.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import { newId } from '../foundation/secrets.ts';
import { administeredOrganisation } from '../members/index.ts';
import type { Portal } from '../portal/index.ts';
import { type CompanyValues, checkCompany, keptValues } from './company.ts';
import { companyOf, type Invitation, type InvitationStatus, isLive, liveStatuses, nameOf, statusAt, subjectOf } from './invitation.ts';
import { mailInvitation } from './invitationMail.ts';
import { type Batch, inviteSome, openBatch, readBatch } from './inviteBatch.ts';
import { cleanName, type Invitee, type ReadInvitees, readInvitees } from './invitees.ts';
import { inviterAddress } from './inviters.ts';

/** How many addresses one confirmation may have. */
export const mostInvitees = 200;

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
 * What an inviter can do. `actor.email` is the address that the channel's roster proves. Each action refuses with `invite.notInviter` if the
 * profile does not name the actor, and with `invite.notYours` for somebody else's invitation.
 */
export type Invite = {
  may(actor: Actor, portal: Portal): boolean;
  /** Reads pasted addresses; sends nothing. Refuses with `invite.nobody`, `invite.tooMany`, or why a single address is wrong. */
  read(text: string): Outcome<ReadInvitees>;
  /** Checks what the inviter knows of the company. Only its name is required, and only if one person is invited. */
  checkKnown(portal: Portal, company: CompanyValues, invitees: number): Outcome<CompanyValues>;
  /** Invites (RC-1): the first few at once, the rest after the answer. Reports those who have access or an invitation already, and sends them nothing (RC-9). */
  send(actor: Actor, portal: Portal, what: { invitees: readonly Invitee[]; company: CompanyValues; rights: readonly string[] }): Promise<Outcome<Batch>>;
  progress(actor: Actor, batch: string): Promise<Batch | undefined>;
  /** The actor's own invitations, newest first. */
  sent(actor: Actor, page: { limit: number; after?: number; only?: string }): Promise<SentInvitation[]>;
  /** Mails a new link with a new expiry; the older link dies. Refuses with `invite.decided` or `invite.resendLimit`. */
  resend(actor: Actor, id: string): Promise<Outcome<SentInvitation>>;
  /** Ends the invitation, so that its link opens nothing any more. Works even if the actor may no longer invite. Refuses with `invite.decided`. */
  revoke(actor: Actor, id: string): Promise<Outcome<SentInvitation>>;
};

/** How often one invitation may be mailed again within a day. */
const dailyResends = 5;

/** Creates the inviter's side of invitations. */
export function createInvite(dependencies: Dependencies): Invite {
  const { db, clock, portals, limits } = dependencies;

  const own = (actor: Actor, id: string) => db.selectFrom('invitation').selectAll().where('id', '=', id).where('inviter', '=', actor.person).executeTakeFirst();

  /** Whoever sent an invitation into an establishment must still administer it, by an account that is still theirs. */
  const mayResend = async (actor: Actor, portal: Portal, { organisationId }: Invitation): Promise<boolean> =>
    organisationId === null ? inviterAddress(actor, portal) !== undefined : (await administeredOrganisation(db, actor, portal, organisationId)) !== undefined;

  const checkKnown: Invite['checkKnown'] = (portal, company, invitees) => {
    const fields = portal.procedures.acceptInvitation?.company ?? [];
    // The mail names the company (RC-1). Several pasted people need not share one.
    if (invitees === 1 && fields.some(({ id }) => id === 'name') && !company.name?.trim()) return refuse({ key: 'field.required', field: 'name' });
    return checkCompany(fields, keptValues(fields, company), 'known');
  };

  return {
    may: (actor, portal) => inviterAddress(actor, portal) !== undefined,

    read: (text) => {
      const read = readInvitees(text);
      const { good, bad } = read;
      const [first] = bad;
      if (good.length === 0) return refuse(first && bad.length === 1 ? { ...first.refusal, field: 'email' } : { key: 'invite.nobody', field: 'email' });
      if (good.length > mostInvitees) return refuse({ key: 'invite.tooMany', field: 'email', params: { n: good.length, max: mostInvitees } });
      return accept(read);
    },

    checkKnown,

    send: async (actor, portal, { invitees, company, rights }) => {
      const inviterEmail = inviterAddress(actor, portal);
      if (inviterEmail === undefined) return refuse({ key: 'invite.notInviter' });
      if (invitees.length === 0 || invitees.length > mostInvitees) return refuse({ key: 'invite.nobody', field: 'email' });
      const known = checkKnown(portal, company, invitees.length);
      if (!known.ok) return known;
      const granted = (portal.procedures.invite?.grants ?? []).map(({ id }) => id).filter((id) => rights.includes(id));
      const content = { company: known.value, rights: granted, inviterName: actor.name ?? inviterEmail, inviterEmail };
      const id = await openBatch(db, actor, portal, { invitees: invitees.map(cleanNames), content, now: clock() });
      await inviteSome(dependencies, id);
      const batch = await readBatch(db, id, actor.person);
      if (!batch) throw new Error(`The invitations ${id} have gone.`);
      return accept(batch);
    },

    progress: (actor, batch) => readBatch(db, batch, actor.person),

    sent: async (actor, { limit, after = 0, only }) => {
      const rows = await db
        .selectFrom('invitation')
        .selectAll()
        .where('inviter', '=', actor.person)
        .$if(only !== undefined, (some) => some.where('id', '=', only ?? ''))
        .orderBy('createdAt', 'desc')
        .orderBy('id')
        .limit(limit)
        .offset(after)
        .execute();
      return rows.map((row) => toSentInvitation(row, clock()));
    },

    resend: async (actor, id) => {
      const row = await own(actor, id);
      const portal = row && portals.get(row.portal);
      if (!row || !portal) return refuse({ key: 'invite.notYours' });
      if (!(await mayResend(actor, portal, row))) return refuse({ key: row.organisationId === null ? 'invite.notInviter' : 'addUser.notAdministrator' });
      const now = clock();
      const resent = await db.transaction().execute(async (tx): Promise<Outcome<Invitation>> => {
        if (!(await limits.consume(`invite-again:${id}`, { points: dailyResends, within: day }, tx))) return refuse({ key: 'invite.resendLimit' });
        const status = isLive(statusAt(row, now)) ? row.status : 'sent';
        const updated = await tx
          .updateTable('invitation')
          .set({ status, requestId: newId(), expiresAt: now + portal.lifetimes.invitation, decidedAt: null })
          .where('id', '=', id)
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
        if (!updated) return refuse({ key: 'invite.decided' });
        await mailInvitation(tx, dependencies, portal, updated, now);
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
        const updated = await tx
          .updateTable('invitation')
          .set({ status: 'revoked', decidedAt: now })
          .where('id', '=', id)
          .where('status', 'in', liveStatuses)
          .returningAll()
          .executeTakeFirst();
        if (updated) await audit(tx, { at: now, actor, action: 'invite.revoked', portal: row.portal, subject: subjectOf(id), outcome: 'ok' });
        return updated;
      });
      return revoked ? accept(toSentInvitation(revoked, now)) : refuse({ key: 'invite.decided' });
    },
  };
}

/** Cleans a typed name like one pasted with its address. */
const cleanNames = ({ email, givenName, familyName }: Invitee): Invitee => ({ email, givenName: cleanName(givenName), familyName: cleanName(familyName) });

const toSentInvitation = (row: Invitation, now: Millis): SentInvitation => {
  const { id, portal, email, createdAt, expiresAt, decidedAt } = row;
  return { id, portal, name: nameOf(row), email, company: companyOf(row).name ?? '', status: statusAt(row, now), createdAt, expiresAt, decidedAt };
};
