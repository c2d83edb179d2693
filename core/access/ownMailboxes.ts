import type { Actor } from '../foundation/actor.ts';
import type { Database } from '../foundation/database/schema.ts';
import { mailboxKey } from '../foundation/identifiers.ts';
import { everyApprover, type Portal, type Staffed, vouchedFor } from '../portal/index.ts';

/** Who asks, and for which account. */
type Asking = {
  readonly accountId: string;
  readonly person: string /** 1 where the person asks in the account's name, which is somebody else's. */;
  readonly onBehalf?: number;
};

/**
 * The requester's mailboxes, by `mailboxKey`: the account's, those of every account that they have ever proven to own, and the
 * addresses that rosters which the portal trusts give them and anyone else who owns the account. Nobody decides on their own request by any of these.
 * Unlinked accounts count too: unlinking one does not give its mailbox to somebody else.
 */
export async function ownMailboxes(db: Database, portal: Portal, asking: Asking): Promise<Set<string>> {
  const { accountId } = asking;
  // Who asks for somebody else counts as an approver only where the profile says so (GOV-5).
  const person = asking.onBehalf === 1 && portal.forOthers?.decide ? '' : asking.person;
  const accounts = await db
    .selectFrom('account')
    .select('emailKey')
    .where((account) =>
      account.or([account('id', '=', accountId), account('id', 'in', (bound) => bound.selectFrom('binding').select('accountId').where('person', '=', person))]),
    )
    .execute();
  const people = await owners(db, portal, { accountId, person });
  return new Set([...accounts, ...people.filter(({ trusted }) => trusted)].map(({ emailKey }) => mailboxKey(emailKey)));
}

/**
 * Whether a roster that the portal does not trust gives the requester, or anyone else who owns the account, the address of an approver. Believed, it
 * would keep that approver from deciding; not believed, they might be that very approver. So such a request goes to people.
 */
export async function claimsToApprove(db: Database, portal: Staffed, actor: Actor, accountId: string): Promise<boolean> {
  const people = await owners(db, portal, { accountId, person: actor.person });
  const claimed = people.flatMap(({ emailKey, trusted }) => (trusted ? [] : [mailboxKey(emailKey)]));
  if (actor.email !== undefined && !vouchedFor(actor, portal, 'decide')) claimed.push(mailboxKey(actor.email));
  return everyApprover(portal).some((address) => claimed.includes(mailboxKey(address)));
}

/** The requester and everybody else who owns the account, by the roster's addresses. */
async function owners(db: Database, portal: Portal, { accountId, person }: Asking): Promise<{ emailKey: string; trusted: boolean }[]> {
  const rows = await db
    .selectFrom('person')
    .select(['emailKey', 'channel', 'tenant', 'guest'])
    .where((one) =>
      one.or([
        one('id', '=', person),
        one('id', 'in', (owner) => owner.selectFrom('binding').select('person').where('accountId', '=', accountId).where('endedAt', 'is', null)),
      ]),
    )
    .where('emailKey', 'is not', null)
    .$narrowType<{ emailKey: string }>()
    .execute();
  return rows.map(({ emailKey, channel, tenant, guest }) => ({
    emailKey,
    trusted: channel !== 'msteams' || vouchedFor({ authenticated: true, channel, tenant, guest: guest === 1 }, portal, 'decide'),
  }));
}

/** Whether we know the roster's address of a person whom the channel authenticated. True for anyone else: there is no such address. */
export async function isKnownByAddress(db: Database, actor: Pick<Actor, 'person' | 'authenticated' | 'email'>): Promise<boolean> {
  if (actor.email !== undefined || !actor.authenticated) return true;
  const row = await db.selectFrom('person').select('emailKey').where('id', '=', actor.person).executeTakeFirst();
  return row !== undefined && row.emailKey !== null;
}
