import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Keyv } from 'keyv';
import { createKeyvStore } from '../../core/foundation/database/keyvStore.ts';
import { databaseUnderTest, openRecords } from '../records.ts';
import { keyvContract } from './keyv.ts';

keyvContract(`the records on ${databaseUnderTest}`, async (t) => {
  const { db, close } = await openRecords();
  t.after(close);
  return (namespace) => new Keyv({ store: createKeyvStore(db, Date.now), ...(namespace !== undefined && { namespace }) });
});

keyvContract("Keyv's own memory", async () => {
  const map = new Map();
  return (namespace) => new Keyv({ store: map, ...(namespace !== undefined && { namespace }) });
});

test('a store whose database is gone throws', async () => {
  const { db, close } = await openRecords();
  const it = createKeyvStore(db, Date.now);
  assert.equal(await it.get('key'), undefined);
  await close();
  await assert.rejects(it.get('key'));
  await assert.rejects(it.set('key', '1'));
  await assert.rejects(it.delete('key'));
});

test('sweeping deletes expired entries and nothing else', async (t) => {
  const { db, close } = await openRecords();
  t.after(close);
  const it = createKeyvStore(db, Date.now);
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

test('two bots sweeping at once finish and leave no expired entries', async (t) => {
  const { db, close } = await openRecords();
  t.after(close);
  const bots = [createKeyvStore(db, Date.now), createKeyvStore(db, Date.now)];
  await bots[0]?.setMany(Array.from({ length: 1_200 }, (_, n) => ({ key: `old ${n}`, value: '1', expires: Date.now() - 1 })));
  await Promise.all(bots.map((bot) => bot.sweep()));
  assert.deepEqual(await db.selectFrom('keyv').select('key').execute(), []);
});

test('sweeping skips an entry that is being renewed', { skip: databaseUnderTest === 'SQLite' && 'it has one writer at a time' }, async (t) => {
  const { db, close } = await openRecords();
  t.after(close);
  const it = createKeyvStore(db, Date.now);
  for (const key of ['old', 'renewed']) await it.set(key, '1', Date.now() - 1);
  await db.transaction().execute(async (tx) => {
    await createKeyvStore(tx, Date.now).set('renewed', '2', Date.now() + 60_000);
    assert.equal(await it.sweep(), 1);
  });
  assert.deepEqual(await it.getMany(['old', 'renewed']), [undefined, '2']);
});
