import type { Dependencies } from '../dependencies.ts';
import { lastLanguageOf } from '../directory/index.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { localeOf, type Translator, translate } from '../foundation/i18n.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { groupOf, type Portal } from '../portal/index.ts';
import { approverNames } from './approverNames.ts';
import { askerOf } from './asker.ts';
import type { Decider } from './standIns.ts';

/** Tells the requester the outcome, in chat and by mail (IN-11). */
export async function tellRequester(
  tx: Tx,
  { secrets }: Dependencies,
  portal: Portal,
  row: {
    id: string;
    reference: string;
    person: string;
    locale: string;
    groupId: string;
    organisationId: string | null;
    accountId: string;
    onBehalf: number;
    status: string;
    reason: string | null;
    beginsAt?: number | undefined;
    endsAt?: number | null | undefined;
    /** Who decided, if anybody did. */
    by?: string | undefined;
    /** In whose place. */
    behalf?: string | null | undefined;
  },
  now: number,
): Promise<void> {
  const organisation =
    row.organisationId === null ? undefined : await tx.selectFrom('organisation').select('name').where('id', '=', row.organisationId).executeTakeFirst();
  const group = organisation ?? groupOf(portal, row.groupId);
  const account = await tx.selectFrom('account').select('email').where('id', '=', row.accountId).executeTakeFirst();
  const locale = localeOf(row.locale);
  const event = { name: 'requestDecided', portal: portal.id, enrollment: row.id, reference: row.reference } as const;
  await enqueue(tx, secrets, { kind: 'chat', person: row.person, event, locale }, { reason: `decided:${row.id}`, now, dueAt: now });
  // All members of a validated organisation are mailed elsewhere, the requester among them (OU-6).
  if (!account || (row.organisationId !== null && row.status === 'approved')) return;
  // Who asked for somebody else may speak another language.
  const theirs = row.onBehalf === 1 ? await lastLanguageOf(tx, { id: row.accountId, email: account.email }, [], locale) : locale;
  const t = translate(theirs);
  const params = {
    reference: row.reference,
    group: group ? t.of(group.name) : row.groupId,
    ...(row.onBehalf === 1 && { asker: await askerOf(tx, portal, row.person) }),
    status: row.status,
    ...(row.by !== undefined && {
      by: await deciderName(tx, portal, t, { by: row.by, behalf: row.behalf ?? null }),
      on: t.date(now, 'dateTime', portal.timeZone),
    }),
    ...(row.reason !== null && { reason: row.reason }),
    ...(row.beginsAt !== undefined && row.beginsAt > now && { begins: t.date(row.beginsAt, 'date', portal.timeZone) }),
    ...(row.endsAt !== undefined && row.endsAt !== null && { until: t.until(row.endsAt, portal.timeZone) }),
  };
  await enqueue(
    tx,
    secrets,
    { kind: 'mail', to: account.email, template: 'decided', portal: portal.id, locale: theirs, params },
    { reason: `decided-mail:${row.id}`, now, dueAt: now },
  );
}

/** «Claire Fontaine», or «Claire Fontaine, pour Hugo Marchand» (GOV-2). */
async function deciderName(tx: Tx, portal: Portal, t: Translator, { by, behalf }: Decider): Promise<string> {
  const nameOf = await approverNames(tx, portal, [by, behalf]);
  return behalf === null ? nameOf(by) : t('approval.behalf', { by: nameOf(by), of: nameOf(behalf) });
}
