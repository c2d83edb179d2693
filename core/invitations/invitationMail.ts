import type { Dependencies } from '../dependencies.ts';
import type { Millis } from '../foundation/clock.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { localeOf, translate } from '../foundation/i18n.ts';
import { emailKey } from '../foundation/identifiers.ts';
import { issueLink } from '../foundation/links.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { isName } from '../foundation/prose.ts';
import { recordRequest } from '../foundation/requests.ts';
import type { Portal } from '../portal/index.ts';
import type { Account } from '../ports.ts';
import { companyOf, type Invitation, inviterOf, rightsOf, subjectOf } from './invitation.ts';

/**
 * Issues the link of an invitation, under its `requestId` and until it expires; an older link dies (ALL-2). Leaves its mail (RC-1) and its
 * expiry in the outbox.
 */
export async function mailInvitation(
  tx: Tx,
  { secrets, publicUrl }: Dependencies,
  portal: Portal,
  invitation: Invitation,
  /** The account of the invited person, if there is one. */
  account: Account | undefined,
  now: Millis,
): Promise<void> {
  const { id, requestId, expiresAt } = invitation;
  const subject = subjectOf(id);
  const locale = localeOf(invitation.locale);
  // The request belongs to nobody yet: only a proof of the mailbox allows anything behind the link.
  const request = { id: requestId, portal: portal.id, procedure: 'acceptInvitation', person: 'anonymous', subject, locale, now, expiresAt } as const;
  // An invitation to the recorded address of an account ends with that address.
  const belongs = account !== undefined && emailKey(account.email) === emailKey(invitation.email);
  await recordRequest(tx, { ...request, accountId: belongs ? account.id : null, sentTo: emailKey(invitation.email) });
  const secret = await issueLink(tx, { requestId, portal: portal.id, purpose: 'invitation', subject, now, expiresAt });
  const mail = invitationMail({ publicUrl }, portal, invitation, secret);
  await enqueue(tx, secrets, mail, { reason: `invitation:${requestId}`, now, dueAt: now });
  await enqueue(tx, secrets, { kind: 'invitationDue', invitation: id }, { reason: `invitation-due:${requestId}`, now, dueAt: expiresAt });
}

/** The mail of an invitation, with this link. */
export function invitationMail({ publicUrl }: Pick<Dependencies, 'publicUrl'>, portal: Portal, invitation: Invitation, secret: string) {
  const locale = localeOf(invitation.locale);
  const t = translate(locale);
  const company = companyOf(invitation).name ?? '';
  const rights = rightsOf(portal, invitation).map(({ name }) => t.of(name));
  const invited = `${invitation.givenName} ${invitation.familyName}`.trim();
  const params = {
    inviter: inviterOf(invitation),
    inviterEmail: invitation.inviterEmail,
    until: t.date(invitation.expiresAt, 'date', portal.timeZone),
    replyTo: invitation.inviterEmail,
    ...(isName(invited) && { hello: invited }),
    ...(invitation.note && { note: invitation.note }),
    ...(company !== '' && { company }),
    ...(rights.length > 0 && { rights: rights.join(', ') }),
  };
  const link = `${publicUrl}/p/${portal.id}/invitation/${secret}`;
  return { kind: 'mail', to: invitation.email, template: 'invitation', portal: portal.id, locale, params, secret: { link } } as const;
}
