import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Keyv } from 'keyv';
import { createKeyvStore } from '../../core/database/keyvStore.ts';
import { migrate } from '../../core/database/migrate.ts';
import { openDatabase } from '../../core/database/open.ts';

async function stores() {
  const db = await openDatabase('sqlite::memory:');
  await migrate(db);
  return { db, store: () => createKeyvStore(db, Date.now) };
}

// What Keyv promises of every store, its own memory included: the same table runs against both.
const kinds: Record<string, () => Promise<(namespace?: string) => Keyv>> = {
  'the records': async () => {
    const { store } = await stores();
    return (namespace) => new Keyv({ store: store(), ...(namespace !== undefined && { namespace }) });
  },
  "Keyv's own memory": async () => {
    const map = new Map();
    return (namespace) => new Keyv({ store: map, ...(namespace !== undefined && { namespace }) });
  },
};

for (const [kind, make] of Object.entries(kinds)) {
  test(`${kind}: what is set is got, whatever its shape`, async () => {
    const keyv = (await make())();
    for (const value of ['text', 'naïve 🔑 \0', 0, false, null, { a: [1, { b: null }] }, '', 'x'.repeat(100_000)]) {
      assert.equal(await keyv.set('key', value), true);
      assert.deepEqual(await keyv.get('key'), value);
    }
    assert.equal(await keyv.get('other'), undefined);
    await keyv.set("quote'; drop table keyv; --", 1);
    assert.equal(await keyv.get("quote'; drop table keyv; --"), 1);
  });

  test(`${kind}: has and delete tell what there was`, async () => {
    const keyv = (await make())();
    await keyv.set('key', 1);
    assert.equal(await keyv.has('key'), true);
    assert.equal(await keyv.delete('key'), true);
    assert.equal(await keyv.delete('key'), false);
    assert.equal(await keyv.has('key'), false);
    assert.equal(await keyv.get('key'), undefined);
  });

  test(`${kind}: many at once`, async () => {
    const keyv = (await make())();
    await keyv.setMany([
      { key: 'a', value: 1 },
      { key: 'b', value: 2 },
    ]);
    assert.deepEqual(await keyv.getMany(['b', 'none', 'a', 'b']), [2, undefined, 1, 2]);
    assert.deepEqual(await keyv.hasMany(['a', 'none']), [true, false]);
    assert.deepEqual(await keyv.deleteMany(['a', 'none']), [true, false]);
    assert.deepEqual(await keyv.getMany(['a', 'b']), [undefined, 2]);
  });

  test(`${kind}: what has a lifetime is gone after it, and stays when it is set again without one`, async () => {
    const keyv = (await make())();
    await keyv.set('short', 1, 5);
    await keyv.set('long', 1, 60_000);
    await keyv.set('renewed', 1, 5);
    await keyv.set('renewed', 2);
    assert.equal(await keyv.get('short'), 1);
    await new Promise((later) => setTimeout(later, 10));
    assert.deepEqual(await keyv.getMany(['short', 'long', 'renewed']), [undefined, 1, 2]);
    assert.equal(await keyv.has('short'), false);
  });

  test(`${kind}: namespaces do not meet, not even where one looks like a pattern`, async () => {
    const keyv = await make();
    const [plain, like, other] = [keyv('a_'), keyv('ab'), keyv('%')];
    for (const one of [plain, like, other]) await one.set('key', one.namespace);
    assert.deepEqual(await Promise.all([plain, like, other].map((one) => one.get('key'))), ['a_', 'ab', '%']);
    await plain.clear();
    await other.clear();
    assert.deepEqual(await Promise.all([plain, like, other].map((one) => one.get('key'))), [undefined, 'ab', undefined]);
  });
}

test('a store whose database is gone throws', async () => {
  const { db, store } = await stores();
  const it = store();
  await db.destroy();
  await assert.rejects(it.get('key'));
  await assert.rejects(it.set('key', '1'));
  await assert.rejects(it.delete('key'));
});

test('sweeping deletes what has expired, and nothing else', async () => {
  const { db, store } = await stores();
  const it = store();
  for (let n = 0; n < 700; n += 1) await it.set(`old ${n}`, '1', Date.now() - 1);
  await it.set('fresh', '1', Date.now() + 60_000);
  await it.set('kept', '1');
  assert.equal(await it.get('old 1'), undefined);
  assert.equal(await it.delete('old 1'), false);
  assert.equal(await it.sweep(), 699);
  const left = await db.selectFrom('keyv').select('key').orderBy('key').execute();
  assert.deepEqual(
    left.map(({ key }) => key),
    ['fresh', 'kept'],
  );
});
