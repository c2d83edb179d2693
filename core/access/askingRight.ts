import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import { emailKey, mailboxKey } from '../foundation/identifiers.ts';
import { managerTeam, type Portal, vouchedFor } from '../portal/index.ts';
import type { Account } from '../ports.ts';
import { ownMailboxes } from './ownMailboxes.ts';

/** For whom somebody may ask at a portal: for anybody, whether or not they have an account; for those whose manager they are; or for nobody (GOV-5). */
export type AskingRight = 'anybody' | 'theirs' | 'nobody';

type Asking = Pick<Dependencies, 'directory'>;

/** What the profile says now. Only an address that a roster gives counts, in a tenant that the portal trusts. */
export async function askingRight({ directory }: Asking, actor: Actor, portal: Portal): Promise<AskingRight> {
  const askers = portal.forOthers?.askers ?? [];
  if (askers.length === 0 || !actor.authenticated || actor.email === undefined || !vouchedFor(actor, portal, 'decide')) return 'nobody';
  const address = emailKey(actor.email);
  const teams = portal.teams.filter(({ id }) => askers.includes(`@${id}`));
  const listed = [...askers, ...teams.flatMap(({ members }) => members)];
  if (listed.some((one) => emailKey(one) === address)) return 'anybody';
  const groups = teams.flatMap(({ group }) => group ?? []);
  if (groups.length > 0 && (await directory.amongGroups(portal.id, { email: address }, groups)).length > 0) return 'anybody';
  return askers.includes(`@${managerTeam}`) ? 'theirs' : 'nobody';
}

/** Whether that right reaches this account. A manager's costs the directory the same where there is none (ALL-4). */
export async function reaches({ directory }: Asking, right: AskingRight, actor: Actor, portal: Portal, account: Account | undefined): Promise<boolean> {
  if (right !== 'theirs') return right === 'anybody';
  const manager = await directory.managerOf(portal.id, account?.id ?? '');
  return account !== undefined && manager !== undefined && emailKey(manager) === emailKey(actor.email ?? '');
}

/** Whether an address is one of the asker's own: for themselves people ask as everybody does. */
export async function isOwnAddress({ db }: Pick<Dependencies, 'db'>, actor: Actor, portal: Portal, email: string, account?: Account): Promise<boolean> {
  const own = await ownMailboxes(db, portal, { accountId: '', person: actor.person });
  if (actor.email !== undefined) own.add(mailboxKey(actor.email));
  return own.has(mailboxKey(email)) || (account !== undefined && own.has(mailboxKey(account.email)));
}
