import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { createEmbeddedDirectory } from '../../core/connectors/embedded.ts';
import { hour } from '../../core/foundation/clock.ts';
import type { Database } from '../../core/foundation/database/schema.ts';
import { verifyPassword } from '../../core/foundation/passwordHash.ts';
import type { Commit, Entry } from '../../core/ports.ts';
import { credentials, setCredential } from '../credentials.ts';
import { databaseUnderTest, openRecords } from '../records.ts';
import { directoryContract, person } from './directory.ts';

// A suite of its own, so that it lets go of its database before the last hook closes the server's.
describe(`Guichet’s own directory on ${databaseUnderTest}`, () => {
  directoryContract(`Guichet’s own directory on ${databaseUnderTest}`, async () => {
    const { db, close } = await openRecords();
    const open = () => createEmbeddedDirectory(db, Date.now, 'octopus', { lockAfter: 5, lockFor: hour });
    const own = open();
    const written = (write: Commit) => commit(db, write, Date.now());
    return {
      name: databaseUnderTest,
      open,
      typed: (uid) => uid,
      put: async (uid, over) => {
        const { password, email, givenName, familyName } = person(uid, over);
        const made = await own.create({ identifier: uid, email, givenName, familyName, phone: null, entity: null }, password);
        assert.ok(made.ok && (await written(made.value.commit)));
        return made.value.entry.id;
      },
      opens: async (id, password) => {
        const row = await credentials(db).select('passwordHash').where('account.id', '=', id).executeTakeFirst();
        return row?.passwordHash != null && (await verifyPassword(password, row.passwordHash));
      },
      commit: written,
      close,
    };
  });
});

const alice = { identifier: 'AMartin', email: 'Alice@Corp.example', givenName: 'Alice', familyName: 'Martin', phone: null, entity: null };
const usual = 'phare de la pointe';

async function directory(t: TestContext) {
  const { db, close } = await openRecords();
  t.after(close);
  const time = { now: 1_000 };
  const open = (portal: string) => createEmbeddedDirectory(db, () => time.now, portal, { lockAfter: 5, lockFor: hour });
  const embedded = open('octopus');
  return {
    db,
    time,
    embedded,
    other: open('invgate'),
    create: async (over: object = {}, password: string | undefined = usual): Promise<Entry | undefined> => {
      const made = await embedded.create({ ...alice, ...over }, password);
      assert.ok(made.ok);
      return (await commit(db, made.value.commit, 1_000)) ? made.value.entry : undefined;
    },
    set: async (entry: Entry, password: string): Promise<boolean> => {
      const written = await embedded.setPassword(entry, password);
      assert.ok(written.ok);
      return await commit(db, written.value, 2_000);
    },
  };
}

const commit = (db: Database, write: Commit, now: number): Promise<boolean> => db.transaction().execute((tx) => write(tx, now));

test(`${databaseUnderTest}: a short name with its domain is the one account of that name there, and nobody's where several could be meant`, async (t) => {
  const { db, embedded, create } = await directory(t);
  const short = createEmbeddedDirectory(db, () => 1_000, 'octopus', { lockAfter: 5, lockFor: hour, shortNames: true });
  const made = await create({ identifier: 'jdupont', email: 'jean.dupont@corp.example' });
  assert.ok(made);
  for (const identifier of ['CORP\\jdupont', 'corp\\JDupont', 'jdupont@corp.example', 'JDUPONT@CORP.EXAMPLE', 'jdupont@corp'])
    assert.equal((await short.find({ identifier }))?.id, made.id, identifier);
  for (const identifier of [
    'LAB\\jdupont',
    'jdupont@lab.example',
    'jdupont@corp.example.org',
    'CORP\\',
    '\\jdupont',
    '@corp.example',
    'CORP\\x\\jdupont',
    'jean.dupont@corp.example',
  ])
    assert.equal(await short.find({ identifier }), undefined, identifier);
  assert.equal(await embedded.find({ identifier: 'CORP\\jdupont' }), undefined, 'where identifiers are addresses nothing is cut off');
  // Somebody else has it as an address: either could be meant.
  for (const n of [1, 2, 3]) await create({ identifier: `juliette${n}`, email: 'jdupont@corp.example' });
  assert.equal(await short.find({ identifier: 'jdupont@corp.example' }), undefined);
  assert.equal((await short.find({ identifier: 'CORP\\jdupont' }))?.id, made.id);
  const whole = await create({ identifier: 'jdupont@corp.example', email: 'j@corp.example' });
  assert.equal((await short.find({ identifier: 'jdupont@corp.example' }))?.id, whole?.id, 'who is called exactly so is meant');
});

