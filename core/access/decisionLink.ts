import type { Dependencies } from '../dependencies.ts';
import { oneAtATime } from '../foundation/database/locks.ts';
import { localeOf, translate } from '../foundation/i18n.ts';
import { addLink } from '../foundation/links.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { isName } from '../foundation/prose.ts';
import { recordRequest } from '../foundation/requests.ts';
import { newId } from '../foundation/secrets.ts';
import type { ApprovalView } from './approvalView.ts';

/**
 * Mails an approver whom no card can reach a link to a page that shows the same. The link alone decides nothing: the page asks for a code
 * mailed to the same address (a scanner that opens or submits it decides nothing).
 */
export async function mailDecision(dependencies: Dependencies, view: ApprovalView, approver: string): Promise<void> {
  const { db, clock, secrets, portals, publicUrl } = dependencies;
  const portal = portals.get(view.portal);
  const row = await db.selectFrom('enrollment').select(['expiresAt', 'locale']).where('id', '=', view.id).executeTakeFirst();
  if (!portal || !row) return;
  const now = clock();
  // Somebody who has met the bot is written to in their own language; else the requester's is the best guess.
  const met = await db.selectFrom('person').select('locale').where('emailKey', '=', approver).orderBy('seenAt', 'desc').limit(1).executeTakeFirst();
  const locale = localeOf(met?.locale ?? row.locale);
  const t = translate(locale);
  const subject = `enrollment:${view.id}:${approver}`;
  await db.transaction().execute(async (tx) => {
    // One request for all the mails to one approver: a code that was sent from the page of one link counts on that of the other (ALL-6).
    await oneAtATime(tx, `decide ${subject}`);
    const standing = await tx.selectFrom('request').select('id').where('subject', '=', subject).where('expiresAt', '>', now).executeTakeFirst();
    const request = { portal: portal.id, procedure: 'decide', person: 'anonymous', subject, locale, now, expiresAt: row.expiresAt } as const;
    const requestId = standing?.id ?? (await recordRequest(tx, { ...request, data: JSON.stringify({ enrollment: view.id, approver }) }));
    // A mail that is sent again, or reminds, leaves the links of those before alive: none of them decides anything without the code.
    const secret = await addLink(tx, { requestId, portal: portal.id, purpose: 'decide', subject, now, expiresAt: row.expiresAt });
    const { name, email } = view.requester;
    // The subject holds it too: a name that could be an address to open is not repeated.
    const params = { requester: name !== '' && isName(name) ? name : email, email, group: t.of(view.group), reference: view.reference };
    const link = `${publicUrl}/p/${portal.id}/decide/${secret}`;
    const mail = { kind: 'mail', to: approver, template: 'approvalAsked', portal: portal.id, locale, params, secret: { link } } as const;
    await enqueue(tx, secrets, mail, { reason: `ask-mail:${newId()}`, now, dueAt: now });
  });
  dependencies.wake();
}
