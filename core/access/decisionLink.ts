import type { Dependencies } from '../dependencies.ts';
import { oneAtATime } from '../foundation/database/locks.ts';
import { localeOf, translate } from '../foundation/i18n.ts';
import { addLink } from '../foundation/links.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { isName, legible } from '../foundation/prose.ts';
import { recordRequest } from '../foundation/requests.ts';
import { newId } from '../foundation/secrets.ts';
import type { ApprovalView } from './approvalView.ts';

/** A longer reason is read on the page, and so is one that leads somewhere: an address to open or a number to call. */
const longestWhy = 300;
const leads = /@|[<>]|:\/\/|\.\p{L}|[[\]]|\d(?:[\s.-]?\d){5}/u;

/**
 * Mails a link to an approver whom no card can reach. Its page shows the same as the card. The link alone decides nothing, even if a mail
 * scanner submits the page: that needs a code mailed to the same address. `apart`: its codes are none of the earlier links'.
 */
export async function mailDecision(dependencies: Dependencies, view: ApprovalView, approver: string, { apart = false } = {}): Promise<void> {
  const { db, clock, secrets, portals, publicUrl } = dependencies;
  const portal = portals.get(view.portal);
  const row = await db.selectFrom('enrollment').select(['expiresAt', 'locale']).where('id', '=', view.id).executeTakeFirst();
  if (!portal || !row) return;
  const now = clock();
  // Write in the approver's own language if they have met the bot. Otherwise the requester's is the best guess.
  const met = await db.selectFrom('person').select('locale').where('emailKey', '=', approver).orderBy('seenAt', 'desc').limit(1).executeTakeFirst();
  const locale = localeOf(met?.locale ?? row.locale);
  const t = translate(locale);
  const subject = `enrollment:${view.id}:${approver}`;
  await db.transaction().execute(async (tx) => {
    // All mails to one approver share one request, so that a code sent from one link's page works on another's (ALL-6).
    await oneAtATime(tx, `decide ${subject}`);
    const existing = apart
      ? undefined
      : await tx
          .selectFrom('request')
          .select('id')
          .where('subject', '=', subject)
          .where('expiresAt', '>', now)
          .orderBy('createdAt', 'desc')
          .limit(1)
          .executeTakeFirst();
    const request = { portal: portal.id, procedure: 'decide', person: 'anonymous', subject, locale, now, expiresAt: row.expiresAt } as const;
    const requestId = existing?.id ?? (await recordRequest(tx, { ...request, data: JSON.stringify({ enrollment: view.id, approver }) }));
    // A repeated mail or a reminder leaves the earlier links alive: none of them decides anything without the code.
    const secret = await addLink(tx, { requestId, portal: portal.id, purpose: 'decide', subject, now, expiresAt: row.expiresAt });
    const { name, email } = view.requester;
    // The mail's subject contains it too, so a name that a mail client could turn into a link is not repeated.
    const why = view.justification ?? '';
    const standIn = view.open.includes(approver) ? undefined : view.standIns?.find(({ by }) => by === approver);
    const params = {
      requester: name !== '' && isName(name) ? name : email,
      email,
      group: t.of(view.group),
      reference: view.reference,
      ...(view.organisation && { validates: 'organisation' }),
      since: t.date(view.createdAt, 'dateTime', portal.timeZone),
      ...(standIn && { behalf: standIn.ofName }),
      ...(view.until !== undefined && { until: t.until(view.until, portal.timeZone) }),
      ...(why !== '' && why.length <= longestWhy && !leads.test(why) && { why: legible(why) }),
    };
    const link = `${publicUrl}/p/${portal.id}/decide/${secret}`;
    const mail = { kind: 'mail', to: approver, template: 'approvalAsked', portal: portal.id, locale, params, secret: { link } } as const;
    await enqueue(tx, secrets, mail, { reason: `ask-mail:${newId()}`, now, dueAt: now });
  });
  dependencies.wake();
}
