import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { z } from 'zod';
import { retryAfter } from '../../bot/connectorPolicy.ts';
import { serviceUrlAllowed } from '../../bot/serviceUrl.ts';
import { tenant } from '../fakes/connector.ts';
import { message, settings, startHost } from '../fakes/host.ts';
import { type Claims, type Issuer, startIssuer } from '../fakes/issuer.ts';

const appId = '22222222-2222-4222-8222-222222222222';
const stranger = '99999999-9999-4999-8999-999999999999';
const teams = 'https://smba.trafficmanager.net/emea/';
const registered = { MicrosoftAppId: appId, MicrosoftAppPassword: 'p', MicrosoftAppTenantId: tenant };
const now = Math.floor(Date.now() / 1000);

let issuer: Issuer;
let host: Awaited<ReturnType<typeof startHost>>;
let turns = 0;
before(async () => {
  issuer = await startIssuer();
  host = await startHost({
    config: settings(registered),
    authority: issuer,
    run: async () => {
      turns += 1;
    },
  });
});
after(() => Promise.all([host.stop(), issuer.close()]));

const channel = (over: Claims = {}): Claims => ({ iss: issuer.issuer, aud: appId, serviceurl: teams, nbf: now - 60, exp: now + 600, ...over });
const emulator = (tid: string): Claims => ({
  iss: `https://sts.windows.net/${tid}/`,
  aud: appId,
  appid: appId,
  ver: '1.0',
  tid,
  nbf: now - 60,
  exp: now + 600,
});

async function outcome(
  authorization: string | undefined,
  activity: Record<string, unknown> = message(teams),
): Promise<{ status: number; turns: number; body: string }> {
  turns = 0;
  const { status, body } = await host.post(activity, authorization === undefined ? {} : { authorization });
  return { status, turns, body };
}

test('a token of the channel for this bot passes', async () => {
  assert.deepEqual(await outcome(`Bearer ${issuer.token(channel())}`), { status: 200, turns: 1, body: '' });
});

for (const [what, authorization] of [
  ['no token', () => undefined],
  ['an empty one', () => 'Bearer '],
  ['something that is none', () => 'Bearer a.b.c'],
  ['another scheme', () => `Basic ${issuer.token(channel())}`],
  ['one for another bot', () => `Bearer ${issuer.token(channel({ aud: stranger }))}`],
  ['one of another issuer', () => `Bearer ${issuer.token(channel({ iss: 'https://issuer.example' }))}`],
  ['one without an issuer', () => `Bearer ${issuer.token(channel({ iss: undefined }))}`],
  ['one that never ends', () => `Bearer ${issuer.token(channel({ exp: undefined }))}`],
  ['one whose end is no number', () => `Bearer ${issuer.token(channel({ exp: 'never' }))}`],
  ['one without an audience', () => `Bearer ${issuer.token(channel({ aud: undefined }))}`],
  ['one signed with another algorithm than it says', () => `Bearer ${issuer.token(channel(), { header: { alg: 'RS512' } })}`],
  ['one signed by the public key as if it were a password', () => `Bearer ${issuer.token(channel(), { header: { alg: 'HS256' } })}`],
  ['one that does not name its key', () => `Bearer ${issuer.token(channel(), { header: { kid: undefined } })}`],
  ['one whose service address is a list', () => `Bearer ${issuer.token(channel({ serviceurl: [teams] }))}`],
  ['an expired one', () => `Bearer ${issuer.token(channel({ nbf: now - 7_200, exp: now - 3_600 }))}`],
  ['one of tomorrow', () => `Bearer ${issuer.token(channel({ nbf: now + 86_000, exp: now + 90_000 }))}`],
  ['one signed by a stranger', () => `Bearer ${issuer.token(channel(), { key: 'stranger' })}`],
  ['one with an extension that must be understood', () => `Bearer ${issuer.token(channel(), { header: { crit: ['x'], x: 1 } })}`],
  ['one whose claims are not encoded', () => `Bearer ${issuer.token(channel(), { header: { crit: ['b64'], b64: false } })}`],
  [
    'one that brings a key of its own',
    () => `Bearer ${issuer.token(channel(), { key: 'stranger', header: { kid: undefined, jwk: { kty: 'RSA', e: 'AQAB', n: 'AQAB' } } })}`,
  ],
  ['one that says where its key is', () => `Bearer ${issuer.token(channel(), { key: 'stranger', header: { kid: 'k', jku: `${issuer.issuer}/keys` } })}`],
  ['one whose issuer is a list', () => `Bearer ${issuer.token(channel({ iss: [issuer.issuer] }))}`],
  ['one whose end is a number in a text', () => `Bearer ${issuer.token(channel({ exp: String(now + 600) }))}`],
  ['one whose key is named by a list', () => `Bearer ${issuer.token(channel(), { header: { kid: ['k'] } })}`],
  ['two at once', () => `Bearer ${issuer.token(channel())}, Bearer ${issuer.token(channel())}`],
  ['one in five parts, as encrypted ones are', () => `Bearer ${issuer.token(channel())}.a.b`],
  ['one without a signature', () => `Bearer ${issuer.token(channel()).replace(/[^.]+$/, '')}`],
  ['one with a key that nobody published', () => `Bearer ${issuer.token(channel(), { header: { kid: 'unknown' } })}`],
  ['one that says it is not signed', () => `Bearer ${issuer.token(channel(), { header: { alg: 'none' } })}`],
  ['one whose claims were changed after signing', () => forged(issuer.token(channel({ aud: stranger })))],
  ['one for another service address', () => `Bearer ${issuer.token(channel({ serviceurl: 'https://smba.trafficmanager.net/amer/' }))}`],
  ['one without a service address', () => `Bearer ${issuer.token(channel({ serviceurl: undefined }))}`],
  ['one as the Emulator brings, of another tenant', () => `Bearer ${issuer.token(emulator(stranger))}`],
  ['one as the Emulator brings, of our tenant', () => `Bearer ${issuer.token(emulator(tenant))}`],
] as const) {
  test(`${what} is refused with 401, without a word why`, async () => {
    assert.deepEqual(await outcome(authorization()), { status: 401, turns: 0, body: '' });
  });
}

