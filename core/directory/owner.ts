import type { Actor } from '../foundation/actor.ts';
import type { Database } from '../foundation/database/schema.ts';
import { emailKey } from '../foundation/identifiers.ts';
import type { Wish } from '../foundation/mayAsk.ts';
import { isEmployee, type Trusting } from '../portal/index.ts';

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
