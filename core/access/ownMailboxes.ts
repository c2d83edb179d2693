import type { Actor } from '../foundation/actor.ts';
import type { Database } from '../foundation/database/schema.ts';
import { mailboxKey } from '../foundation/identifiers.ts';

/**
 * The requester's mailboxes, by `mailboxKey`: the account's, those of every account that they have ever proven to own, and the roster's
 * addresses for them and for anyone else who owns the account. Nobody decides on their own request by any of these. Unlinked accounts count
 * too: unlinking one does not give its mailbox to somebody else.
 */
export async function ownMailboxes(db: Database, { accountId, person }: { accountId: string; person: string }): Promise<Set<string>> {
  const rows = await db
    .selectFrom('account')
    .select('emailKey')
    .where((account) =>
      account.or([account('id', '=', accountId), account('id', 'in', (bound) => bound.selectFrom('binding').select('accountId').where('person', '=', person))]),
    )
    .unionAll((people) =>
      people
        .selectFrom('person')
        .select('emailKey')
        .where((one) =>
          one.or([
            one('id', '=', person),
            one('id', 'in', (owner) => owner.selectFrom('binding').select('person').where('accountId', '=', accountId).where('endedAt', 'is', null)),
          ]),
        )
        .where('emailKey', 'is not', null)
        .$narrowType<{ emailKey: string }>(),
    )
    .execute();
  return new Set(rows.map(({ emailKey }) => mailboxKey(emailKey)));
}

/** Whether we know the roster's address of a person whom the channel authenticated. True for anyone else: there is no such address. */
export async function isKnownByAddress(db: Database, actor: Pick<Actor, 'person' | 'authenticated' | 'email'>): Promise<boolean> {
  if (actor.email !== undefined || !actor.authenticated) return true;
  const row = await db.selectFrom('person').select('emailKey').where('id', '=', actor.person).executeTakeFirst();
  return row !== undefined && row.emailKey !== null;
}
