import type { Millis } from '../foundation/clock.ts';
import type { Database, Tx } from '../foundation/database/schema.ts';
import { newId } from '../foundation/secrets.ts';
import type { Account } from '../ports.ts';

/** A portal account that a person has proven to own. */
export type Binding = { readonly id: string; readonly portal: string; readonly accountId: string; readonly identifier: string; readonly createdAt: Millis };

/** Records that a person owns an account. Idempotent. */
export async function bind(tx: Tx, { person, account, now }: { person: string; account: Account; now: Millis }): Promise<void> {
  await tx
    .insertInto('binding')
    .values({ id: newId(), person, accountId: account.id, portal: account.portal, createdAt: now, endedAt: null })
    .onConflict((conflict) => conflict.columns(['person', 'accountId']).doUpdateSet({ endedAt: null }))
    .execute();
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

/** Ends one of a person's own bindings; false if there is none. */
export async function unbind(db: Database, person: string, id: string, now: Millis): Promise<boolean> {
  const ended = await db
    .updateTable('binding')
    .set({ endedAt: now })
    .where('id', '=', id)
    .where('person', '=', person)
    .where('endedAt', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return ended !== undefined;
}

/** The people whose chats are bound to an account. */
export async function chatsOf(db: Database, accountId: string): Promise<{ person: string; locale: string }[]> {
  return await db
    .selectFrom('binding')
    .innerJoin('person', 'person.id', 'binding.person')
    .select(['binding.person', 'person.locale'])
    .where('accountId', '=', accountId)
    .where('endedAt', 'is', null)
    .execute();
}
