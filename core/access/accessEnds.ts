import type { Dependencies } from '../dependencies.ts';
import { lastLanguageOf, leaveGroup } from '../directory/index.ts';
import { system } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import type { Millis } from '../foundation/clock.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { type Locale, localeOf, translate } from '../foundation/i18n.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { isName } from '../foundation/prose.ts';
import { announcedAt, groupOf, type Portal } from '../portal/index.ts';
import { refreshCards } from './asking.ts';

/** A membership, as it was when it was to end. */
type Ending = { readonly membership: string; readonly endsAt: Millis };

type Held = { readonly id: string; readonly accountId: string; readonly groupId: string; readonly enrollmentId: string | null };

/** Creates the worker's jobs for access that ends by itself (GOV-3). Each can run twice without harm. */
export function createAccessEnds(dependencies: Dependencies) {
  const { db, clock, secrets, portals } = dependencies;

  /** The clock was ahead when this was put off, and has been put back since: the outbox has brought it forward. */
  const putOff = (kind: 'accessEnds' | 'accessEnd', ending: Ending, dueAt: Millis, now: Millis) =>
    enqueue(db, secrets, { kind, ...ending }, { reason: `${kind}:${ending.membership}:${ending.endsAt}:${now}`, now, dueAt });

  return {
    /** Tells who has access that it ends, unless it was extended, given back or is over. */
    async announce({ membership, endsAt }: Ending): Promise<void> {
      const row = await db.selectFrom('membership').selectAll().where('id', '=', membership).where('endsAt', '=', endsAt).executeTakeFirst();
      const portal = row && portals.get(row.portal);
      const now = clock();
      if (!row || !portal || endsAt <= now || row.missingSince !== null) return;
      const group = groupOf(portal, row.groupId);
      const tellAt = group ? announcedAt(group, row.provisionAt, endsAt) : now;
      if (now < tellAt) return await putOff('accessEnds', { membership, endsAt }, tellAt, now);
      await db.transaction().execute((tx) => tellHolder(tx, dependencies, portal, row, { news: 'accessEnds', endsAt, now }));
      dependencies.wake();
    },

    /** Ends access: the outbox takes the account out of the group, and tells who had it and who approved it. */
    async end({ membership, endsAt }: Ending): Promise<void> {
      const now = clock();
      if (now < endsAt) return await putOff('accessEnd', { membership, endsAt }, endsAt, now);
      await db.transaction().execute(async (tx) => {
        // One statement decides between this and an extension, or somebody who gives it back.
        const row = await tx.deleteFrom('membership').where('id', '=', membership).where('endsAt', '=', endsAt).returningAll().executeTakeFirst();
        if (!row) return;
        await leaveGroup(tx, dependencies, row, now);
        if (row.enrollmentId !== null) await closeAccess(tx, dependencies, row.enrollmentId, row.missingSince === null ? 'ended' : 'missing', now);
        const portal = portals.get(row.portal);
        // Who lost it before is told nothing of an end.
        if (portal && row.missingSince === null) {
          await tellHolder(tx, dependencies, portal, row, { news: 'accessEnded', endsAt, now });
          await tellApprovers(tx, dependencies, portal, row, { endsAt, now });
        }
        const subject = `account:${row.accountId}`;
        const detail = { group: row.groupId, ...(row.enrollmentId !== null && { enrollment: row.enrollmentId }) };
        await audit(tx, { at: now, actor: system, action: 'enroll.ended', portal: row.portal, subject, outcome: 'ok', detail });
      });
      dependencies.wake();
    },
  };
}

/** Records on a request that the access it gave is over, and on its cards. */
export async function closeAccess(
  tx: Tx,
  dependencies: Dependencies,
  enrollmentId: string,
  ending: 'ended' | 'returned' | 'reviewed' | 'missing',
  now: Millis,
): Promise<void> {
  await tx.updateTable('enrollment').set({ endedAt: now, ending }).where('id', '=', enrollmentId).execute();
  await refreshCards(tx, dependencies, enrollmentId, now);
}

type Telling = { readonly endsAt: Millis; readonly now: Millis };

/** Tells who has, or had, access: in the chat that asked for it, and by mail to the account. */
async function tellHolder(
  tx: Tx,
  { secrets }: Dependencies,
  portal: Portal,
  row: Held,
  { news, endsAt, now }: Telling & { readonly news: 'accessEnds' | 'accessEnded' },
): Promise<void> {
  const account = await tx.selectFrom('account').select('email').where('id', '=', row.accountId).executeTakeFirst();
  const request =
    row.enrollmentId === null
      ? undefined
      : await tx.selectFrom('enrollment').select(['id', 'reference', 'person', 'locale', 'onBehalf']).where('id', '=', row.enrollmentId).executeTakeFirst();
  const until = news === 'accessEnds' ? { until: endsAt } : {};
  const why = (how: string) => ({ reason: `${news}:${how}:${row.id}:${endsAt}`, now, dueAt: now, ...until });
  const locale = request?.onBehalf === 0 ? localeOf(request.locale) : await lastLanguageOf(tx, { id: row.accountId, email: account?.email ?? '' }, []);
  // Who asked for somebody else does not have it.
  if (request?.onBehalf === 0) {
    const event = { name: news, portal: portal.id, enrollment: request.id, reference: request.reference, at: endsAt } as const;
    await enqueue(tx, secrets, { kind: 'chat', person: request.person, event, locale }, why('chat'));
  }
  if (!account) return;
  const params = aboutEnd(portal, row, endsAt, locale);
  await enqueue(tx, secrets, { kind: 'mail', to: account.email, template: news, portal: portal.id, locale, params }, why('mail'));
}

/** Tells those who agreed to it, by mail: it needs no answer. */
async function tellApprovers(tx: Tx, { secrets }: Dependencies, portal: Portal, row: Held, { endsAt, now }: Telling): Promise<void> {
  if (row.enrollmentId === null) return;
  const agreed = await tx.selectFrom('approver').select('address').where('enrollmentId', '=', row.enrollmentId).where('decision', '=', 'approved').execute();
  const account = await tx.selectFrom('account').select(['email', 'givenName', 'familyName']).where('id', '=', row.accountId).executeTakeFirst();
  if (!account) return;
  const name = `${account.givenName} ${account.familyName}`.trim();
  for (const { address: to } of agreed) {
    const locale = await lastLanguageOf(tx, { id: '', email: to }, []);
    // The mail's subject contains it too, so a name that a mail client could turn into a link is not repeated.
    const params = { ...aboutEnd(portal, row, endsAt, locale), who: name !== '' && isName(name) ? name : account.email };
    const why = { reason: `accessEnded:approver:${to}:${row.id}:${endsAt}`, now, dueAt: now };
    await enqueue(tx, secrets, { kind: 'mail', to, template: 'accessEnded', portal: portal.id, locale, params }, why);
  }
}

function aboutEnd(portal: Portal, { groupId }: Held, endsAt: Millis, locale: Locale) {
  const t = translate(locale);
  const group = groupOf(portal, groupId);
  return { group: group ? t.of(group.name) : groupId, until: t.until(endsAt, portal.timeZone) };
}
