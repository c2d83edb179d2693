import { tieName } from '../directory/index.ts';
import type { Actor } from '../foundation/actor.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { translate } from '../foundation/i18n.ts';

/** How a mail calls the administrator who did something to a person that did not ask: by name where the channel vouches for it, and by the account's address. */
export async function doerName(tx: Tx, actor: Actor, accountId: string | undefined): Promise<string> {
  const account = await tx
    .selectFrom('account')
    .select('email')
    .where('id', '=', accountId ?? '')
    .executeTakeFirst();
  return tieName(translate(actor.locale), { name: actor.authenticated ? actor.name : undefined, email: account?.email });
}
