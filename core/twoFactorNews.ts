import { day, type Millis } from './clock.ts';
import type { Tx } from './database/schema.ts';
import { translate } from './i18n.ts';
import { enqueue } from './outbox.ts';
import type { Parts } from './parts.ts';
import type { Visitor } from './setPassword.ts';
import type { FactorHolder } from './twoFactorHolder.ts';

/** What an account's owner is told of its second factor: `recovery` when one of those codes was used, `tries` when too many wrong ones were typed. */
type FactorNews = 'on' | 'off' | 'renewed' | 'recovery' | 'tries';

/** Mails the owner what happened, in the transaction that did it; of too many tries once a day. */
export async function tellOfFactor(tx: Tx, { secrets }: Parts, { portal, account }: FactorHolder, { locale }: Visitor, factor: FactorNews, now: Millis) {
  const params = { factor, when: translate(locale).date(now, 'dateTime', portal.timeZone), identifier: account.identifier };
  const mail = { kind: 'mail', to: account.email, template: 'twoFactor', portal: portal.id, locale, params } as const;
  const at = factor === 'tries' ? Math.floor(now / day) : now;
  await enqueue(tx, secrets, mail, { reason: `twoFactor:${account.id}:${factor}:${at}`, now, dueAt: now });
}
