import assert from 'node:assert/strict';
import { argon2Sync } from 'node:crypto';
import { test } from 'node:test';
import { migrate } from '../../core/foundation/database/migrate.ts';
import { openDatabase } from '../../core/foundation/database/open.ts';
import { verifyPassword } from '../../core/foundation/passwordHash.ts';
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