function forged(token: string): string {
  const [header, , signature] = token.split('.');
  return `Bearer ${header}.${Buffer.from(JSON.stringify(channel())).toString('base64url')}.${signature}`;
}

test('the key must be endorsed for the channel that the activity names', async () => {
  assert.equal((await outcome(`Bearer ${issuer.token(channel())}`, message(teams, { channelId: 'facebook' }))).status, 401);
  for (const channelId of ['AseChannel', 'MSTEAMS', ' msteams', 'msteams,webchat', 'length'])
    assert.equal((await outcome(`Bearer ${issuer.token(channel())}`, message(teams, { channelId }))).status, 401, channelId);
});

test('a key that says nothing of channels is good for none', async (t) => {
  for (const endorsements of [null, []]) {
    const silent = await startIssuer(endorsements);
    const other = await startHost({ config: settings(registered), authority: silent });
    t.after(() => Promise.all([other.stop(), silent.close()]));
    assert.equal((await other.post(message(teams), { authorization: `Bearer ${silent.token({ ...channel(), iss: silent.issuer })}` })).status, 401);
  }
});

test('a thousand bad tokens make the bot read the channel’s keys once more at most, and the SDK never hears of them', async (t) => {
  const own = await startIssuer();
  const other = await startHost({ config: settings(registered), authority: own });
  t.after(() => Promise.all([other.stop(), own.close()]));
  const wrote: unknown[] = [];
  for (const name of ['error', 'warn', 'log'] as const) t.mock.method(console, name, (...said: unknown[]) => void wrote.push(said));
  const claims = { ...channel(), iss: own.issuer };
  for (let n = 0; n < 100; n += 1)
    for (const token of [own.token(claims, { header: { kid: `unknown-${n}` } }), own.token(claims, { key: 'stranger' })])
      assert.equal((await other.post(message(teams), { authorization: `Bearer ${token}` })).status, 401);
  assert.ok(own.asked() <= 3, `${own.asked()} requests`);
  assert.deepEqual(wrote, []);
});

test('a token of the Emulator’s issuer, truly signed by it, is refused by its claims as well', async (t) => {
  // The second door behind the first: what the SDK would accept, were the issuer not looked at beforehand.
  const { validateClaims } = z
    .object({ inner: z.object({ authConfiguration: z.object({ validateClaims: z.custom<(claims: { type: string; value: unknown }[]) => Promise<void>>() }) }) })
    .parse(z.object({ botFrameworkAuthentication: z.unknown() }).parse(host.adapter).botFrameworkAuthentication).inner.authConfiguration;
  const claims = (of: Claims) => Object.entries(of).map(([type, value]) => ({ type, value }));
  await assert.rejects(validateClaims(claims(emulator(stranger))));
  await assert.rejects(validateClaims(claims(emulator(tenant))));
  await assert.rejects(validateClaims([]));
  await assert.doesNotReject(validateClaims(claims(channel())));
  t.diagnostic('checked on the function that the SDK calls');
});

