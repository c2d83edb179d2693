import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import { day, type Millis } from '../foundation/clock.ts';
import type { Database, Tx } from '../foundation/database/schema.ts';
import { accept, type Outcome, type Refusal, refuse } from '../foundation/outcome.ts';
import { recordRequest, requestBy, wentElsewhere } from '../foundation/requests.ts';
import type { Portal } from '../portal/index.ts';
import type { Account } from '../ports.ts';
import { findInvitation, type Invitation, type InvitationStatus, idOfSubject, liveStatuses, statusAt, subjectOf } from './invitation.ts';
import { inviterRight, stillInvites } from './inviters.ts';

/** An invited person who has proven the invitation's mailbox, or ownership of its account. `request` records the proof, for this actor alone. */
export type Recipient = { readonly actor: Actor; readonly request: string };

/** An invitation with the recipient who may accept it. */
export type ProvenInvitation = { readonly portal: Portal; readonly invitation: Invitation; readonly recipient: Recipient };

/** How long a proof is valid. Meanwhile the procedure can be left and resumed. */
export const proofLifetime = day;

const dead = { expired: 'accept.expired', revoked: 'accept.revoked', accepted: 'accept.used', refused: 'accept.refused' } as const;

/** Why an invitation cannot be accepted; undefined if it can. It also ends when its inviter may no longer invite. */
export async function whyDead(dependencies: Dependencies, portal: Portal, invitation: Invitation, now: Millis): Promise<Refusal | undefined> {
  const status: InvitationStatus = statusAt(invitation, now);
  if (status !== 'sent' && status !== 'opened') return { key: dead[status] };
  if (await hasMoved(dependencies, portal, invitation)) return { key: dead.expired };
  return (await stillInvites(dependencies.db, await inviterRight(dependencies, portal, invitation), invitation)) ? undefined : { key: 'accept.inviterGone' };
}

/** Whether it was mailed to an account's recorded address, and that account has another one by now. */
async function hasMoved({ db, directory }: Dependencies, portal: Portal, { requestId }: Invitation): Promise<boolean> {
  const request = await db.selectFrom('request').select(['accountId', 'sentTo']).where('id', '=', requestId).executeTakeFirst();
  if (request?.accountId == null) return false;
  const account = await directory.get(portal.id, request.accountId);
  return wentElsewhere(request, account);
}

/** The account of an invited address: the one with that address, otherwise the one that signs in with it. Two lookups, whatever is found. */
export async function invitedAccount({ directory }: Dependencies, portal: Portal, email: string): Promise<Account | undefined> {
  const byEmail = await directory.findByEmail(portal.id, email);
  const byIdentifier = await directory.findByIdentifier(portal.id, email);
  return byEmail ?? byIdentifier;
}

/** The invitation whose mailbox this recipient has proven, whether or not it is over. Refuses with `accept.unproven`. */
export async function provenInvitation({ db, clock }: Dependencies, portal: Portal, recipient: Recipient): Promise<Outcome<ProvenInvitation>> {
  const request = await requestBy(db, recipient.actor.person, recipient.request)
    .where('portal', '=', portal.id)
    .where('procedure', '=', 'acceptInvitation')
    .where('provenAt', 'is not', null)
    .where('expiresAt', '>', clock())
    .executeTakeFirst();
  const invitation = request && (await findInvitation(db, idOfSubject(request.subject)));
  return invitation ? accept({ portal, invitation, recipient }) : refuse({ key: 'accept.unproven' });
}

/** Like `provenInvitation`, but also refuses one that is over, as `whyDead`. */
export async function liveInvitation(dependencies: Dependencies, portal: Portal, recipient: Recipient): Promise<Outcome<ProvenInvitation>> {
  const proven = await provenInvitation(dependencies, portal, recipient);
  const why = proven.ok ? await whyDead(dependencies, portal, proven.value.invitation, dependencies.clock()) : undefined;
  return why ? refuse(why) : proven;
}

/** Records a proof other than a code requested in chat. Returns the request that records it. */
export async function recordProof(
  tx: Tx,
  { actor, portal, invitation, now }: { actor: Actor; portal: Portal; invitation: Invitation; now: Millis },
): Promise<string> {
  const request = { portal: portal.id, procedure: 'acceptInvitation', person: actor.person, subject: subjectOf(invitation.id), locale: actor.locale } as const;
  return await recordRequest(tx, { ...request, now, expiresAt: now + proofLifetime, provenAt: now });
}

/** Marks an invitation as opened. Called only once the mailbox is proven: mail scanners open links too. */
export async function markOpened(tx: Tx, { actor, portal, id, now }: { actor: Actor; portal: Portal; id: string; now: Millis }): Promise<void> {
  await tx
    .updateTable('invitation')
    .set({ status: 'opened', openedAt: now })
    .where('id', '=', id)
    .where('status', '=', 'sent')
    .where('expiresAt', '>', now)
    .execute();
  await audit(tx, { at: now, actor, action: 'acceptInvitation.proven', portal: portal.id, subject: subjectOf(id), outcome: 'ok' });
}

/** The newest invitation to a mailbox; a live one comes first. */
export async function newestFor(db: Database, portal: Portal, emailKey: string): Promise<Invitation | undefined> {
  const rows = await db
    .selectFrom('invitation')
    .selectAll()
    .where('portal', '=', portal.id)
    .where('emailKey', '=', emailKey)
    .orderBy('createdAt', 'desc')
    .limit(20)
    .execute();
  return rows.find(({ status }) => liveStatuses.some((live) => live === status)) ?? rows[0];
}
