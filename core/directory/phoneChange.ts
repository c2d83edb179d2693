import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import { hour, type Millis } from '../foundation/clock.ts';
import type { Database, Tx } from '../foundation/database/schema.ts';
import { enqueue, withoutSecrets } from '../foundation/outbox/enqueue.ts';
import { newId } from '../foundation/secrets.ts';
import type { Portal } from '../portal/index.ts';
import type { Account } from '../ports.ts';
import { lastSpoken } from './addressChange.ts';

/** Where text messages to an account go now. `until`: they go there because its number changed of late. */
export type PhoneNow = { readonly phone: string | undefined; readonly until?: Millis };

/** The end of a rest that the owner asked for: the next change of the number begins another. */
const never: Millis = Number.MAX_SAFE_INTEGER;

/** Where accounts have no profile of their own. */
const standard = { newPhone: 72 * hour };

/**
 * Where a text message to an account goes: to its number or, while a change of that rests, to where they went before, which may be by e-mail. Whoever
 * can change a number could otherwise read the code that should keep them out.
 */
export async function phoneNow(db: Database, { id, phone }: Pick<Account, 'id' | 'phone'>, now: Millis): Promise<PhoneNow> {
  const row = await db.selectFrom('account').select(['formerPhone', 'phoneRestsUntil']).where('id', '=', id).executeTakeFirst();
  const until = row?.phoneRestsUntil ?? 0;
  return until > now ? { phone: row?.formerPhone ?? undefined, until } : { phone: phone ?? undefined };
}

/**
 * What follows from another telephone number, in the transaction that records it: codes go where they went before for a while, and the owner is told by
 * mail, by the last digits. `quietly` where mails about another address say enough. Back at the former number, nothing rests.
 */
export async function followPhone(
  tx: Tx,
  portal: Pick<Portal, 'id'> & Partial<Pick<Portal, 'lifetimes'>>,
  account: Pick<Account, 'id' | 'identifier' | 'email'>,
  { from, to, now, quietly = false }: { readonly from: string | null; readonly to: string | null; readonly now: Millis; readonly quietly?: boolean },
): Promise<void> {
  const before = (await phoneNow(tx, { id: account.id, phone: from }, now)).phone ?? null;
  const until = to === before ? null : now + (portal.lifetimes ?? standard).newPhone;
  await tx
    .updateTable('account')
    .set({ formerPhone: until === null ? null : before, phoneRestsUntil: until })
    .where('id', '=', account.id)
    .execute();
  if (quietly) return;
  const { locale } = await lastSpoken(tx, account.id);
  const rests = until !== null && { until, ...(before !== null && { former: before.slice(-2) }) };
  const params = { at: now, identifier: account.identifier, ...(to !== null && { ends: to.slice(-2) }), ...rests };
  const mail = { kind: 'mail', to: account.email, template: 'phoneChanged', portal: portal.id, locale, params } as const;
  await enqueue(tx, withoutSecrets, mail, { reason: `phone:${newId()}`, now, dueAt: now });
}

/** Keeps the numbers of a mailbox's accounts that rest from ever taking codes, as its owner did not change them. Returns the portals. */
export async function refusePhones(tx: Tx, actor: Actor, mailbox: string, now: Millis): Promise<string[]> {
  const refused = await tx
    .updateTable('account')
    .set({ phoneRestsUntil: never })
    .where('emailKey', '=', mailbox)
    .where('phoneRestsUntil', '>', now)
    .returning(['id', 'portal'])
    .execute();
  for (const { id, portal } of refused) await audit(tx, { at: now, actor, action: 'account.phoneRefused', portal, subject: `account:${id}`, outcome: 'ok' });
  return refused.map(({ portal }) => portal);
}
