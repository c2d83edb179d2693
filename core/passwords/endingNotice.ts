import type { Dependencies } from '../dependencies.ts';
import { lastLanguageOf, reachableChatsOf, whileDirectoryIsThere } from '../directory/index.ts';
import { system } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import type { Millis } from '../foundation/clock.ts';
import { localeOf, translate } from '../foundation/i18n.ts';
import { Undeliverable } from '../foundation/outbox/faults.ts';
import { type ChatAddress, chatAddress, type StoredJob } from '../foundation/outbox/job.ts';
import { type EndingNotices, endingNotices, type Portal } from '../portal/index.ts';
import type { Account, Notifier } from '../ports.ts';
import { dueNotice } from './dueNotice.ts';

/** How often a chat is tried before its owner gets a mail instead. */
const chatAttempts = 4;

type Notice = { readonly portal: string; readonly directoryId: string; readonly endsAt: Millis; readonly days: number };

/** How an owner is reached: both throw as the ports do. */
export type EndingReach = {
  readonly notifier: Notifier;
  readonly mail: (job: StoredJob & { readonly kind: 'mail' }, id: string) => Promise<void>;
};

/** Creates what tells an owner that their password ends (DIR-14): in the latest chat that can be reached, else by mail. */
export function createEndingNotice(dependencies: Dependencies, { notifier, mail }: EndingReach) {
  const { db, clock, portals, directory, publicUrl } = dependencies;

  const byChat = async (portal: Portal, account: Account, { endsAt }: Notice, id: string): Promise<boolean> => {
    const event = { name: 'passwordEnds', portal: portal.id, text: account.identifier, at: endsAt } as const;
    for (const { address, locale } of await reachableChatsOf(db, account.id, portal.tenants))
      try {
        await notifier.notify(readAddress(address), event, localeOf(locale), id);
        return true;
      } catch (error) {
        if (!(error instanceof Undeliverable)) throw error;
      }
    return false;
  };

  const byMail = async (portal: Portal, { procedure }: EndingNotices, account: Account, { endsAt }: Notice, id: string): Promise<void> => {
    const locale = await lastLanguageOf(db, account, portal.tenants);
    const page = procedure === 'changePassword' ? 'account/password' : 'reset';
    const params = {
      until: translate(locale).date(endsAt, 'dateTime', portal.timeZone),
      identifier: account.identifier,
      procedure,
      link: `${publicUrl}/p/${portal.id}/${page}?lang=${locale}`,
    };
    await mail({ kind: 'mail', to: account.email, template: 'passwordEnds', portal: portal.id, locale, params }, id);
  };

  return async (notice: Notice, id: string, attempts: number): Promise<void> => {
    const portal = portals.get(notice.portal);
    const notices = portal && endingNotices(portal);
    if (!portal || !notices) return;
    const now = clock();
    const due = dueNotice(portal, notices, notice.endsAt, now);
    // It has ended, or this waited so long that a nearer notice is due, which today's look brings.
    if (notice.endsAt <= now || (due !== undefined && due < notice.days) || !(await isLatest(notice))) return;
    // Asked again at the last moment: it may have been changed, or the account closed (DIR-2).
    const account = await whileDirectoryIsThere(() => directory.endingOf(portal.id, notice.directoryId));
    if (account?.passwordEndsAt !== notice.endsAt) return;
    const told = attempts <= chatAttempts && (await byChat(portal, account, notice, id)) ? 'chat' : 'mail';
    if (told === 'mail') await byMail(portal, notices, account, notice, id);
    await audit(db, {
      at: clock(),
      actor: system,
      action: `${notices.procedure}.announced`,
      portal: portal.id,
      subject: `account:${account.id}`,
      outcome: 'ok',
      detail: { by: told, days: notice.days, endsAt: new Date(notice.endsAt).toISOString() },
    });
  };

  async function isLatest({ portal, directoryId, endsAt, days }: Notice): Promise<boolean> {
    const row = await db
      .selectFrom('passwordNotice')
      .select('days')
      .where('portal', '=', portal)
      .where('directoryId', '=', directoryId)
      .where('endsAt', '=', endsAt)
      .executeTakeFirst();
    return row?.days === days;
  }
}

const readAddress = (text: string): ChatAddress => chatAddress.parse(JSON.parse(text));
