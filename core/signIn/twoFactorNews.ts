import type { Dependencies } from '../dependencies.ts';
import { chatsOf, endedIn, endOtherTies } from '../directory/index.ts';
import type { Actor } from '../foundation/actor.ts';
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

/** These are what an owner does to be safe again, so the ties of other people end with them. */
const endsTies: readonly FactorNews[] = ['on', 'renewed'];

const nobody: ReadonlySet<string> = new Set();

/**
 * Tells the owner by mail and in chat, in the transaction that made the change; of too many attempts once a day. Ends the ties of other people
 * where the owner made the account safe, or where support did (`by`), but those of `kept`.
 */
export async function tellOfFactor(
  tx: Tx,
  { secrets }: Pick<Dependencies, 'secrets'>,
  { portal, account }: { readonly portal: Portal; readonly account: Pick<Account, 'id' | 'identifier' | 'email'> },
  actor: Actor,
  factor: FactorNews,
  now: Millis,
  { by, kept = nobody }: { readonly by?: 'operator'; readonly kept?: ReadonlySet<string> } = {},
): Promise<void> {
  const { locale } = actor;
  const t = translate(locale);
  const chats = await chatsOf(tx, account.id);
  const ended = by !== undefined || endsTies.includes(factor) ? await endOtherTies(tx, portal, account.id, { why: 'factor', actor, now, kept }) : [];
  const params = {
    factor,
    ...(by && { by }),
    when: t.date(now, 'dateTime', portal.timeZone),
    identifier: account.identifier,
    ...endedIn(t, ended),
  };
  const mail = { kind: 'mail', to: account.email, template: 'twoFactor', portal: portal.id, locale, params } as const;
  const at = factor === 'tries' ? Math.floor(now / day) : now;
  const reason = `twoFactor:${account.id}:${factor}:${at}`;
  await enqueue(tx, secrets, mail, { reason, now, dueAt: now });
  const event = { name: 'twoFactorChanged', portal: portal.id, procedure: 'twoFactor', text: factor, at: now } as const;
  for (const chat of chats)
    await enqueue(
      tx,
      secrets,
      { kind: 'chat', person: chat.person, event, locale: localeOf(chat.locale) },
      { reason: `${reason}:${chat.person}`, now, dueAt: now },
    );
}
