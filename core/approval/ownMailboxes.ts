import type { Database } from '../database/schema.ts';
import { mailboxKey } from '../identifiers.ts';

/**
 * The mailboxes of who asked, by `mailboxKey`: the account's, those of every account that this person has proven to own, and those that the
 * roster gave for them and for whoever else owns the account. Nobody decides on their own request, by whichever address.
 */
export async function ownMailboxes(db: Database, { accountId, person }: { accountId: string; person: string }): Promise<Set<string>> {
  const rows = await db
    .selectFrom('account')
    .select('emailKey')
    .where((account) =>
      account.or([
        account('id', '=', accountId),
        account('id', 'in', (bound) => bound.selectFrom('binding').select('accountId').where('person', '=', person).where('endedAt', 'is', null)),
      ]),
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
