import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { newIndex, newTable } from './tables.ts';

/** Where a directory and the records differ. What an earlier version was still to take out of a directory is known as such. */
export const differences: Migration = {
  up: async (db: Kysely<unknown>) => {
    const whose = { directoryId: 'text', accountId: 'text?', identifier: 'text', name: 'text', email: 'text', emailKey: 'text' } as const;
    const found = { id: 'text', portal: 'text', groupId: 'text', kind: 'text', ...whose, foundAt: 'bigint', seenAt: 'bigint' } as const;
    await newTable(db, 'accessDifference', found, 'id').execute();
    await newIndex(db, 'accessDifference', ['portal', 'groupId', 'directoryId']).unique().execute();
    await newIndex(db, 'accessDifference', ['portal', 'directoryId']).execute();
    await newTable(db, 'accessLook', { portal: 'text', groupId: 'text', lookedAt: 'bigint', people: 'integer' }).execute();
    await newIndex(db, 'accessLook', ['portal', 'groupId']).unique().execute();
    await newTable(db, 'accessLeaving', { id: 'text', portal: 'text', accountId: 'text', groupId: 'text', since: 'bigint', leftAt: 'bigint?' }, 'id').execute();
    await newIndex(db, 'accessLeaving', ['accountId', 'groupId']).unique().execute();
    await newIndex(db, 'accessLeaving', ['leftAt']).execute();
    await db.schema.alterTable('membership').addColumn('missingSince', 'bigint').execute();
    await leaving(db);
  },
};

/** Notes what is still to leave a directory, of the jobs that wait or were given up. */
async function leaving(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ id: string; payload: string; createdAt: number }>`
    select id, payload, "createdAt" from outbox where kind = 'leave' and status in ('waiting', 'claimed', 'given-up') order by "createdAt"`.execute(db);
  for (const { id, payload, createdAt } of rows) {
    const { portal, accountId, groupId } = JSON.parse(payload) as { portal: string; accountId: string; groupId: string };
    await sql`insert into "accessLeaving" (id, portal, "accountId", "groupId", since, "leftAt")
      values (${id}, ${portal}, ${accountId}, ${groupId}, ${createdAt}, null) on conflict do nothing`.execute(db);
  }
}
