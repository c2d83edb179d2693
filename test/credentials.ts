import type { Database, Schema } from '../core/foundation/database/schema.ts';

type Whose = { readonly [column in 'portal' | 'identifier' | 'identifierKey']?: string };

/** Accounts of the embedded directory with their passwords and locks. */
export const credentials = (db: Database) => db.selectFrom('account').innerJoin('credential', 'credential.accountId', 'account.id');

/** Changes passwords or locks behind the embedded directory's back: of one account, of a portal's, or of all. */
export async function setCredential(db: Database, set: Partial<Schema['credential']>, whose: Whose = {}): Promise<void> {
  await db
    .updateTable('credential')
    .set(set)
    .where('accountId', 'in', (accounts) =>
      accounts
        .selectFrom('account')
        .select('id')
        .where((row) => row.and(whose)),
    )
    .execute();
}
