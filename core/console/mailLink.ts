import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { askedKey, requestLink } from '../passwords/index.ts';
import type { Portal } from '../portal/index.ts';
import type { Account } from '../ports.ts';

/** Mails an account's owner a link to a first or another password. It belongs to nobody's chat: who completes it is the owner of the mailbox. */
export async function mailLink(tx: Tx, dependencies: Dependencies, portal: Portal, account: Account, actor: Actor): Promise<void> {
  const purpose = account.hasPassword ? 'reset' : 'setPassword';
  const asking = { procedure: 'reset', purpose, template: purpose, key: askedKey(portal, account), account, to: account.email, unfound: 'none' } as const;
  await requestLink(tx, dependencies, { ...actor, person: 'anonymous' }, portal, asking);
}
