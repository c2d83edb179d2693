import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import type { Millis } from '../foundation/clock.ts';
import type { Tx } from '../foundation/database/schema.ts';
import type { Locale } from '../foundation/i18n.ts';
import { mailboxKey, untagged } from '../foundation/identifiers.ts';
import { newId } from '../foundation/secrets.ts';
import { isMember } from '../members/index.ts';
import type { Portal } from '../portal/index.ts';
import type { Account } from '../ports.ts';
import type { CompanyValues } from './company.ts';
import { type Invitation, liveStatuses, subjectOf } from './invitation.ts';
import { mailInvitation } from './invitationMail.ts';
import type { Invitee } from './invitees.ts';
import { type InviterRight, stillInvites } from './inviters.ts';

/** Why a person was not invited: already invited, has access already (RC-9), too many today, or the inviter may no longer invite. */
export const notInvited = ['invited', 'access', 'limit', 'inviter'] as const;
export type NotInvited = (typeof notInvited)[number];

/** What all invitations of one batch have in common. */
export type InvitationContent = {
  readonly company: CompanyValues;
  readonly rights: readonly string[];
  readonly inviterName: string;
  readonly inviterEmail: string;
  /** The language of the invitation. The inviter's by default. */
  readonly language?: Locale;
  /** What the inviter adds in their own words. */
  readonly note?: string;
  /** The establishment that the invitation leads into, and the account of the inviting administrator. */
  readonly into?: { readonly organisationId: string; readonly accountId: string };
};

/** A person to invite, with the account of their address. */
export type ResolvedInvitee = Invitee & { readonly account: Account | undefined };

/** Finds the account of an invitee's address, or of the same address without a tag. */
export async function resolveInvitee({ directory }: Dependencies, portal: Portal, invitee: Invitee): Promise<ResolvedInvitee> {
  const { email } = invitee;
  const exact = await directory.findByEmail(portal.id, email);
  return { ...invitee, account: exact ?? (untagged(email) === email ? undefined : await directory.findByEmail(portal.id, untagged(email))) };
}

/** Sends one invitation. Returns its id, or why it was not sent; both are audited. */
export async function inviteOne(
  tx: Tx,
  dependencies: Dependencies,
  portal: Portal,
  {
    id = newId(),
    invitee,
    content,
    right,
    actor,
    now,
  }: { id?: string; invitee: ResolvedInvitee; content: InvitationContent; right: InviterRight; actor: Actor; now: Millis },
): Promise<NotInvited | { readonly invitation: string }> {
  const { account } = invitee;
  const { into, inviterEmail } = content;
  // A known account is invited at its own mailbox, however the address was spelt. Not by an administrator: it would reveal other establishments' users.
  const email = into ? invitee.email : (account?.email ?? invitee.email);
  const mailbox = { portal: portal.id, emailKey: mailboxKey(email) };
  const invitation = { id, ...mailbox, email, invitee, content, actor, now };
  const inviter = { organisationId: into?.organisationId ?? null, inviter: actor.person, inviterAccountId: into?.accountId ?? null, inviterEmail };
  const why = (await stillInvites(tx, right, inviter)) ? await send(tx, dependencies, portal, invitation) : 'inviter';
  const detail = { mailbox: mailbox.emailKey };
  const subject = why ? `new:${portal.id}:${mailbox.emailKey}` : subjectOf(id);
  await audit(tx, {
    at: now,
    actor,
    action: into ? 'addUser.invited' : 'invite.sent',
    portal: portal.id,
    subject,
    outcome: why ? `invite.${why}` : 'ok',
    detail,
  });
  return why ?? { invitation: id };
}

type NewInvitation = {
  id: string;
  portal: string;
  emailKey: string;
  email: string;
  invitee: ResolvedInvitee;
  content: InvitationContent;
  actor: Actor;
  now: Millis;
};

async function send(tx: Tx, dependencies: Dependencies, portal: Portal, sent: NewInvitation): Promise<NotInvited | undefined> {
  const { content, actor, now, invitee, ...mailbox } = sent;
  await expireOverdue(tx, mailbox, now);
  // For an establishment, looked up even without an account, so that the statements are the same (ALL-4).
  const account = invitee.account ?? (content.into && { id: '', portal: portal.id });
  if (account && (await hasAccess(tx, account, content.into?.organisationId))) return 'access';
  const invitation: Invitation = {
    ...mailbox,
    organisationId: content.into?.organisationId ?? null,
    inviter: actor.person,
    inviterName: content.inviterName,
    inviterEmail: content.inviterEmail,
    inviterAccountId: content.into?.accountId ?? null,
    givenName: invitee.givenName,
    familyName: invitee.familyName,
    company: JSON.stringify(content.company),
    rights: JSON.stringify(content.rights),
    status: 'sent',
    note: content.note || null,
    locale: content.language ?? actor.locale,
    createdAt: now,
    expiresAt: now + portal.lifetimes.invitation,
    openedAt: null,
    decidedAt: null,
    accountId: null,
    requestId: newId(),
  };
  // The unique key of live invitations decides, also between two inviters at once.
  const inserted = await tx
    .insertInto('invitation')
    .values(invitation)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!inserted) return 'invited';
  const allowed = [
    await dependencies.limits.take('invite.person', actor.person, tx),
    // Otherwise, revoking and inviting again would mail the same mailbox without end.
    await dependencies.limits.take('invite.mailbox', `${mailbox.portal}:${mailbox.emailKey}`, tx),
  ];
  if (!allowed.every(Boolean)) {
    await tx.deleteFrom('invitation').where('id', '=', invitation.id).execute();
    return 'limit';
  }
  await mailInvitation(tx, dependencies, portal, invitation, invitee.account, now);
  return undefined;
}

/** Expires an overdue invitation to the same mailbox that no job has marked yet, to make room for the new one. */
async function expireOverdue(tx: Tx, { portal, emailKey }: { portal: string; emailKey: string }, now: Millis): Promise<void> {
  await tx
    .updateTable('invitation')
    .set({ status: 'expired', decidedAt: now })
    .where('portal', '=', portal)
    .where('emailKey', '=', emailKey)
    .where('status', 'in', liveStatuses)
    .where('expiresAt', '<=', now)
    .execute();
}

/** Whether an account has access already: in this organisation or, without one, in any organisation or by an accepted invitation (RC-9). */
export async function hasAccess(tx: Tx, { id, portal }: Pick<Account, 'id' | 'portal'>, organisationId?: string): Promise<boolean> {
  const member = await isMember(tx, { id, portal }, organisationId);
  if (member || organisationId !== undefined) return member;
  const accepted = await tx
    .selectFrom('invitation')
    .select('id')
    .where('portal', '=', portal)
    .where('accountId', '=', id)
    .where('status', '=', 'accepted')
    .executeTakeFirst();
  return accepted !== undefined;
}
