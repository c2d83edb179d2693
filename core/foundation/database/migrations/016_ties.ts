import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { newIndex, newTable } from './tables.ts';

/** Requests know the address that their links and codes were mailed to, accounts since when they have theirs, and chats prove a second factor. */
export const ties: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema.alterTable('request').addColumn('sentTo', 'text').execute();
    // Open links of the previous version went to the address that the account has now.
    await sql`update request set ${sql.ref('sentTo')} = (select ${sql.ref('emailKey')} from account where account.id = request.${sql.ref('accountId')})
      where ${sql.ref('accountId')} is not null and ${sql.ref('completedAt')} is null`.execute(db);
    await newIndex(db, 'request', ['accountId']).execute();
    await db.schema.alterTable('account').addColumn('emailSince', 'bigint').execute();
    await newTable(db, 'factorProof', { person: 'text', accountId: 'text', until: 'bigint' }).execute();
    await newIndex(db, 'factorProof', ['person', 'accountId']).unique().execute();
  },
};
