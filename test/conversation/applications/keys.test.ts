import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { system } from '../../../core/foundation/actor.ts';
import { day } from '../../../core/foundation/clock.ts';
import { createSecrets } from '../../../core/foundation/secrets.ts';
import { countKeys, rekey } from '../../../core/keys.ts';
import { type Provider, provider } from '../../applications.ts';
import { hasPassword } from '../../twoFactor.ts';

// Closed before the server of the records is.
suite('SSO-2 what is published', () => {
  let its: Provider;
  before(async () => {
    its = await provider();
    await hasPassword(its);
  });
  after(() => its?.close());

  const published = async (): Promise<JSONWebKeySet> => JSON.parse(await (await fetch(`${its.issuer}/jwks`)).text());
  const verifies = async (token: string): Promise<boolean> =>
    await jwtVerify(token, createLocalJWKSet(await published()), { currentDate: new Date(0), issuer: its.issuer }).then(
      () => true,
      () => false,
    );

  test('SSO-2 what is published says where everything is, and holds nothing private', async () => {
    const response = await fetch(`${its.issuer}/.well-known/openid-configuration`, {
      headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },
    });
    const found: unknown = await response.json();
    assert.deepEqual(found, {
      issuer: its.issuer,
      authorization_endpoint: `${its.issuer}/auth`,
      token_endpoint: `${its.issuer}/token`,
      userinfo_endpoint: `${its.issuer}/userinfo`,
      jwks_uri: `${its.issuer}/jwks`,
      end_session_endpoint: `${its.issuer}/logout`,
      revocation_endpoint: `${its.issuer}/revoke`,
      authorization_response_iss_parameter_supported: true,
      claim_types_supported: ['normal'],
      claims_parameter_supported: false,
      claims_supported: [
        'sub',
        'auth_time',
        'amr',
        'name',
        'given_name',
        'family_name',
        'preferred_username',
        'email',
        'email_verified',
        'groups',
        'sid',
        'iss',
      ],
      code_challenge_methods_supported: ['S256'],
      grant_types_supported: ['authorization_code', 'refresh_token'],
      id_token_signing_alg_values_supported: ['RS256'],
      request_uri_parameter_supported: false,
      response_modes_supported: ['form_post', 'fragment', 'query'],
      response_types_supported: ['code'],
      scopes_supported: ['openid', 'offline_access', 'profile', 'email', 'groups'],
      subject_types_supported: ['public'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
    });
    const { keys } = await published();
    assert.deepEqual(
      keys.map((key) => Object.keys(key).sort()),
      [['alg', 'e', 'kid', 'kty', 'n', 'use']],
    );
    // Each of them is there.
    for (const [path, method, status] of [
      ['/auth', 'GET', 400],
      ['/token', 'POST', 400],
      ['/userinfo', 'GET', 401],
      ['/userinfo', 'POST', 401],
      ['/logout', 'GET', 200],
      ['/revoke', 'POST', 400],
      ['/registration', 'POST', 404],
      ['/request', 'POST', 404],
      ['/nothing', 'GET', 404],
    ] as const)
      assert.equal((await fetch(`${its.issuer}${path}`, { method, redirect: 'manual' })).status, status, path);
    for (const portal of ['octopus', 'nobody', '..'])
      assert.equal((await fetch(`${its.url}/p/${portal}/openid/.well-known/openid-configuration`)).status, 404, portal);
  });

  test('SSO-2 a key that has signed for 90 days is replaced, and published as long as its tokens may be shown', async () => {
    const app = its.application();
    const old = (await app.gets()).id_token;
    const [first] = (await published()).keys;
    its.passes(89 * day);
    await its.sweep();
    assert.equal((await published()).keys.length, 1);
    its.passes(day);
    await its.sweep();
    const both = (await published()).keys;
    assert.deepEqual([both.length, both[1]?.kid], [2, first?.kid]);
    const anew = its.application();
    const got = await anew.gets();
    assert.equal(JSON.parse(Buffer.from(got.id_token.split('.')[0] ?? '', 'base64url').toString()).kid, both[0]?.kid);
    assert.deepEqual([await verifies(old), await verifies(got.id_token)], [true, true]);
    // Also for signing out with it.
    assert.equal((await app.follow(`/p/outscale/openid/logout?id_token_hint=${old}`)).status, 200);
    its.passes(30 * day);
    await its.sweep();
    assert.deepEqual(
      (await published()).keys.map(({ kid }) => kid),
      [both[0]?.kid],
    );
    assert.deepEqual([await verifies(old), await verifies(got.id_token)], [false, true]);
    const told = await its.db.selectFrom('audit').select('detail').where('action', '=', 'openid.keyChanged').orderBy('id').execute();
    assert.deepEqual(
      told.map(({ detail }) => JSON.parse(detail).why),
      ['first', 'age'],
    );
  });

  test('SSO-2 a key is replaced when an operator says so, and forgotten at once where it may have leaked', async () => {
    const old = (await its.application().gets()).id_token;
    await its.core.applications.keys.rotate('outscale', system);
    assert.equal(await verifies(old), true);
    await its.core.applications.keys.rotate('outscale', system, true);
    assert.equal((await published()).keys.length, 1);
    assert.equal(await verifies(old), false);
    assert.equal(await verifies((await its.application().gets()).id_token), true);
  });

  test('SSO-2 two that replace a key at once leave one that signs', async () => {
    const before = (await published()).keys.length;
    await Promise.all([its.core.applications.keys.rotate('outscale', system), its.core.applications.keys.rotate('outscale', system)]);
    const signing = await its.db.selectFrom('openidKey').select('id').where('retiredAt', 'is', null).execute();
    assert.equal(signing.length, 1);
    assert.ok((await published()).keys.length > before);
  });

  test('SSO-2 secrets:rekey seals the keys anew, and one that no SECRET_KEY opens is replaced', async () => {
    const { db, config } = its;
    const on = (key: string, previous?: string) => ({ db, secrets: createSecrets(key, previous), clock: its.now });
    const old = (await its.application().gets()).id_token;
    const next = 'another key of the tests, long enough';
    const counted = (await countKeys(on(next, config.secretKey))).find(({ name }) => name === 'signing keys');
    assert.ok((counted?.under.previous ?? 0) >= 2);
    const done = (await rekey(on(next, config.secretKey))).find(({ name }) => name === 'signing keys');
    assert.equal(done?.resealed, counted?.under.previous);
    assert.equal((await countKeys(on(next))).find(({ name }) => name === 'signing keys')?.under.unknown, 0);
    // This bot has the old key alone: its tokens cannot be made any more, so it makes a key that it can read.
    assert.equal(await verifies((await its.application().gets()).id_token), true);
    assert.equal(await verifies(old), false);
  });
});
