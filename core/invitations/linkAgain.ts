import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { addLink } from '../foundation/links.ts';
import { mayAsk } from '../foundation/mayAsk.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { recordRequest } from '../foundation/requests.ts';
import { newId } from '../foundation/secrets.ts';
import type { Portal } from '../portal/index.ts';
import { proofLifetime } from './acceptance.ts';
import { type Invitation, subjectOf } from './invitation.ts';
import { invitationMail } from './invitationMail.ts';

/**
 * Mails the invited address one more link to the invitation's page, for a chat whose channel vouches for nobody. Older links stay alive, so that nobody
 * ends them for somebody else. Answer, statements and outbox are the same if the address was never invited (ALL-4).
 */
export async function mailLinkAgain(
  dependencies: Dependencies,
  actor: Actor,
  portal: Portal,
  { key, email, invitation }: { readonly key: string; readonly email: string; readonly invitation: Invitation | undefined },
): Promise<void> {
  const { db, clock, limits, wake } = dependencies;
  const now = clock();
  const subject = invitation ? subjectOf(invitation.id) : `none:${portal.id}:${key}`;
  await db.transaction().execute(async (tx) => {
    const asked = await mayAsk(limits, actor, portal, { what: 'invitation', key, to: invitation?.email ?? '', who: undefined, owner: false }, tx);
    const record = { at: now, actor, action: 'acceptInvitation.asked', portal: portal.id, subject };
    if (asked === 'limited') return await audit(tx, { ...record, outcome: 'limited' });
    const sent = invitation !== undefined && asked === 'sent';
    await addMailedLink(tx, dependencies, actor, portal, { subject, invitation: invitation ?? neverInvited(portal, email, actor, now), sent, now });
    await audit(tx, { ...record, outcome: asked === 'sent' ? 'ok' : 'limited' });
  });
  wake();
}

/** Mails one more link from the page of a live invitation, where the codes of that page are used up. The older ones stay alive. */
export async function mailOneMoreLink(dependencies: Dependencies, actor: Actor, portal: Portal, invitation: Invitation): Promise<void> {
  const { db, clock, wake } = dependencies;
  const now = clock();
  const subject = subjectOf(invitation.id);
  await db.transaction().execute(async (tx) => {
    await addMailedLink(tx, dependencies, actor, portal, { subject, invitation, sent: true, now });
    await audit(tx, { at: now, actor, action: 'acceptInvitation.linkAgain', portal: portal.id, subject, outcome: 'ok' });
  });
  wake();
}

type MailedLink = { readonly subject: string; readonly invitation: Invitation; readonly sent: boolean; readonly now: number };

/** Adds a link with a request of its own, so that its codes are its own, and leaves its mail, or a decoy of it, in the outbox. */
async function addMailedLink(tx: Tx, dependencies: Dependencies, actor: Actor, portal: Portal, { subject, invitation, sent, now }: MailedLink): Promise<void> {
  const expiresAt = Math.max(invitation.expiresAt, now + proofLifetime);
  const request = { portal: portal.id, procedure: 'acceptInvitation', person: 'anonymous', subject, locale: actor.locale, now, expiresAt } as const;
  const requestId = await recordRequest(tx, request);
  const secret = await addLink(tx, { requestId, portal: portal.id, purpose: 'invitation', subject, now, expiresAt });
  const mail = invitationMail(dependencies, portal, invitation, secret);
  await enqueue(tx, dependencies.secrets, sent ? mail : { kind: 'nothing', instead: mail }, { reason: `invitation:${requestId}`, now, dueAt: now });
}

/** What a decoy is made from: an invitation of the same shape, with names and rights of a usual length. */
const neverInvited = (portal: Portal, email: string, actor: Actor, now: number): Invitation => ({
  id: newId(),
  portal: portal.id,
  organisationId: null,
  inviter: '',
  inviterName: 'Dominique Martin',
  note: null,
  inviterEmail: email,
  inviterAccountId: null,
  email,
  emailKey: email,
  givenName: 'Dominique',
  familyName: 'Martin',
  company: JSON.stringify({ name: 'Dominique Martin' }),
  rights: JSON.stringify(portal.procedures.invite?.grants.slice(0, 1).map(({ id }) => id) ?? []),
  status: 'sent',
  locale: actor.locale,
  createdAt: now,
  expiresAt: now,
  openedAt: null,
  decidedAt: null,
  accountId: null,
  requestId: '',
});
