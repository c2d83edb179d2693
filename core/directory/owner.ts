import type { Actor } from '../foundation/actor.ts';
import type { Database } from '../foundation/database/schema.ts';
import { emailKey } from '../foundation/identifiers.ts';
import type { Wish } from '../foundation/mayAsk.ts';
import { isEmployee, type Trusting } from '../portal/index.ts';
import type { Account } from '../ports.ts';

/** An account, or what stands for one: `to` is the mailbox that a mail about it goes to. */
type Owned = { readonly portal: Trusting; readonly accountId: string | null | undefined; readonly to?: string | undefined };

/**
 * Who asks, if the channel vouches for them, and whether they are known as the owner: their address in the roster is the account's, or their chat is
 * tied to it. It opens nothing: it only says whose limits are counted. One statement, whatever is found (ALL-4).
 */
export async function ownerAmong(db: Database, actor: Actor, { portal, accountId, to }: Owned): Promise<Pick<Wish, 'who' | 'owner'>> {
  const { person, authenticated, email } = actor;
  if (!authenticated) return { who: undefined, owner: false };
  const row = await db
    .selectFrom('account')
    .leftJoin('binding', (join) => join.onRef('binding.accountId', '=', 'account.id').on('binding.person', '=', person).on('binding.endedAt', 'is', null))
    .select(['account.emailKey', 'binding.id'])
    .where('account.id', '=', accountId ?? '')
    .executeTakeFirst();
  const recorded = to ? emailKey(to) : row?.emailKey;
  // Another tenant's roster, or a guest's, may give anybody that address: its people share the limits of strangers.
  const isTheirs = email !== undefined && isEmployee(actor, portal) && recorded === emailKey(email);
  return { who: person, owner: isTheirs || row?.id != null };
}

/**
 * Whether somebody who typed a code in chat is known as the account's owner without it: their chat is tied to it, or the roster gave them its address. Whoever is
 * not may have been told that code by telephone.
 */
export async function isKnownOwner(db: Database, portal: Trusting, person: string, account: Pick<Account, 'id' | 'email'>): Promise<boolean> {
  const row = await db
    .selectFrom('person')
    .leftJoin('binding', (join) => join.onRef('binding.person', '=', 'person.id').on('binding.accountId', '=', account.id).on('binding.endedAt', 'is', null))
    .select(['person.channel', 'person.tenant', 'person.guest', 'person.emailKey', 'binding.id as tie'])
    .where('person.id', '=', person)
    .executeTakeFirst();
  if (!row) return false;
  const isTheirs = row.emailKey === emailKey(account.email) && row.channel === 'msteams';
  return row.tie !== null || (isTheirs && isEmployee({ channel: 'msteams', tenant: row.tenant, guest: row.guest === 1 }, portal));
}
