import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createEmbeddedDirectory } from '../../core/connectors/embedded.ts';
import { databaseUnderTest, openRecords } from '../records.ts';

const alice = { portal: 'octopus', identifier: 'AMartin', email: 'Alice@Corp.example', givenName: 'Alice', familyName: 'Martin', phone: null, entity: null };

async function directory(t: TestContext) {
  const { db, close } = await openRecords();
  t.after(close);
  const embedded = createEmbeddedDirectory(db);
  return {
    db,
    embedded,
    create: (over: object = {}, hash: string | null = 'hash') => db.transaction().execute((tx) => embedded.create(tx, { ...alice, ...over }, hash, 1_000)),
    setPassword: (id: string, hash: string) => db.transaction().execute((tx) => embedded.setPassword(tx, id, hash, 2_000)),
  };
}

test(`${databaseUnderTest}: an account is found by id, identifier and address, however they are written, in its own portal only`, async (t) => {
  const { embedded, create, setPassword } = await directory(t);
  const made = await create();
  assert.ok(made);
  assert.deepEqual(made, { ...alice, id: made.id, lockedAt: null, hasPassword: true });
  const bare = await create({ identifier: 'bleroy' }, null);
  assert.equal(bare?.hasPassword, false);
  assert.equal((await setPassword(bare?.id ?? '', 'hash'))?.hasPassword, true);
  for (const found of [
    await embedded.get('octopus', made.id),
    await embedded.findByIdentifier('octopus', ' amartin '),
    await embedded.findByEmail('octopus', 'ALICE@corp.EXAMPLE'),
  ])
    assert.deepEqual(found, made);
  for (const found of [
    await embedded.get('invgate', made.id),
    await embedded.findByIdentifier('invgate', 'amartin'),
    await embedded.findByIdentifier('octopus', 'amarti_'),
    await embedded.findByEmail('octopus', '%@corp.example'),
  ])
    assert.equal(found, undefined);
});

test(`${databaseUnderTest}: of twenty who make the same account at once one does`, async (t) => {
  const { db, create } = await directory(t);
  const made = await Promise.all(Array.from({ length: 20 }, (_, n) => create({ identifier: n % 2 ? 'amartin' : 'AMARTIN' }, `hash ${n}`)));
  assert.equal(made.filter(Boolean).length, 1);
  assert.equal((await db.selectFrom('account').select('id').execute()).length, 1);
});

test(`${databaseUnderTest}: a new password unlocks and ends the sessions; of an account that is gone it says so`, async (t) => {
  const { db, create, setPassword } = await directory(t);
  const made = await create();
  await db.updateTable('account').set({ failedSignIns: 5, lockedAt: 1_500 }).execute();
  assert.equal((await setPassword(made?.id ?? '', 'new'))?.lockedAt, null);
  const row = await db.selectFrom('account').select(['passwordHash', 'failedSignIns', 'lockedAt', 'sessionsFrom', 'passwordSetAt']).executeTakeFirst();
  assert.deepEqual({ ...row }, { passwordHash: 'new', failedSignIns: 0, lockedAt: null, sessionsFrom: 2_000, passwordSetAt: 2_000 });
  assert.equal(await setPassword('nobody', 'new'), undefined);
});

test(`${databaseUnderTest}: an account is deleted in its own portal only, once, and its identifier can be had again`, async (t) => {
  const { db, embedded, create } = await directory(t);
  const made = await create();
  const remove = (portal: string) => db.transaction().execute((tx) => embedded.remove(tx, portal, made?.id ?? ''));
  assert.deepEqual([await remove('invgate'), await remove('octopus'), await remove('octopus')], [false, true, false]);
  assert.equal(await embedded.get('octopus', made?.id ?? ''), undefined);
  assert.ok(await create());
});
