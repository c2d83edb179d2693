import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import { day, type Millis } from '../foundation/clock.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { mailboxKey, untagged } from '../foundation/identifiers.ts';
import { newId } from '../foundation/secrets.ts';
import type { Portal } from '../portal/index.ts';
import type { Account } from '../ports.ts';
import type { CompanyValues } from './company.ts';
import { type Invitation, liveStatuses, subjectOf } from './invitation.ts';
import { mailInvitation } from './invitationMail.ts';
import type { Invitee } from './invitees.ts';
import { stillInvites } from './inviters.ts';

/** So many invitations one person sends a day. */
const mostADay = 500;
/** So many go to one mailbox a day, whoever sends them. */
const mostToOne = 10;

/** Why somebody was not invited: already invited, access already there (RC-9), too many today, or no longer an inviter. */
export const notInvited = ['invited', 'access', 'limit', 'inviter'] as const;
export type NotInvited = (typeof notInvited)[number];

/** What all invitations of one confirmation have in common. */
export type Shared = {
  readonly company: CompanyValues;
  readonly rights: readonly string[];
  readonly inviterName: string;
  readonly inviterEmail: string;
  /** The establishment that it leads into, and the account of the administrator who invites. */
  readonly into?: { readonly organisationId: string; readonly accountId: string };
};

/** Somebody to invite, with the account that the address leads to. */
export type Known = { readonly invitee: Invitee; readonly account: Account | undefined };

/** Finds the account that an address leads to, also where it has the address without a tag. */
export async function knownAs({ directory }: Dependencies, portal: Portal, invitee: Invitee): Promise<Known> {
  const { email } = invitee;
  const exact = await directory.findByEmail(portal.id, email);
  return { invitee, account: exact ?? (untagged(email) === email ? undefined : await directory.findByEmail(portal.id, untagged(email))) };
}

/** Sends one invitation, and tells its id, or says why not; either way it is audited. */
export async function inviteOne(
  tx: Tx,
  dependencies: Dependencies,
  portal: Portal,
  { known, shared, actor, now }: { known: Known; shared: Shared; actor: Actor; now: Millis },
): Promise<NotInvited | { readonly invitation: string }> {
  const { invitee, account } = known;
  const { into, inviterEmail } = shared;
  // An identity that is known under another spelling is invited where its own mailbox is; to an administrator that would tell of other establishments' users.
  const email = into ? invitee.email : (account?.email ?? invitee.email);
  const mailbox = { portal: portal.id, emailKey: mailboxKey(email) };
  const id = newId();
  const made = { id, ...mailbox, email, invitee, shared, actor, now };
  const inviter = { organisationId: into?.organisationId ?? null, inviterAccountId: into?.accountId ?? null, inviterEmail };
  const why = (await stillInvites(tx, portal, inviter)) ? await send(tx, dependencies, portal, account, made) : 'inviter';
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

type Made = { id: string; portal: string; emailKey: string; email: string; invitee: Invitee; shared: Shared; actor: Actor; now: Millis };

async function send(tx: Tx, dependencies: Dependencies, portal: Portal, account: Account | undefined, made: Made): Promise<NotInvited | undefined> {
  const { shared, actor, now, invitee, ...mailbox } = made;
  await endPassed(tx, mailbox, now);
  // Asked of an establishment for an address without an account too: nothing tells the two apart (ALL-4).
  const asked = account ?? (shared.into && { id: '', portal: portal.id });
  if (asked && (await hasAccess(tx, asked, shared.into?.organisationId))) return 'access';
  const invitation: Invitation = {
    ...mailbox,
    organisationId: shared.into?.organisationId ?? null,
    inviter: actor.person,
    inviterName: shared.inviterName,
    inviterEmail: shared.inviterEmail,
    inviterAccountId: shared.into?.accountId ?? null,
    givenName: invitee.givenName,
    familyName: invitee.familyName,
    company: JSON.stringify(shared.company),
    rights: JSON.stringify(shared.rights),
    status: 'sent',
    locale: actor.locale,
    createdAt: now,
    expiresAt: now + portal.lifetimes.invitation,
    openedAt: null,
    decidedAt: null,
    accountId: null,
    requestId: newId(),
  };
  // The unique key of those that live decides, also between two inviters at once.
  const inserted = await tx
    .insertInto('invitation')
    .values(invitation)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!inserted) return 'invited';
  const allowed = [
    await dependencies.limits.consume(`invite:${actor.person}`, { points: mostADay, within: day }, tx),
    // Revoked and invited again, the same mailbox would be written to without end.
    await dependencies.limits.consume(`invite-to:${mailbox.portal}:${mailbox.emailKey}`, { points: mostToOne, within: day }, tx),
  ];
  if (!allowed.every(Boolean)) {
    await tx.deleteFrom('invitation').where('id', '=', invitation.id).execute();
    return 'limit';
  }
  await mailInvitation(tx, dependencies, portal, invitation, now);
  return undefined;
}

/** One whose time is over makes room, though nobody has written down yet that it has expired. */
async function endPassed(tx: Tx, { portal, emailKey }: { portal: string; emailKey: string }, now: Millis): Promise<void> {
  await tx
    .updateTable('invitation')
    .set({ status: 'expired', decidedAt: now })
    .where('portal', '=', portal)
    .where('emailKey', '=', emailKey)
    .where('status', 'in', liveStatuses)
    .where('expiresAt', '<=', now)
    .execute();
}

/** Whether an account is in already: in that organisation, or, where it is about none, by an accepted invitation or in any (RC-9). */
export async function hasAccess(tx: Tx, { id, portal }: Pick<Account, 'id' | 'portal'>, organisationId?: string): Promise<boolean> {
  const member = await tx
    .selectFrom('organisationMember')
    .select('id')
    .where('portal', '=', portal)
    .where('accountId', '=', id)
    .$if(organisationId !== undefined, (some) => some.where('organisationId', '=', organisationId ?? ''))
    .where('endedAt', 'is', null)
    .executeTakeFirst();
  if (member || organisationId !== undefined) return member !== undefined;
  const accepted = await tx
    .selectFrom('invitation')
    .select('id')
    .where('portal', '=', portal)
    .where('accountId', '=', id)
    .where('status', '=', 'accepted')
    .executeTakeFirst();
  return accepted !== undefined;
}
