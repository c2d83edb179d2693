import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { createIdentityProviders } from '../../core/connectors/identityProviders/identityProviders.ts';
import { identityProviderSettings } from '../../core/portal/identityProviderSettings.ts';
import { startIdentityProvider, visitProvider } from '../fakes/identityProvider.ts';
import { startWrongIssuer } from '../fakes/wrongIssuer.ts';

const attempt = { redirectUri: 'http://guichet.test/callback', state: 'a'.repeat(43), nonce: 'b'.repeat(43), verifier: 'c'.repeat(43) };
const how = { fresh: false, locale: 'fr' } as const;

test('SSO-1 a client proves itself by a key of its own, to a real provider, which gives a code’s tokens once', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const client = { id: 'guichet', jwk: { ...publicKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig' }, redirectUris: [attempt.redirectUri] };
  const provider = await startIdentityProvider({ clients: [client], people: { alice: { name: 'Alice Martin' } } });
  const told: string[] = [];
  try {
    const identityProviders = createIdentityProviders({ clock: Date.now, tell: (_client, message) => void told.push(message) });
    const clientKey = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const settings = identityProviderSettings.parse({ id: 'own', label: 'Own', issuer: provider.issuer, clientId: 'guichet', clientKey });
    const begun = await identityProviders.begin(settings, attempt, how);
    assert.ok(begun.ok, told.join());
    const back = await visitProvider(provider.issuer)(begun.value, { login: 'alice' });
    const first = await identityProviders.finish(settings, attempt, back.searchParams);
    assert.deepEqual(first, { ok: true, value: { issuer: provider.issuer, subject: 'alice', name: 'Alice Martin', factor: false, claims: {} } });
    assert.deepEqual(
      await identityProviders.finish(settings, attempt, back.searchParams),
      { ok: false, refusals: [{ key: 'identity.refused' }] },
      'a code used twice',
    );
    assert.deepEqual(told, ['it answered invalid_grant']);
    const other = { ...attempt, verifier: 'd'.repeat(43) };
    const again = await identityProviders.begin(settings, attempt, how);
    assert.ok(again.ok);
    const stolen = await visitProvider(provider.issuer)(again.value, { login: 'alice' });
    assert.equal((await identityProviders.finish(settings, other, stolen.searchParams)).ok, false, 'a code of another verifier');
  } finally {
    await provider.close();
  }
});

const ours = '11111111-1111-4111-8111-111111111111';
const theirs = '22222222-2222-4222-8222-222222222222';
const oid = '33333333-3333-4333-8333-333333333333';

test('SSO-1 of an issuer of many tenants, those that are named are accepted: by tid and oid, each under the issuer of its own tenant', async () => {
  const base = 'https://login.microsoftonline.com';
  const endpoints = { authorization_endpoint: `${base}/authorize`, token_endpoint: `${base}/token`, jwks_uri: `${base}/keys` };
  const stand = await startWrongIssuer({ metadata: { issuer: `${base}/{tenantid}/v2.0`, ...endpoints } });
  const told: string[] = [];
  try {
    const identityProviders = createIdentityProviders({
      clock: Date.now,
      tell: (_client, message) => void told.push(message),
      fetch: async (url, init) => await fetch(url.replace(base, stand.issuer), init as RequestInit),
    });
    const issuer = `${base}/organizations/v2.0`;
    const settings = identityProviderSettings.parse({
      id: 'microsoft',
      label: 'Microsoft',
      issuer,
      clientId: 'guichet',
      clientSecret: 'a secret',
      tenants: [ours],
    });
    const begun = await identityProviders.begin(settings, attempt, how);
    assert.ok(begun.ok, told.join());
    const finish = async (claims: Record<string, unknown>) => {
      stand.back(begun.value);
      stand.next.token = { claims };
      return await identityProviders.finish(settings, attempt, new URLSearchParams({ code: 'a-code', state: attempt.state }));
    };
    assert.deepEqual(await finish({ iss: `${base}/${ours}/v2.0`, tid: ours, oid }), {
      ok: true,
      value: { issuer: `${base}/${ours}/v2.0`, subject: oid, name: 'Alice Martin', factor: false, claims: {} },
    });
    for (const [why, claims, words] of [
      ['another tenant', { iss: `${base}/${theirs}/v2.0`, tid: theirs, oid }, /of the tenant 2222/],
      ['another tenant under the issuer of ours', { iss: `${base}/${ours}/v2.0`, tid: theirs, oid }, /iss/],
      ['our tenant under another issuer', { iss: `${base}/${theirs}/v2.0`, tid: ours, oid }, /iss/],
      ['the template as issuer', { iss: `${base}/{tenantid}/v2.0`, tid: '{tenantid}', oid }, /tid/],
      ['no object id', { iss: `${base}/${ours}/v2.0`, tid: ours }, /no oid/],
    ] as const) {
      told.length = 0;
      assert.equal((await finish(claims)).ok, false, why);
      assert.match(told.join(), words, why);
    }
  } finally {
    await stand.close();
  }
});

test('SSO-1 claims that the provider leaves out, as there are too many, are named for the operator; they are given to nobody', async () => {
  const issuer = await startWrongIssuer();
  const told: string[] = [];
  const providers = createIdentityProviders({ clock: Date.now, tell: (_client, message) => told.push(message) });
  const client = { id: 'p', issuer: issuer.issuer, clientId: 'guichet', identifiedBy: 'sub', tenants: [], reads: ['groups', 'roles'] } as const;
  const begun = await providers.begin(client, attempt, { fresh: false, locale: 'fr' });
  assert.ok(begun.ok);
  issuer.next.token = {
    claims: { roles: ['a'], _claim_names: { groups: 'src1', manager: 'src2' }, _claim_sources: { src1: { endpoint: 'https://elsewhere.example/' } } },
  };
  const query = new URL(`http://127.0.0.1${issuer.back(begun.value)}`).searchParams;
  const back = await providers.finish(client, attempt, query);
  assert.ok(back.ok);
  assert.deepEqual(back.value.claims, { groups: [], roles: ['a'] });
  assert.deepEqual(told, ['the ID token leaves out groups, as somebody has too many: have it hold fewer, or take roles of the application']);
  await issuer.close();
});
