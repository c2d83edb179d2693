import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { agrees, invited } from '../accepting.ts';
import { openBrowser } from '../browser.ts';
import { startWrongIssuer } from '../fakes/wrongIssuer.ts';
import { client, whole } from '../inviting.ts';
import { hands, providerLines, publicUrl } from '../outsideAccounts.ts';
import { withGuichet } from '../support.ts';
import { graph } from './graph.ts';
import { profileOn } from './portals.ts';

// «Compte connu par Microsoft»: clients are guests of a tenant of Microsoft Entra, known there by their object id, and sign in there. Both Graph and the
// issuer are stand-ins.

const tenant = '11111111-1111-4111-8111-111111111111';
const other = '22222222-2222-4222-8222-222222222222';
const { server, put, members } = await graph();
const issuer = await startWrongIssuer({ path: `/${tenant}/v2.0` });
const orders = server.group('Orders');
const onStandIn = (lines: string): string =>
  lines
    .replace(/ {2}tenant: .*\n {2}clientId: .*\n {2}certificate: .*\n/, `  managedIdentity: true\n  url: ${server.url}\n`)
    .replace(/orders: .*/, `orders: ${orders}`)
    .replace(/invoices: .*/, `invoices: ${server.group('Invoices')}`);
const signIn = `signIn:\n  openid:\n${providerLines('microsoft', issuer.issuer, { label: 'Microsoft', identifiedBy: 'oid', accounts: 'directory' })}`;
const profile = await profileOn('rconnect', 'rconnect-entra', `\n${signIn}`, onStandIn);
const { IDENTITY_ENDPOINT, IDENTITY_HEADER } = process.env;
Object.assign(process.env, { IDENTITY_ENDPOINT: server.identity.endpoint, IDENTITY_HEADER: server.identity.header });
after(async () => {
  for (const [name, value] of Object.entries({ IDENTITY_ENDPOINT, IDENTITY_HEADER })) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  await Promise.all([profile.drop(), server.close(), issuer.close()]);
});

test('RC-2 SSO-1 known by Microsoft, signed in there, in: by tenant and object id, and never by an address', () =>
  withGuichet({ channel: 'msteams', env: { PORTALS_DIR: profile.folder, PUBLIC_URL: publicUrl } }, async (its) => {
    const id = put('ada', { email: client.email });
    const stranger = put('eve', { email: 'eve@client.example' });
    const disabled = put('paul', { email: 'paul@client.example' }, { accountEnabled: false });
    const { link } = await invited(its);
    const { pathname } = new URL(link);
    const comesBack = async (claims: Readonly<Record<string, string>>) => {
      const browser = openBrowser(its.url);
      const left = await browser.get(`${pathname}/with/microsoft`);
      issuer.next.token = { claims };
      return { browser, got: await browser.get(issuer.back(left.location ?? '')) };
    };
    const claiming = { email: client.email, preferred_username: client.email, upn: client.email };
    for (const [why, claims, words] of [
      ['another guest, who claims the address', { tid: tenant, oid: stranger, ...claiming }, /pas connecté au compte auquel cette invitation est destinée/],
      ['an id that the tenant does not know', { tid: tenant, oid: other, ...claiming }, /n’ouvre aucun compte/],
      ['an account that is disabled there', { tid: tenant, oid: disabled }, /fermé ou bloqué/],
      ['the same id, of another tenant', { tid: other, oid: id }, /n’a pas pu être acceptée/],
      ['no tenant', { oid: id }, /n’a pas pu être acceptée/],
      ['no object id, and her id as subject', { tid: tenant, sub: id }, /n’a pas pu être acceptée/],
    ] as const) {
      const { browser, got } = await comesBack(claims);
      assert.equal(got.status, 422, why);
      assert.match(got.html, words, why);
      assert.doesNotMatch((await browser.get(pathname)).html, /Analytique|ada@/, why);
    }
    const { browser, got } = await comesBack({ tid: tenant, oid: id.toUpperCase() });
    assert.equal(got.location, `${pathname}?lang=fr&proven=1`);
    const page = await its.page(link);
    hands(browser, page);
    assert.equal((await agrees(page)).status, 303);
    assert.equal((await page.posts({ press: 'create', ...whole })).location, '/p/rconnect/welcome?lang=fr');
    await its.worker.drain();
    assert.deepEqual(members(orders), [id]);
    const account = await browser.opens('/p/rconnect/account');
    assert.doesNotMatch(account.html, /Lier un compte/, 'nobody has to link anything');
  }));
