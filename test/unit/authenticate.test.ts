import assert from 'node:assert/strict';
import { argon2Sync } from 'node:crypto';
import { test } from 'node:test';
import { migrate } from '../../core/foundation/database/migrate.ts';
import { openDatabase } from '../../core/foundation/database/open.ts';
import { verifyPassword } from '../../core/foundation/passwordHash.ts';
import { loadPortals, type Portal, shippedPortals } from '../../core/portal/index.ts';
import { createAuthenticate } from '../../core/signIn/authenticate.ts';
import { credentials } from '../credentials.ts';
import { dependenciesOf } from '../fakes/dependencies.ts';

const visitor = { person: 'anonymous', channel: 'page', locale: 'fr', authenticated: false } as const;
const portal = { id: 'demo' };

/** An account whose hash was made with weaker parameters than today's. */
async function withWeakHash() {
  const db = await openDatabase('sqlite::memory:');
  await migrate(db);
  const salt = Buffer.alloc(16, 7);
  const tag = argon2Sync('argon2id', { message: 'bonjour', nonce: salt, memory: 8_192, passes: 1, parallelism: 1, tagLength: 32 });
  const weak = `$argon2id$v=19$m=8192,t=1,p=1$${salt.toString('base64').replaceAll('=', '')}$${tag.toString('base64').replaceAll('=', '')}`;
  const names = {
    identifier: 'amartin',
    identifierKey: 'amartin',
    email: 'a@corp.example',
    emailKey: 'a@corp.example',
    givenName: 'Alice',
    familyName: 'Martin',
  };
  const state = {
    phone: null,
    entity: null,
    directoryId: null,
    sessionsFrom: 0,
    createdAt: 0,
    updatedAt: 0,
  };
  await db
    .insertInto('account')
    .values({ id: 'a', portal: 'demo', ...names, ...state })
    .execute();
  await db.insertInto('credential').values({ accountId: 'a', passwordHash: weak, passwordSetAt: 1, failedSignIns: 0, lockedAt: null }).execute();
  const stored = async () => (await credentials(db).select('passwordHash').executeTakeFirstOrThrow()).passwordHash ?? '';
  const authenticate = createAuthenticate(dependenciesOf(db, () => 1_000));
  return { weak, stored, signIn: (password: string) => authenticate(visitor, portal, 'amartin', password) };
}

test('a sign-in renews a hash of weaker parameters; a refused one leaves it', async () => {
  const { weak, stored, signIn } = await withWeakHash();
  assert.equal(await signIn('bonsoir'), 'refused');
  assert.equal(await stored(), weak);
  assert.deepEqual(await signIn('bonjour'), { accountId: 'a' });
  assert.match(await stored(), /m=19456,t=2,p=1/);
  assert.equal(await verifyPassword('bonjour', await stored()), true);
  assert.deepEqual(await signIn('bonjour'), { accountId: 'a' });
});

test('of two sign-ins that renew a hash at once, neither is refused', async () => {
  const { signIn } = await withWeakHash();
  assert.deepEqual(await Promise.all([signIn('bonjour'), signIn('bonjour')]), [{ accountId: 'a' }, { accountId: 'a' }]);
});

test('a directory elsewhere is asked for so many sign-ins of one network at once; those of another, and of a known browser, go on', async () => {
  const db = await openDatabase('sqlite::memory:');
  await migrate(db);
  const octopus = (await loadPortals([shippedPortals], {})).portals.get('octopus');
  assert.ok(octopus);
  const elsewhere = { ...octopus, directory: { ...octopus.directory, kind: 'ldap' } } as Portal;
  const dependencies = dependenciesOf(db, () => 1_000);
  let asked = 0;
  let answer: (found: undefined) => void = () => undefined;
  const waits = new Promise<undefined>((go) => {
    answer = go;
  });
  const findByIdentifier = async () => {
    asked += 1;
    return await waits;
  };
  const directory = { ...dependencies.directory, findByIdentifier, verify: async () => ({ ok: false, why: 'wrong' }) as const };
  const authenticate = createAuthenticate({ ...dependencies, directory, portals: new Map([['octopus', elsewhere]]) });
  const signIn = (from: string) => authenticate({ ...visitor, ip: '192.0.2.1' }, elsewhere, 'amartin', 'bonjour', { from });
  const flood = Array.from({ length: 40 }, (_, n) => signIn(`192.0.2.1 octopus:${n}`));
  assert.deepEqual(await Promise.all(flood.slice(32)), Array(8).fill('busy'));
  const others = ['198.51.100.7 octopus:x', 'device:octopus:x'].map(signIn);
  await new Promise((next) => setImmediate(next));
  assert.equal(asked, 34);
  answer(undefined);
  assert.deepEqual(await Promise.all([...flood.slice(0, 32), ...others]), Array(34).fill('refused'));
  assert.equal(await signIn('192.0.2.1 octopus:x'), 'refused', 'nothing is left behind');
});
