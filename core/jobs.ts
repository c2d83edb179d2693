import { z } from 'zod';
import type { ApprovalJobs } from './access/approvalJobs.ts';
import type { Database } from './foundation/database/schema.ts';
import { translate } from './foundation/i18n.ts';
import { renderMail } from './foundation/mails/render.ts';
import { type StoredJob, unsealSecret } from './foundation/outbox/enqueue.ts';
import { smsText } from './foundation/outbox/smsText.ts';
import type { Secrets } from './foundation/secrets.ts';
import type { InvitationJobs } from './invitations/invitationJobs.ts';
import type { Portal } from './portal/schema.ts';
import { type ChatAddress, type Mailer, type Notifier, type Texter, Undeliverable } from './ports.ts';

/** What jobs are done with. */
export type Hands = {
  readonly db: Database;
  readonly secrets: Secrets;
  readonly mailer: Mailer;
  /** Undefined where no SMS gateway is set: a text is then given up. */
  readonly texter?: Texter | undefined;
  readonly notifier: Notifier;
  readonly approvals: ApprovalJobs;
  readonly invitations: InvitationJobs;
  readonly portals: (id: string) => Portal | undefined;
};

/** Does one job of the outbox; `id` is the row's, the same at each attempt, and `attempts` counts this one. Throws as the ports do. */
export async function deliver(hands: Hands, id: string, job: StoredJob, attempts: number): Promise<void> {
  switch (job.kind) {
    case 'mail':
      return await mail(hands, id, job);
    case 'sms': {
      if (!hands.texter) throw new Undeliverable('no SMS gateway is set: set SMS_URL');
      const params = { ...job.params, ...unsealSecret(hands.secrets, job.secret) };
      return await hands.texter.send({ to: job.to, text: smsText({ portal: portalOf(hands, job.portal), t: translate(job.locale), params }), id });
    }
    case 'chat':
      return await hands.notifier.notify(await addressOf(hands.db, job.person), job.event, job.locale, id);
    case 'channel':
      return await hands.notifier.notify(job.address, job.event, job.locale, id);
    case 'approval':
      return await hands.approvals.ask(job.enrollment, job.approver, attempts);
    case 'approvalChannel':
      return await hands.approvals.askInChannel(job.enrollment, attempts);
    case 'approvalUpdate':
      return await hands.approvals.update(job.card);
    case 'due':
      return await hands.approvals.due(job.enrollment, job.what);
    case 'provision':
      return await hands.approvals.provision(job.membership);
    case 'leave':
      return await hands.approvals.leave(job);
    case 'inviteSome':
      return await hands.invitations.some(job.batch);
    case 'invitationDue':
      return await hands.invitations.due(job.invitation);
    case 'nothing':
      return;
  }
}

async function mail(hands: Hands, id: string, job: StoredJob & { kind: 'mail' }): Promise<void> {
  const portal = portalOf(hands, job.portal);
  const { template, params, locale } = job;
  const { sender } = portal;
  const replyTo = typeof params.replyTo === 'string' ? params.replyTo : sender.replyTo;
  await hands.mailer.send({
    ...renderMail(template, { portal, t: translate(locale), params, secret: unsealSecret(hands.secrets, job.secret) }),
    from: { name: sender.name, address: sender.address },
    to: job.to,
    ...(replyTo !== undefined && { replyTo }),
    messageId: `${id}@${sender.address.slice(sender.address.lastIndexOf('@') + 1)}`,
    locale,
  });
}

function portalOf(hands: Hands, id: string): Portal {
  const portal = hands.portals(id);
  if (!portal) throw new Undeliverable(`there is no profile of the portal ${id} any more`);
  return portal;
}

const address = z.record(z.string(), z.unknown());

async function addressOf(db: Database, person: string): Promise<ChatAddress> {
  const row = await db.selectFrom('person').select('address').where('id', '=', person).executeTakeFirst();
  if (!row?.address) throw new Undeliverable('this person has no chat');
  return address.parse(JSON.parse(row.address));
}
