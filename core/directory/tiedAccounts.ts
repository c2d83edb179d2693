import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import type { Portal } from '../portal/index.ts';
import type { Account } from '../ports.ts';
import { bindingsOf } from './bindings.ts';

/** The accounts of a portal that this person has proven to own, as their directory shows them now. None that is disabled there. */
export async function tiedAccounts({ db, directory }: Pick<Dependencies, 'db' | 'directory'>, actor: Actor, portal: Portal): Promise<Account[]> {
  if (!actor.authenticated) return [];
  const tied = async () => (await bindingsOf(db, actor.person)).filter((binding) => binding.portal === portal.id);
  const bound = await tied();
  const found = await Promise.all(bound.map(({ accountId }) => directory.get(portal.id, accountId)));
  // Looking may have ended a tie: the directory elsewhere shows another address by now.
  const left = portal.directory.kind === 'embedded' ? bound : await tied();
  return found.flatMap((account) => (account && !account.disabled && left.some(({ accountId }) => accountId === account.id) ? [account] : []));
}
