import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { refer } from '../../core/directory/references.ts';
import { databaseUnderTest, openRecords } from '../records.ts';

const entry = {
  ...{ id: 'there', identifier: 'amartin', email: 'a.martin@corp.example', givenName: 'Alice', familyName: 'Martin', phone: null, entity: null },
  ...{ hasPassword: true, locked: false, disabled: false, privileged: false, passwordEndsAt: null },
};

test(`ALL-4 ${databaseUnderTest}: who is not found in a directory elsewhere costs a written row, as who is found does, and leaves nothing of what was looked for`, async (t) => {
  const { db, close } = await openRecords();
  t.after(close);
  const rows = async () => [await db.selectFrom('account').selectAll().execute(), await db.selectFrom('notFound').selectAll().execute()] as const;
  for (const [who, accounts, none] of [
    ['nobody', 0, 1],
    ['somebody', 1, 1],
    ['nobody', 1, 1],
    ['somebody', 1, 1],
  ] as const) {
    const before = JSON.stringify(await rows());
    assert.equal((await refer(db, 'scim', who === 'nobody' ? undefined : entry, Date.now() + accounts)) === '', who === 'nobody');
    const after = await rows();
    assert.notEqual(JSON.stringify(after), before);
    assert.deepEqual(
      after.map((each) => each.length),
      [accounts, none],
    );
  }
  // What hangs on a reference by an index hangs on that row too.
  const indexed = async (table: string): Promise<string[]> => {
    const { rows } = await (databaseUnderTest === 'PostgreSQL'
      ? sql<{ name: string }>`select indexdef as name from pg_indexes where tablename = ${table}`
      : sql<{ name: string }>`select sql as name from sqlite_master where type = 'index' and tbl_name = ${table} and sql is not null`
    ).execute(db);
    return rows.map(({ name }) => /\(([^)]*)\)/.exec(name)?.[1]?.replaceAll('"', '') ?? '');
  };
  const taken = await indexed('notFound');
  for (const columns of await indexed('account')) if (!['portal, identifierKey', 'phone'].includes(columns)) assert.ok(taken.includes(columns), columns);
});
