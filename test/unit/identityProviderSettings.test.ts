import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contradictions } from '../../core/portal/checks.ts';
import { identityProviderSettings } from '../../core/portal/identityProviderSettings.ts';
import { demo } from '../fakes/portal.ts';

const tenant = '11111111-1111-4111-8111-111111111111';
const other = '22222222-2222-4222-8222-222222222222';
const microsoft = `https://login.microsoftonline.com/${tenant}/v2.0`;
const right = { id: 'microsoft', label: 'Microsoft', issuer: microsoft, clientId: 'guichet', clientSecret: 'a secret' };
const told = (over: object): string =>
  identityProviderSettings
    .safeParse({ ...right, ...over })
    .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
    .join('\n') ?? '';

for (const [what, over, words] of [
  ['everybody’s tenants', { issuer: 'https://login.microsoftonline.com/common/v2.0' }, /^issuer: is open to everybody’s tenants/],
  ['any organisation’s tenant', { issuer: 'https://login.microsoftonline.com/organizations/v2.0' }, /^issuer: is open/],
  ['personal accounts', { issuer: 'https://login.microsoftonline.com/consumers/v2.0' }, /^issuer: is open/],
  ['the template itself', { issuer: 'https://login.microsoftonline.com/{tenantid}/v2.0' }, /^issuer: is open/],
  ['a tenant by its domain, which says nothing of its id', { issuer: 'https://login.microsoftonline.com/contoso.example/v2.0' }, /^issuer: is open/],
  ['another cloud of Microsoft’s, the same', { issuer: 'https://login.microsoftonline.us/common/v2.0' }, /^issuer: is open/],
  ['a tenant, and another beside it', { tenants: [other] }, new RegExp(`^tenants: the issuer is that of ${tenant} alone`)],
  ['Microsoft’s sub', { identifiedBy: 'sub' }, /^identifiedBy: /],
  ['tenants of a provider that has none', { issuer: 'https://id.example', tenants: [tenant] }, /^tenants: /],
  ['a provider in clear', { issuer: 'http://id.example' }, /^issuer: would be spoken to in clear/],
  ['neither secret nor key', { clientSecret: undefined }, /^clientSecret: needs either/],
  ['both', { clientKey: '-----BEGIN PRIVATE KEY-----' }, /^clientSecret: needs either/],
  ['a key of another kind', { clientSecret: undefined, clientKey: '-----BEGIN RSA PRIVATE KEY-----' }, /^clientKey: a private key \(PKCS #8/],
  [
    'several tenants in one directory',
    { issuer: 'https://login.microsoftonline.com/organizations/v2.0', tenants: [tenant], accounts: 'directory' },
    /^accounts: /,
  ],
  ['an id that no address holds', { id: 'Micro soft' }, /^id: /],
  ['a field that there is not', { scope: 'email' }, /scope/],
] as const)
  test(`SSO-1 a profile with ${what} is refused`, () => assert.match(told(over), words));

test('SSO-1 what is right is taken: one tenant by its id, several that are named, any other provider by its sub', () => {
  assert.equal(identityProviderSettings.parse(right).identifiedBy, 'oid');
  assert.deepEqual(
    identityProviderSettings.parse({ ...right, issuer: 'https://login.microsoftonline.com/organizations/v2.0', tenants: [other.toUpperCase()] }).tenants,
    [other],
  );
  assert.equal(identityProviderSettings.parse({ ...right, issuer: 'https://id.example/realms/one' }).identifiedBy, 'sub');
});

test('SSO-1 ids given twice, and a directory that knows no provider’s ids, are refused', () => {
  const openid = [{ ...right, accounts: 'directory' }, right].map((one) => identityProviderSettings.parse(one));
  const portal = { ...demo, signIn: { openid } };
  assert.deepEqual(
    contradictions(portal)
      .filter(({ path }) => path[0] === 'signIn')
      .map(({ path }) => path.join('.')),
    ['signIn.openid.1.id', 'signIn.openid.0.accounts'],
  );
});
