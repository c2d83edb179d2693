import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadPortals, PortalError } from '../../core/portal/index.ts';

const profile = (id: string, more: string) => `id: ${id}
name: ${id}
address: https://${id}.example/
support: { name: Help, email: help@${id}.example }
sender: { name: ${id}, address: no-reply@${id}.example }
identifier: { kind: email, label: { fr: Adresse, en: Address } }
procedures: { reset: {} }
${more}`;

const secret = 'a-secret-of-the-tests-of-32-characters';
const env = { SHOP_SECRET: secret, SHORT: 'too short', SCIM_TOKEN: 'token', SECRET_KEY: 'k'.repeat(40) };

/** What portals:check says of these profiles. */
async function said(...profiles: readonly (readonly [id: string, more: string])[]): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-openid-'));
  try {
    for (const [id, more] of profiles) await writeFile(join(folder, `${id}.yaml`), profile(id, more));
    await loadPortals([folder], env);
    return [];
  } catch (fault) {
    if (!(fault instanceof PortalError)) throw fault;
    return fault.problems.map((problem) => problem.replace(/^\S+\/(\w+)\.yaml:\d+:\d+ /, '$1 '));
  } finally {
    await rm(folder, { recursive: true });
  }
}

const client = (more: string) => `openid: { clients: [{ id: shop, name: Shop, ${more} }] }`;
const callback = 'redirectUris: [https://shop.example/callback]';

test('SSO-2 a profile names applications in a few lines', async () => {
  assert.deepEqual(await said(['demo', client(callback)]), []);
  assert.deepEqual(
    await said(['demo', client(`${callback}, secret: '\${env:SHOP_SECRET}', postLogoutUris: ['http://127.0.0.1:3000/'], scopes: [groups]`)]),
    [],
  );
});

for (const [what, more, expected] of [
  ['a wildcard', client('redirectUris: ["https://*.shop.example/callback"]'), /redirectUris\.0: a whole address/],
  ['a fragment', client('redirectUris: ["https://shop.example/callback#x"]'), /redirectUris\.0: a whole address/],
  ['plain HTTP on another machine', client('redirectUris: ["http://shop.example/callback"]'), /redirectUris\.0: a whole address/],
  ['a name before the host', client('redirectUris: ["https://me@shop.example/callback"]'), /redirectUris\.0: a whole address/],
  ['another scheme', client('redirectUris: ["javascript:alert(1)"]'), /redirectUris\.0: a whole address/],
  ['an address to come back to that is none', client(`${callback}, postLogoutUris: [shop]`), /postLogoutUris\.0: a whole address/],
  ['no address', client('redirectUris: []'), /redirectUris/],
  ['a short secret', client(`${callback}, secret: '\${env:SHORT}'`), /secret: 32 characters at least/],
  ['a secret that is not set', client(`${callback}, secret: '\${env:NOBODY}'`), /secret: the environment variable NOBODY is not set/],
  ['the bot’s own secret', client(`${callback}, secret: '\${env:SECRET_KEY}'`), /secret: SECRET_KEY is the bot's own/],
  ['a scope that there is not', client(`${callback}, scopes: [address]`), /scopes\.0/],
  ['a field that there is not', client(`${callback}, consent: true`), /consent: there is no such field/],
  ['an id twice', `openid: { clients: [{ id: shop, name: A, ${callback} }, { id: shop, name: B, ${callback} }] }`, /clients\.1\.id: shop is there already/],
  [
    'a directory elsewhere',
    `${client(callback)}\ndirectory: { kind: scim, url: https://scim.example/, token: '\${env:SCIM_TOKEN}' }`,
    /demo openid: needs Guichet’s own directory/,
  ],
] as const)
  test(`SSO-2 portals:check names ${what}`, async () => {
    const problems = await said(['demo', more]);
    assert.ok(
      problems.some((problem) => expected.test(problem)),
      problems.join('\n'),
    );
    assert.ok(!problems.some((problem) => problem.includes(secret) || problem.includes('too short')));
  });

test('SSO-2 the secret of an application is nobody else’s: no address of another profile takes it', async () => {
  const shop = ['shop', client(`${callback}, secret: '\${env:SHOP_SECRET}'`)] as const;
  const thief = ['thief', `directory: { kind: scim, url: 'https://evil.example/\${env:SHOP_SECRET}', token: '\${env:SCIM_TOKEN}' }`] as const;
  assert.ok((await said(shop, thief)).some((problem) => /thief directory\.url: SHOP_SECRET is the secret of an application of shop/.test(problem)));
  const other = ['other', client(`${callback}, secret: '\${env:SHOP_SECRET}'`)] as const;
  assert.equal((await said(shop, other)).length, 2);
});
