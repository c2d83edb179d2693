import type { Dependencies } from '../dependencies.ts';
import { emailKey } from '../foundation/identifiers.ts';
import { keepAddress } from '../foundation/people.ts';
import { isEmployee, type Portal, type Trusting } from '../portal/index.ts';
import type { Account } from '../ports.ts';
import { tiesOf } from './ties.ts';

/**
 * The people tied to an account of whom Teams' roster says at this moment that the account's address is theirs. What was recorded of an address may be
 * days old, and it can have changed hands since. Nobody where the roster does not answer. `within`: the session in which its owner acts; the outside
 * identity that opened it is theirs as well. Not to be called within a transaction.
 */
export async function vouchedNow(
  { db, roster }: Pick<Dependencies, 'db' | 'roster'>,
  portal: Pick<Portal, 'id'> & Trusting,
  account: Pick<Account, 'id' | 'email'>,
  within?: { readonly outside: string | null },
): Promise<ReadonlySet<string>> {
  const vouched = new Set<string>();
  const key = emailKey(account.email);
  for (const { id, person, email } of await tiesOf(db, portal, account.id)) {
    // The password, or a code of the second factor, was typed in the session that this identity opened.
    if (id === within?.outside) vouched.add(person);
    if (email !== key) continue;
    const row = await db.selectFrom('person').select(['id', 'emailKey', 'address']).where('id', '=', person).executeTakeFirst();
    const entry = row?.address && roster ? await roster(JSON.parse(row.address)) : 'unavailable';
    if (!row || entry === 'unavailable') continue;
    await keepAddress(db, row, entry === 'gone' ? { email: null, guest: false } : entry);
    if (entry === 'gone' || entry.email === null || emailKey(entry.email) !== key) continue;
    if (isEmployee({ channel: 'msteams', ...entry }, portal)) vouched.add(person);
  }
  return vouched;
}
