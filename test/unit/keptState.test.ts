import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Keyv } from 'keyv';
import { createKeptState } from '../../bot/keptState.ts';
import { createState } from '../../bot/state.ts';
import { minute } from '../../core/foundation/clock.ts';
import { createKeyvStore } from '../../core/foundation/database/keyvStore.ts';
import { migrate } from '../../core/foundation/database/migrate.ts';
import { openDatabase } from '../../core/foundation/database/open.ts';

const key = 'msteams/28:guichet/conversations/a:alice';

/** Two processes over the same records, with a look at the statements of both. */
async function two() {
  const statements: string[] = [];
  const db = await openDatabase('sqlite::memory:', (text) => void statements.push(text));
  await migrate(db);
  const time = { now: 1_000_000 };
  const open = () =>
    createKeptState(
      createKeyvStore(db, () => time.now),
      () => time.now,
    );
  statements.length = 0;
  return { db, time, statements, here: open(), there: open() };
}

test('where this bot wrote last, a turn reads nothing, and what it got is its own', async () => {
  const { here, statements } = await two();
  await here.write({ [key]: { n: 1 } });
  const read = await here.read([key]);
  assert.deepEqual(read, { [key]: { n: 1 } });
  read[key].n = 7;
  assert.deepEqual(await here.read([key]), { [key]: { n: 1 } });
  assert.equal(statements.length, 1);
  await here.write({ [key]: { n: 1 } });
  assert.equal(statements.length, 1, 'and what has not changed is not written');
});

test('where another bot may have written, it is read anew', async () => {
  const { here, there } = await two();
  await here.write({ [key]: { n: 1 } });
  assert.deepEqual(await there.read([key]), { [key]: { n: 1 } });
  await there.write({ [key]: { n: 2 } });
  here.forget('a:alic');
  assert.deepEqual(await here.read([key]), { [key]: { n: 1 } });
  here.forget('a:alice');
  assert.deepEqual(await here.read([key]), { [key]: { n: 2 } });
});

test('what was deleted since a turn began is not brought back by it', async () => {
  const { here, db } = await two();
  await here.write({ [key]: { n: 1 } });
  await db.deleteFrom('keyv').execute();
  await here.write({ [key]: { n: 4 } });
  assert.deepEqual(await here.read([key]), {});
  await here.write({ [key]: { n: 5 } });
  assert.deepEqual(await here.read([key]), { [key]: { n: 5 } });
});

test('who comes back after a minute is read anew, and what could not be written is not believed', async () => {
  const { here, db, time } = await two();
  await here.write({ [key]: { n: 1 } });
  await db.updateTable('keyv').set({ value: '{"value":{"n":2}}' }).execute();
  time.now += minute;
  assert.deepEqual(await here.read([key]), { [key]: { n: 2 } });
  await db.schema.alterTable('keyv').renameTo('elsewhere').execute();
  await assert.rejects(here.write({ [key]: { n: 3 } }));
  await assert.rejects(here.read([key]));
  await db.schema.alterTable('elsewhere').renameTo('keyv').execute();
  assert.deepEqual(await here.read([key]), { [key]: { n: 2 } });
});

test('the rows are as Keyv writes them, so that what an older version left is read', async () => {
  const { db, here } = await two();
  const store = createKeyvStore(db, () => 1);
  const before = createState(new Keyv({ store, serialization: JSON }));
  await before.write({ [key]: { n: 1 } });
  assert.deepEqual(await here.read([key]), { [key]: { n: 1 } });
  await here.write({ [key]: { n: 2 } });
  assert.deepEqual(await before.read([key]), { [key]: { n: 2 } });
});
