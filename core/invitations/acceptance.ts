import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import { day, type Millis } from '../foundation/clock.ts';
import type { Database, Tx } from '../foundation/database/schema.ts';
import { accept, type Outcome, type Refusal, refuse } from '../foundation/outcome.ts';
import { recordRequest, requestBy } from '../foundation/requests.ts';
import type { Portal } from '../portal/index.ts';
import type { Account } from '../ports.ts';
import { findInvitation, type Invitation, type InvitationStatus, liveStatuses, statusAt, subjectOf } from './invitation.ts';
import { stillInvites } from './inviters.ts';

/** Who has proven the mailbox of an invitation, or to own the account that it is for: `request` says so, for this actor alone. */
export type Holder = { readonly actor: Actor; readonly request: string };

/** An invitation in the hands of who may accept it. */
export type Held = { readonly portal: Portal; readonly invitation: Invitation; readonly holder: Holder };

/** A proof holds so long: within it, the procedure can be left and taken up again. */
export const proofLife = day;

const dead = { expired: 'accept.expired', revoked: 'accept.revoked', accepted: 'accept.used', refused: 'accept.refused' } as const;

/** Why an invitation cannot be accepted; undefined where it can. What an inviter began ends where they may invite no more. */
export async function whyDead(db: Database, portal: Portal, invitation: Invitation, now: Millis): Promise<Refusal | undefined> {
  const status: InvitationStatus = statusAt(invitation, now);
  if (status !== 'sent' && status !== 'opened') return { key: dead[status] };
  return (await stillInvites(db, portal, invitation)) ? undefined : { key: 'accept.inviterGone' };
}

/** The account that an invited address leads to: the one with that address, else the one that is signed in to with it. Two statements, whatever is found. */
export async function invitedAccount({ directory }: Dependencies, portal: Portal, email: string): Promise<Account | undefined> {
  const byEmail = await directory.findByEmail(portal.id, email);
  const byIdentifier = await directory.findByIdentifier(portal.id, email);
  return byEmail ?? byIdentifier;
}

/** The invitation whose mailbox this actor has proven, dead or alive. Refuses with `accept.unproven`. */
export async function heldBy({ db, clock }: Dependencies, portal: Portal, holder: Holder): Promise<Outcome<Held>> {
  const request = await requestBy(db, holder.actor.person, holder.request)
    .where('portal', '=', portal.id)
    .where('procedure', '=', 'acceptInvitation')
    .where('provenAt', 'is not', null)
    .where('expiresAt', '>', clock())
    .executeTakeFirst();
  const invitation = request && (await findInvitation(db, request.subject.replace(/^invitation:/, '')));
  return invitation ? accept({ portal, invitation, holder }) : refuse({ key: 'accept.unproven' });
}

/** The same, for what can only be done while it lives. Refuses as `whyDead` says too. */
export async function liveHeldBy(dependencies: Dependencies, portal: Portal, holder: Holder): Promise<Outcome<Held>> {
  const held = await heldBy(dependencies, portal, holder);
  const why = held.ok ? await whyDead(dependencies.db, portal, held.value.invitation, dependencies.clock()) : undefined;
  return why ? refuse(why) : held;
}

/** Records a proof that was given otherwise than by a code asked for in chat. Returns the request that stands for it. */
export async function recordProof(
  tx: Tx,
  { actor, portal, invitation, now }: { actor: Actor; portal: Portal; invitation: Invitation; now: Millis },
): Promise<string> {
  const request = { portal: portal.id, procedure: 'acceptInvitation', person: actor.person, subject: subjectOf(invitation.id), locale: actor.locale } as const;
  return await recordRequest(tx, { ...request, now, expiresAt: now + proofLife, provenAt: now });
}

/** The invited person is there: only now, as scanners open links too, an invitation counts as opened. */
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

/** The newest invitation of a mailbox; one that lives before those that do not. */
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
