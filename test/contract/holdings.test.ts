import assert from 'node:assert/strict';
import { test } from 'node:test';
import { finders, holdings } from '../../core/privacy/index.ts';
import { databaseUnderTest, openRecords } from '../records.ts';

test(`OPS-5 ${databaseUnderTest}: each column of each table is declared to hold something of people, or not to`, async (t) => {
  const { db, close } = await openRecords();
  t.after(close);
  const declared: Readonly<Record<string, object | 'nobody'>> = holdings;
  const tables = (await db.introspection.getTables()).filter(({ name }) => !name.startsWith('kysely_'));
  assert.deepEqual(tables.map(({ name }) => name).sort(), Object.keys(declared).sort(), 'declare the table in core/privacy/holdings.ts');
  for (const { name, columns } of tables) {
    const about = declared[name];
    if (about === 'nobody') assert.ok(!(name in finders), `${name} holds nothing of anybody, and is searched`);
    else {
      assert.deepEqual(
        columns.map((column) => column.name).sort(),
        Object.keys(about ?? {}).sort(),
        `declare the columns of ${name} in core/privacy/holdings.ts`,
      );
      assert.ok(name in finders, `say in core/privacy/finders.ts how what ${name} holds of somebody is found`);
    }
  }
});
