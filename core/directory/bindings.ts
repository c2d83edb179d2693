import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import type { Millis } from '../foundation/clock.ts';
import type { Database, Tx } from '../foundation/database/schema.ts';
import type { Locale } from '../foundation/i18n.ts';
import { newId } from '../foundation/secrets.ts';
import type { Portal } from '../portal/index.ts';
import type { Account } from '../ports.ts';
import { mailTie } from './tieMail.ts';
import { outsideChannel, tiesOf } from './ties.ts';

/** A portal account that a person has proven to own. */
export type Binding = { readonly id: string; readonly portal: string; readonly accountId: string; readonly identifier: string; readonly createdAt: Millis };

/**
 * Ties a person's chat to an account that they have proven to own, and tells the account's owner by mail. Where it is tied already nothing happens
 * and nobody is told.
 */
export async function bind(
  tx: Tx,
  dependencies: Pick<Dependencies, 'secrets' | 'publicUrl'>,
  portal: Portal,
  { person, account, actor, locale, now }: { person: string; account: Account; actor: Actor; locale: Locale; now: Millis },
): Promise<void> {
  const made = await tx
    .insertInto('binding')
    .values({ id: newId(), person, accountId: account.id, portal: account.portal, createdAt: now, endedAt: null })
    .onConflict((conflict) => conflict.columns(['person', 'accountId']).doUpdateSet({ endedAt: null, createdAt: now }).where('binding.endedAt', 'is not', null))
    .returning('id')
    .executeTakeFirst();
  const tie = made && (await tiesOf(tx, portal, account.id)).find(({ id }) => id === made.id);
  if (!tie) return;
  const record = { at: now, actor, action: 'account.linked', portal: portal.id, subject: `account:${account.id}`, outcome: 'ok' };
  await audit(tx, { ...record, detail: { person, ...(tie.issuer !== undefined && { outside: true }) } });
  await mailTie(tx, dependencies, { portal, account, locale, now }, tie);
}

/** The accounts that a person is bound to, oldest first. */
export async function bindingsOf(db: Database, person: string): Promise<Binding[]> {
  return await db
    .selectFrom('binding')
    .innerJoin('account', 'account.id', 'binding.accountId')
    .select(['binding.id', 'binding.portal', 'binding.accountId', 'account.identifier', 'binding.createdAt'])
    .where('binding.person', '=', person)
    .where('binding.endedAt', 'is', null)
    .orderBy('binding.createdAt')
    .execute();
}

/** The people whose chats are bound to an account. */
export async function chatsOf(db: Database, accountId: string): Promise<{ person: string; locale: string }[]> {
  return await db
    .selectFrom('binding')
    .innerJoin('person', 'person.id', 'binding.person')
    .select(['binding.person', 'person.locale'])
    .where('accountId', '=', accountId)
    .where('endedAt', 'is', null)
    // No message reaches an outside identity.
    .where('channel', '!=', outsideChannel)
    .execute();
}

/** The channels on which a chat is still the same person's, days later. A Web Chat ends with its page. */
const lasting = ['msteams', 'emulator'];

/** The chats of an account's owner in which news reach them, the latest first. Only the tenants that its portal serves count; none named: all. */
export async function reachableChatsOf(db: Database, accountId: string, tenants: readonly string[]): Promise<{ address: string; locale: string }[]> {
  const rows = await db
    .selectFrom('binding')
    .innerJoin('person', 'person.id', 'binding.person')
    .select(['person.address', 'person.locale'])
    .where('accountId', '=', accountId)
    .where('endedAt', 'is', null)
    .where('channel', 'in', lasting)
    .$if(tenants.length > 0, (served) => served.where('tenant', 'in', tenants))
    .orderBy('seenAt', 'desc')
    .limit(3)
    .execute();
  return rows.flatMap(({ address, locale }) => (address === null ? [] : [{ address, locale }]));
}
