import type { Dependencies } from '../dependencies.ts';
import { chatsOf } from '../directory/index.ts';
import type { Visitor } from '../foundation/actor.ts';
import { day, type Millis } from '../foundation/clock.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { localeOf, translate } from '../foundation/i18n.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import type { Portal } from '../portal/index.ts';
import type { Account } from '../ports.ts';

const allNews = ['on', 'off', 'renewed', 'recovery', 'tries'] as const;

/** News about a second factor for its owner: `recovery` when a recovery code was used, `tries` after too many wrong codes. */
export type FactorNews = (typeof allNews)[number];

/** Reads the news out of an event. */
export const readFactorNews = (text: string | undefined): FactorNews | undefined => allNews.find((known) => known === text);

/** Tells the owner by mail and in chat, in the transaction that made the change; of too many attempts once a day. */
export async function tellOfFactor(
  tx: Tx,
  { secrets }: Pick<Dependencies, 'secrets'>,
  { portal, account }: { readonly portal: Portal; readonly account: Pick<Account, 'id' | 'identifier' | 'email'> },
  { locale }: Pick<Visitor, 'locale'>,
  factor: FactorNews,
  now: Millis,
): Promise<void> {
  const params = { factor, when: translate(locale).date(now, 'dateTime', portal.timeZone), identifier: account.identifier };
  const mail = { kind: 'mail', to: account.email, template: 'twoFactor', portal: portal.id, locale, params } as const;
  const at = factor === 'tries' ? Math.floor(now / day) : now;
  const reason = `twoFactor:${account.id}:${factor}:${at}`;
  await enqueue(tx, secrets, mail, { reason, now, dueAt: now });
  const event = { name: 'twoFactorChanged', portal: portal.id, procedure: 'twoFactor', text: factor, at: now } as const;
  for (const chat of await chatsOf(tx, account.id))
    await enqueue(
      tx,
      secrets,
      { kind: 'chat', person: chat.person, event, locale: localeOf(chat.locale) },
      { reason: `${reason}:${chat.person}`, now, dueAt: now },
    );
}