test(`${databaseUnderTest}: finds an account by id, identifier and address, in any spelling, in its own portal only`, async (t) => {
  const { embedded, other, create, set } = await directory(t);
  const made = await create();
  assert.ok(made);
  const state = { hasPassword: true, locked: false, disabled: false, privileged: false, passwordEndsAt: null };
  assert.deepEqual(made, { ...alice, ...state, id: made.id });
  const bare = await embedded.create({ ...alice, identifier: 'bleroy' }, undefined);
  assert.ok(bare.ok);
  assert.equal(bare.value.entry.hasPassword, false);
  for (const found of [
    await embedded.find({ id: made.id }),
    await embedded.find({ identifier: ' amartin ' }),
    await embedded.find({ email: 'ALICE@corp.EXAMPLE' }),
  ])
    assert.deepEqual(found, made);
  for (const found of [
    await other.find({ id: made.id }),
    await other.find({ identifier: 'amartin' }),
    await embedded.find({ identifier: 'amarti_' }),
    await embedded.find({ email: '%@corp.example' }),
  ])
    assert.equal(found, undefined);
  assert.equal(await set({ ...made, id: 'nobody' }, 'new'), false);
});

test(`${databaseUnderTest}: of twenty simultaneous creations of one account, one succeeds`, async (t) => {
  const { db, create } = await directory(t);
  const made = await Promise.all(Array.from({ length: 20 }, (_, n) => create({ identifier: n % 2 ? 'amartin' : 'AMARTIN' })));
  assert.equal(made.filter(Boolean).length, 1);
  assert.equal((await db.selectFrom('account').select('id').execute()).length, 1);
  assert.equal((await db.selectFrom('credential').select('accountId').execute()).length, 1);
});

test(`${databaseUnderTest}: a new password unlocks the account, and is refused if the account is gone`, async (t) => {
  const { db, embedded, create, set } = await directory(t);
  const made = await create();
  assert.ok(made);
  await setCredential(db, { failedSignIns: 5, lockedAt: 1_500 });
  assert.equal((await embedded.find({ id: made.id }))?.locked, true);
  assert.equal(await set(made, 'bateau dans la brume'), true);
  assert.equal((await embedded.find({ id: made.id }))?.locked, false);
  const row = await credentials(db).select(['passwordHash', 'failedSignIns', 'lockedAt', 'passwordSetAt']).executeTakeFirstOrThrow();
  assert.ok(await verifyPassword('bateau dans la brume', row.passwordHash ?? ''));
  assert.deepEqual([row.failedSignIns, row.lockedAt, row.passwordSetAt], [0, null, 2_000]);
});

test(`EX-3 ${databaseUnderTest}: the fifth failure locks the account, even for the right password; a successful sign-in before that resets the count`, async (t) => {
  const { db, embedded, create } = await directory(t);
  const made = await create();
  const wrong = async () => {
    const verified = await embedded.verify(made, 'wrong');
    assert.ok(!verified.ok);
    return verified.locks;
  };
  const right = async () => {
    const verified = await embedded.verify(made, usual);
    return verified.ok ? await commit(db, verified.commit, 1_000) : verified.why;
  };
  for (let tries = 0; tries < 4; tries += 1) assert.equal(await wrong(), false);
  assert.equal(await right(), true);
  assert.deepEqual([await wrong(), await wrong(), await wrong(), await wrong(), await wrong()], [false, false, false, false, true]);
  assert.equal(await right(), 'locked');
  assert.equal((await embedded.verify(undefined, usual)).ok, false);
});

test(`${databaseUnderTest}: when a lock expires, the right password works again and failures are counted from zero`, async (t) => {
  const { db, time, create } = await directory(t);
  const made = await create();
  const embedded = createEmbeddedDirectory(db, () => time.now, 'octopus', { lockAfter: 2, lockFor: 100 });
  for (let tries = 0; tries < 2; tries += 1) await embedded.verify(made, 'wrong');
  assert.equal((await embedded.verify(made, usual)).ok, false);
  time.now += 100;
  assert.equal((await embedded.find({ identifier: 'amartin' }))?.locked, false);
  const failed = await embedded.verify(made, 'wrong');
  assert.ok(!failed.ok && failed.locks === false, 'the first failure after the lock is one of two');
  const verified = await embedded.verify(made, usual);
  assert.ok(verified.ok && (await commit(db, verified.commit, time.now)));
});

test(`${databaseUnderTest}: an account is deleted once, in its own portal only, and its identifier becomes free`, async (t) => {
  const { db, embedded, other, create } = await directory(t);
  const made = await create();
  assert.ok(made);
  const remove = async (from: typeof embedded) => await commit(db, await from.remove(made), 2_000);
  assert.deepEqual([await remove(other), await remove(embedded), await remove(embedded)], [false, true, false]);
  assert.equal(await embedded.find({ id: made.id }), undefined);
  assert.ok(await create());
});
