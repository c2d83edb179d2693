import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import type { Millis } from '../foundation/clock.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { endGrants } from '../foundation/grants.ts';
import { localeOf, translate } from '../foundation/i18n.ts';
import { enqueue, withoutSecrets } from '../foundation/outbox/enqueue.ts';
import { endMailed } from '../foundation/requests.ts';
import { newId } from '../foundation/secrets.ts';
import type { Portal, Trusting } from '../portal/index.ts';
import type { Account } from '../ports.ts';
import { endedIn, endTies } from './ties.ts';

/** An account's recorded address before and after a change, and who changed it. */
export type AddressChange = { readonly from: string; readonly to: string; readonly actor: Actor; readonly now: Millis };

/** Until when no password link is mailed to an account's address, because it was changed of late. Undefined if it is not so. */
export function restsUntil(portal: Portal, { emailSince }: Pick<Account, 'emailSince'>, now: Millis): Millis | undefined {
  const until = (emailSince ?? 0) + portal.lifetimes.newAddress;
  return emailSince !== undefined && now < until ? until : undefined;
}

/**
 * What follows from another recorded address, in the transaction that records it: what was mailed to the old one opens nothing any more, the
 * account's ties end, since they were proven there, its sessions end, since a reset mailed there may have opened them, and both mailboxes are told. `rests`: no password link is mailed to the new one for a while.
 */
export async function followAddress(
  tx: Tx,
  portal: Pick<Portal, 'id'> & Trusting,
  account: Pick<Account, 'id' | 'identifier'>,
  { from, to, actor, now, rests }: AddressChange & { readonly rests: boolean },
): Promise<void> {
  const { locale } = await lastSpoken(tx, account.id);
  const ended = await endTies(tx, portal, account.id, { why: 'address', actor, now });
  await endMailed(tx, account.id, now);
  const over = await tx
    .updateTable('session')
    .set({ endedAt: now, ending: 'addressChanged' })
    .where('accountId', '=', account.id)
    .where('endedAt', 'is', null)
    .returning('id')
    .execute();
  await endGrants(tx, account.id);
  const record = { at: now, actor, action: 'account.addressChanged', portal: portal.id, subject: `account:${account.id}`, outcome: 'ok' };
  await audit(tx, { ...record, detail: { from, to, tiesEnded: ended.length, sessionsEnded: over.length } });
  const params = {
    at: now,
    identifier: account.identifier,
    by: actor.person.startsWith('operator:') ? 'operator' : 'directory',
    ...endedIn(translate(locale), ended),
  };
  const told = { kind: 'mail', template: 'addressChanged', portal: portal.id, locale } as const;
  const reason = `address:${newId()}`;
  // The old mailbox may be somebody else's by now: it is not told the new address.
  const mails = [
    [from, { ...params, side: 'old' }],
    [to, { ...params, side: 'new', ...(rests && { rests: 1 }) }],
  ] as const;
  for (const [address, content] of mails)
    if (address !== '') await enqueue(tx, withoutSecrets, { ...told, to: address, params: content }, { reason: `${reason}:${content.side}`, now, dueAt: now });
}

/** The language of an account's owner, as far as their chat or their last request tells. French otherwise. */
export async function lastSpoken(tx: Tx, accountId: string) {
  const chat = await tx
    .selectFrom('binding')
    .innerJoin('person', 'person.id', 'binding.person')
    .select('locale')
    .where('accountId', '=', accountId)
    .where('endedAt', 'is', null)
    .orderBy('binding.createdAt', 'desc')
    .limit(1)
    .executeTakeFirst();
  const asked =
    chat ?? (await tx.selectFrom('request').select('locale').where('accountId', '=', accountId).orderBy('createdAt', 'desc').limit(1).executeTakeFirst());
  return { locale: localeOf(asked?.locale ?? 'fr') };
}
