import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { newIndex, newTable } from './tables.ts';

const credentials = ['passwordHash', 'passwordSetAt', 'failedSignIns', 'lockedAt'] as const;

/** Accounts become references to a directory's accounts. The embedded directory keeps its passwords and locks in its own table. */
export const directories: Migration = {
  up: async (db: Kysely<unknown>) => {
    const columns = { accountId: 'text', passwordHash: 'text?', passwordSetAt: 'bigint?', failedSignIns: 'integer', lockedAt: 'bigint?' } as const;
    await newTable(db, 'credential', columns, 'accountId').execute();
    const names = sql.join(credentials.map((name) => sql.ref(name)));
    await sql`insert into credential (${sql.ref('accountId')}, ${names}) select id, ${names} from account`.execute(db);
    for (const name of credentials) await db.schema.alterTable('account').dropColumn(name).execute();
    await db.schema.alterTable('account').addColumn('directoryId', 'text').execute();
    // In an external directory an identifier may move from one account to another. In the embedded one it belongs to one account.
    await db.schema.dropIndex('account_portal_identifierKey').execute();
    await newIndex(db, 'account', ['portal', 'identifierKey'], 'account_embedded_identifierKey').unique().where(sql.ref('directoryId'), 'is', null).execute();
    await newIndex(db, 'account', ['portal', 'directoryId']).unique().execute();
    await newTable(db, 'directoryAct', { key: 'text', startedAt: 'bigint', claimedUntil: 'bigint' }, 'key').execute();
  },
};