test('the SDK’s list of issuers does not grow by what strangers send', async () => {
  const parameters = createRequire(import.meta.url)('botframework-connector/lib/auth/tokenValidationParameters.js');
  const { issuer: list } = z.object({ issuer: z.array(z.string()) }).parse(parameters.ToBotFromBotOrEmulatorTokenValidationParameters);
  const length = () => z.object({ issuer: z.array(z.string()) }).parse(parameters.ToBotFromBotOrEmulatorTokenValidationParameters).issuer.length;
  for (let i = 0; i < 20; i += 1) await outcome(`Bearer ${issuer.token(emulator(crypto.randomUUID()))}`);
  assert.equal(length(), list.length);
});

for (const serviceUrl of [
  'https://evil.example/',
  'http://smba.trafficmanager.net/emea/',
  'https://smba.trafficmanager.net.evil.example/',
  'https://smba.trafficmanager.net@evil.example/',
  'https://user:secret@smba.trafficmanager.net/',
  'https://smba.trafficmanager.net:8443/',
  'https://evilbotframework.com/',
  'http://127.0.0.1:1/',
  'not an address',
]) {
  test(`nothing is said to ${serviceUrl}, whoever signs for it`, async () => {
    const answer = await outcome(`Bearer ${issuer.token(channel({ serviceurl: serviceUrl }))}`, message(serviceUrl));
    assert.deepEqual([answer.status, answer.turns], [403, 0]);
  });
}

test('the channels of the public cloud are known, and without an app id this machine only', () => {
  const open = settings();
  const closed = settings(registered);
  for (const url of [
    teams,
    'https://smba.onyx.prod.teams.trafficmanager.net/emea/',
    'https://smba.infra.gcc.teams.microsoft.com/',
    'https://webchat.botframework.com/',
    'https://europe.directline.botframework.com/',
  ])
    assert.deepEqual([serviceUrlAllowed(url, closed), serviceUrlAllowed(url, open)], [true, false], url);
  for (const url of ['http://127.0.0.1:56150/_connector', 'http://localhost:56150/', 'http://[::1]:56150/'])
    assert.deepEqual([serviceUrlAllowed(url, closed), serviceUrlAllowed(url, open)], [false, true], url);
  assert.equal(serviceUrlAllowed('http://127.0.0.1.evil.example/', open), false);
});

for (const [what, over, status] of [
  ['our own tenant', {}, 200],
  ['another tenant', { conversation: { id: 'a:1', tenantId: stranger }, channelData: { tenant: { id: stranger } } }, 403],
  ['two tenants, one of them not ours', { channelData: { tenant: { id: stranger } } }, 403],
  ['ours in the channel’s data only', { conversation: { id: 'a:1' } }, 200],
  ['no tenant at all, in Teams', { conversation: { id: 'a:1' }, channelData: {} }, 403],
  ['a tenant that is no text', { conversation: { id: 'a:1' }, channelData: { tenant: { id: 7 } } }, 403],
  ['Web Chat, which has none', { channelId: 'webchat', conversation: { id: 'c' }, channelData: undefined }, 200],
] as const) {
  test(`${what}: ${status}`, async () => {
    assert.equal((await outcome(`Bearer ${issuer.token(channel())}`, message(teams, over))).status, status);
  });
}

test('when the channel’s keys cannot be had, it is told to try again', async (t) => {
  const broken = await startIssuer();
  broken.down(true);
  const other = await startHost({ config: settings(registered), authority: broken });
  t.after(() => Promise.all([other.stop(), broken.close()]));
  const post = async () => (await other.post(message(teams), { authorization: `Bearer ${broken.token({ ...channel(), iss: broken.issuer })}` })).status;
  assert.equal(await post(), 503);
  broken.down(false);
  assert.equal(await post(), 200);
});

test('Retry-After is read as seconds or a date, and never as a negative wait', () => {
  assert.equal(retryAfter('2'), 2_000);
  assert.equal(retryAfter('Thu, 01 Jan 1970 00:00:00 GMT'), 0);
  assert.equal(retryAfter('soon'), undefined);
  assert.equal(retryAfter(undefined), undefined);
});
