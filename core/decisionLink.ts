import type { ApprovalView } from './approvalView.ts';
import { localeOf, translate } from './i18n.ts';
import { issueLink } from './links.ts';
import { isName } from './mails/templates.ts';
import { enqueue } from './outbox.ts';
import type { Parts } from './parts.ts';
import { newId } from './secrets.ts';

/**
 * Mails an approver whom no card can reach a link to a page that shows the same. The link alone decides nothing: the page asks for a code
 * mailed to the same address (a scanner that opens or submits it decides nothing).
 */
export async function mailDecision(parts: Parts, view: ApprovalView, approver: string): Promise<void> {
  const { db, clock, secrets, portals, publicUrl } = parts;
  const portal = portals.get(view.portal);
  const row = await db.selectFrom('enrollment').select(['expiresAt', 'locale']).where('id', '=', view.id).executeTakeFirst();
  if (!portal || !row) return;
  const now = clock();
  // Somebody who has met the bot is written to in their own language; else the requester's is the best guess.
  const met = await db.selectFrom('person').select('locale').where('emailKey', '=', approver).orderBy('seenAt', 'desc').limit(1).executeTakeFirst();
  const locale = localeOf(met?.locale ?? row.locale);
  const t = translate(locale);
  const requestId = newId();
  const subject = `enrollment:${view.id}:${approver}`;
  await db.transaction().execute(async (tx) => {
    await tx
      .insertInto('request')
      .values({
        id: requestId,
        portal: portal.id,
        procedure: 'decide',
        person: 'anonymous',
        subject,
        accountId: null,
        data: JSON.stringify({ enrollment: view.id, approver }),
        locale,
        createdAt: now,
        expiresAt: row.expiresAt,
        provenAt: null,
        completedAt: null,
      })
      .execute();
    const secret = await issueLink(tx, { requestId, portal: portal.id, purpose: 'decide', subject, now, expiresAt: row.expiresAt });
    const { name, email } = view.requester;
    // The subject holds it too: a name that could be an address to open is not repeated.
    const params = { requester: name !== '' && isName(name) ? name : email, email, group: t.of(view.group), reference: view.reference };
    const link = `${publicUrl}/p/${portal.id}/decide/${secret}`;
    const mail = { kind: 'mail', to: approver, template: 'approvalAsked', portal: portal.id, locale, params, secret: { link } } as const;
    await enqueue(tx, secrets, mail, { reason: `ask-mail:${requestId}`, now, dueAt: now });
  });
  parts.wake();
}
