import type { Dependencies } from '../dependencies.ts';
import type { Millis } from '../foundation/clock.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { localeOf, translate } from '../foundation/i18n.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { newId } from '../foundation/secrets.ts';
import { companyOf, type Invitation, nameOf } from './invitation.ts';
import { type InviterRight, stillInvites } from './inviters.ts';

/** The events that an inviter is told of. */
export const invitationNews = ['accepted', 'refused', 'expired', 'askedAgain'] as const;
export type InvitationNews = (typeof invitationNews)[number];

/**
 * Tells the inviter, in chat and by mail (RC-5, RC-6, RC-8). If they may no longer invite they are told nothing more, and a client's request for a new
 * invitation is mailed to the portal's support instead.
 */
export async function tellInviter(
  tx: Tx,
  { secrets }: Dependencies,
  right: InviterRight,
  invitation: Invitation,
  news: InvitationNews,
  now: Millis,
): Promise<void> {
  const { portal } = right;
  const locale = localeOf(invitation.locale);
  const isGone = !(await stillInvites(tx, right, invitation));
  if (isGone && news !== 'askedAgain') return;
  const to = isGone ? portal.support.email : await addressOf(tx, invitation);
  const reason = `invitation-${news}:${invitation.requestId}:${news === 'askedAgain' ? newId() : ''}`;
  const company = companyOf(invitation).name ?? '';
  const params = {
    news,
    invited: nameOf(invitation),
    email: invitation.email,
    replyTo: invitation.email,
    inviter: invitation.inviterEmail,
    on: translate(locale).date(invitation.createdAt, 'date', portal.timeZone),
    ...(company !== '' && { company }),
  };
  await enqueue(
    tx,
    secrets,
    { kind: 'mail', to, template: 'invitationNews', portal: portal.id, locale, params },
    { reason: `${reason}:mail`, now, dueAt: now },
  );
  if (isGone) return;
  const event = { name: 'invitationNews', portal: portal.id, invitation: invitation.id, text: news } as const;
  await enqueue(tx, secrets, { kind: 'chat', person: invitation.inviter, event, locale }, { reason: `${reason}:chat`, now, dueAt: now });
}

/** Where an inviter is told: an administrator at their account's address, which may be another one by now. */
async function addressOf(tx: Tx, { inviterAccountId, inviterEmail }: Invitation): Promise<string> {
  const account = await tx
    .selectFrom('account')
    .select('email')
    .where('id', '=', inviterAccountId ?? '')
    .executeTakeFirst();
  return account?.email ?? inviterEmail;
}
