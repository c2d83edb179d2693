import assert from 'node:assert/strict';
import { test } from 'node:test';
import { networkOf } from '../../../core/foundation/clientAddress.ts';
import { day, hour } from '../../../core/foundation/clock.ts';
import { createLimits } from '../../../core/foundation/limits.ts';
import { fixedLimits } from '../../../core/foundation/limitTable.ts';
import { isSignedIn, openBrowser } from '../../browser.ts';
import { type IdToken, startWrongIssuer } from '../../fakes/wrongIssuer.ts';
import { clientSecret, profileWith, providerLines, publicUrl, reference } from '../../outsideAccounts.ts';
import { usual, withPasswords } from '../../signedIn.ts';
import { type Guichet, withGuichet } from '../../support.ts';
import { turnsOn } from '../../twoFactor.ts';
import { tiedTo } from '../../tying.ts';

type Issuer = Awaited<ReturnType<typeof startWrongIssuer>>;
type Story = (its: Guichet, issuer: Issuer, other: Issuer) => Promise<void>;
type Profile = Readonly<Record<string, unknown>>;

const start = (provider = 'contoso') => `/p/outscale/signin/with/${provider}`;

/** Two providers, whose answers the story makes, and Alice's account, which somebody called alice of the first one opens. */
async function withIssuers(story: Story, more: Profile = {}, metadata: Record<string, unknown> = {}): Promise<void> {
  const [issuer, other] = [await startWrongIssuer({ metadata }), await startWrongIssuer()];
  const profile = await profileWith('outscale', [
    providerLines('contoso', issuer.issuer, more),
    providerLines('fabrikam', other.issuer, { clientSecret: reference('OPENID_OTHER_SECRET') }),
  ]);
  try {
    await withGuichet({ env: { PUBLIC_URL: publicUrl, PORTALS_DIR: profile.folder } }, async (its) => {
      await withPasswords(its);
      await opens(its, issuer.issuer);
      await story(its, issuer, other);
    });
  } finally {
    await Promise.all([issuer.close(), other.close(), profile.remove()]);
  }
}

/** Alice's account is linked to somebody of an issuer. */
async function opens({ db, now }: Guichet, issuer: string, subject = 'alice'): Promise<void> {
  const account = await db.selectFrom('account').select('id').where('portal', '=', 'outscale').executeTakeFirstOrThrow();
  const person = {
    id: `person-${subject}`,
    channel: 'openid',
    tenant: issuer,
    objectId: subject,
    name: 'Alice Martin',
    locale: 'fr',
    emailKey: null,
    address: null,
  };
  await db
    .insertInto('person')
    .values({ ...person, seenAt: now() })
    .execute();
  const tie = { id: `tie-${subject}`, person: person.id, accountId: account.id, portal: 'outscale', createdAt: now(), endedAt: null };
  await db.insertInto('binding').values(tie).execute();
}

const in5minutes = () => Math.floor(Date.now() / 1000) + 300;
const ago = (seconds: number) => Math.floor(Date.now() / 1000) - seconds;

const wrong: readonly (readonly [string, IdToken, RegExp])[] = [
  ['of another issuer', { claims: { iss: 'https://evil.example' } }, /iss/],
  ['for another client', { claims: { aud: 'somebody-else' } }, /aud/],
  ['for several clients, without saying who asked', { claims: { aud: ['guichet', 'somebody-else'] } }, /azp|aud/],
  ['that somebody else asked for', { claims: { aud: ['guichet', 'x'], azp: 'x' } }, /azp/],
  ['of another sign-in', { claims: { nonce: 'another' } }, /nonce/],
  ['without a nonce', { claims: { nonce: undefined } }, /nonce/],
  ['signed by a key that the provider does not publish', { key: 'stranger' }, /signature/],
  ['signed by a key of another name', { header: { kid: 'two' } }, /key/],
  ['that is not signed', { key: 'none' }, /alg/],
  ['signed with HS256', { key: 'secret' }, /alg/],
  [
    'signed by a stranger who puts their key into its header',
    { key: 'stranger', header: { jwk: { kty: 'RSA', n: 'AQAB', e: 'AQAB' }, jku: 'https://evil.example' } },
    /signature/,
  ],
  ['signed by an algorithm that the provider does not announce', { header: { alg: 'RS512' } }, /alg/],
  ['with a header that has to be understood', { header: { crit: ['b64'], b64: false } }, /unsupported operation/],
  ['for a client whose name begins as ours', { claims: { aud: 'guichet-2' } }, /aud/],
  ['whose end is no number', { claims: { exp: '9999999999' } }, /exp/],
  ['that has ended', { claims: { exp: ago(60), iat: ago(600) } }, /exp/],
  ['that does not hold yet', { claims: { nbf: in5minutes() } }, /nbf/],
  ['without an end', { claims: { exp: undefined } }, /exp/],
  ['without a beginning', { claims: { iat: undefined } }, /iat/],
  ['that names nobody', { claims: { sub: undefined } }, /sub/],
  ['that names somebody in letters that no id has', { claims: { sub: 'alice\u202e\n' } }, /sub/],
];

test('SSO-1 an ID token that is not as it must be opens nothing, and the operator reads which rule it broke', () =>
  withIssuers(async (its, issuer) => {
    for (const [which, token, told] of wrong) {
      const browser = openBrowser(its.url);
      const left = await browser.get(start());
      issuer.next.token = token;
      its.log.length = 0;
      const got = await browser.get(issuer.back(left.location ?? ''));
      assert.equal(got.status, 422, which);
      assert.match(got.html, /n’a pas pu être acceptée/, which);
      assert.match(its.log.join(), told, which);
      assert.doesNotMatch(its.log.join(), /eyJ|a-code|an-access-token/, which);
      await isSignedIn(browser, 'outscale', false);
    }
    issuer.next.token = {};
    const browser = openBrowser(its.url);
    const left = await browser.get(start());
    assert.equal((await browser.get(issuer.back(left.location ?? ''))).location, '/p/outscale/account?lang=fr', 'a right one opens the account');
  }));

test('SSO-1 RFC 9207 two providers are not mixed up: neither an answer in the name of another, nor one at the address of another', () =>
  withIssuers(
    async (its, issuer, other) => {
      for (const [why, path] of [
        ['the name of another', (left: string) => issuer.back(left, { iss: other.issuer })],
        ['no name, where the provider always says its own', (left: string) => issuer.back(left)],
        ['the address of another', (left: string) => issuer.back(left, { iss: issuer.issuer }).replace('/contoso/', '/fabrikam/')],
      ] as const) {
        const browser = openBrowser(its.url);
        const left = await browser.get(start());
        const got = await browser.get(path(left.location ?? ''));
        assert.equal(got.status, 422, why);
        await isSignedIn(browser, 'outscale', false);
        assert.deepEqual(
          other.asked.filter((asked) => asked.includes('/token')),
          [],
          `${why}: no code goes to the other`,
        );
      }
      const browser = openBrowser(its.url);
      const left = await browser.get(start());
      assert.equal((await browser.get(issuer.back(left.location ?? '', { iss: issuer.issuer }))).status, 303);
    },
    {},
    { authorization_response_iss_parameter_supported: true },
  ));

test('SSO-1 the same id at another provider is somebody else', () =>
  withIssuers(async (its, _issuer, other) => {
    const browser = openBrowser(its.url);
    const left = await browser.get(start('fabrikam'));
    other.next.token = { claims: { email: 'alice.martin@corp.example', email_verified: true, preferred_username: 'alice.martin@corp.example' } };
    const got = await browser.get(other.back(left.location ?? ''));
    assert.match(got.html, /n’ouvre aucun compte de ce portail/, 'nor does an address open anything');
  }));

for (const [what, error, status, words, told] of [
  ['a code that was used', [400, { error: 'invalid_grant' }], 422, /n’a pas pu être acceptée/, /invalid_grant/],
  [
    'a secret that it does not know',
    [401, { error: 'invalid_client', error_description: `AADSTS7000215: not ${clientSecret}` }],
    503,
    /ne fonctionne pas/,
    /invalid_client, AADSTS7000215/,
  ],
  ['an error of its own', [500, { error: 'server_error' }], 503, /ne fonctionne pas/, /HTTP 500/],
  ['too many requests', [429, {}], 503, /ne fonctionne pas/, /429/],
  ['what is no JSON of tokens', [200, { id_token: 7 }], 422, /n’a pas pu être acceptée/, /access_token|id_token/],
] as const)
  test(`SSO-1 the provider answers ${what}: an honest page, and a line for the operator without the secret`, () =>
    withIssuers(async (its, issuer) => {
      const browser = openBrowser(its.url);
      const left = await browser.get(start());
      issuer.next.error = error;
      const got = await browser.get(issuer.back(left.location ?? ''));
      assert.equal(got.status, status);
      assert.match(got.html, words);
      assert.match(its.log.join(), told);
      assert.ok(!its.log.join().includes(clientSecret));
    }));

test('SSO-1 a provider that is down is said to be, holds up nobody else, and is asked again by the next person', () =>
  withIssuers(async (its, issuer) => {
    issuer.next.down = true;
    const got = await openBrowser(its.url).get(start());
    assert.equal(got.status, 503);
    assert.match(got.html, /La connexion avec Contoso ne fonctionne pas pour le moment/);
    assert.match(got.html, /Me connecter avec mon mot de passe/);
    assert.equal((await openBrowser(its.url).get(start('fabrikam'))).status, 303, 'another provider');
    issuer.next.down = false;
    assert.equal((await openBrowser(its.url).get(start())).status, 303);
  }));

test('SSO-1 a provider that hangs holds up nobody else: others’ pages answer meanwhile, and it is discovered once for all who wait', () =>
  withIssuers(async (its, issuer) => {
    issuer.next.hangs = 'well-known';
    const waiting = [openBrowser(its.url).get(start()), openBrowser(its.url).get(start())];
    const first = await Promise.race([Promise.all(waiting), openBrowser(its.url).get('/p/outscale/signin'), openBrowser(its.url).get(start('fabrikam'))]);
    assert.ok('status' in first, 'the others answer first');
    assert.deepEqual(
      (await Promise.all(waiting)).map(({ status }) => status),
      [503, 503],
    );
    assert.equal(issuer.asked.length, 1);
  }));

test('SSO-1 what was discovered is renewed before it ends, and nobody waits for that', () =>
  withIssuers(async (its, issuer) => {
    const discovered = () => issuer.asked.filter((path) => path.includes('well-known')).length;
    for (let times = 0; times < 3; times += 1) await openBrowser(its.url).get(start());
    assert.equal(discovered(), 1);
    its.passes(hour);
    issuer.next.hangs = 'well-known';
    assert.equal((await openBrowser(its.url).get(start())).status, 303, 'the old one serves, while the new one does not come');
    assert.equal((await openBrowser(its.url).get(start())).status, 303);
    assert.equal(discovered(), 2, 'asked for once');
    its.passes(day);
    issuer.next.hangs = undefined;
    issuer.next.down = true;
    assert.equal((await openBrowser(its.url).get(start())).status, 503, 'after a day it is of no use');
  }));

for (const [how, more, cases] of [
  ['whatever the provider says', {}, [[{ amr: ['mfa'] }, 'second']]],
  [
    'unless the profile relies on an amr and it is there',
    { secondFactor: { claim: 'amr', values: ['mfa'] } },
    [
      [{ amr: ['pwd'] }, 'second'],
      [{ acr: 'mfa' }, 'second'],
      [{}, 'second'],
      [{ amr: ['pwd', 'mfa'] }, 'open'],
    ],
  ],
  [
    'unless the profile relies on an acr and it is there',
    { secondFactor: { claim: 'acr', values: ['urn:mfa'] } },
    [
      [{ amr: ['urn:mfa'] }, 'second'],
      [{ acr: 'urn:mfa' }, 'open'],
    ],
  ],
] as const)
  test(`SSO-1 OU-11 the account’s own second factor is asked for, ${how}`, () =>
    withIssuers(async (its, issuer) => {
      const factor = await turnsOn(its, { portal: 'outscale', identifier: 'alice.martin@corp.example', password: usual });
      // Turning it on ends what opens the account; its owner links it again.
      assert.deepEqual(await tiedTo(its, 'outscale'), []);
      await its.db.updateTable('binding').set({ endedAt: null }).execute();
      for (const [claims, state] of cases) {
        const name = JSON.stringify(claims);
        const browser = openBrowser(its.url);
        const left = await browser.get(start());
        const asked = new URL(left.location ?? '').searchParams;
        assert.equal(asked.get('acr_values'), 'secondFactor' in more && more.secondFactor.claim === 'acr' ? 'urn:mfa' : null);
        issuer.next.token = { claims };
        const got = await browser.get(issuer.back(left.location ?? ''));
        assert.equal(got.location, state === 'open' ? '/p/outscale/account?lang=fr' : '/p/outscale/signin/second?return=account&lang=fr', name);
        await isSignedIn(browser, 'outscale', state === 'open');
        if (state === 'open') continue;
        await browser.sends('/p/outscale/signin/second?return=account', { code: factor.code() });
        await isSignedIn(browser, 'outscale', true);
        assert.ok(!browser.jar.has('guichet_device-outscale'), 'the browser is known for no password');
        its.passes(30_000);
      }
    }, more));

test('SSO-1 sixty sign-ins that failed from one network make it wait, and a password still opens', () =>
  withIssuers(async (its, issuer) => {
    const browser = openBrowser(its.url);
    issuer.next.token = { claims: { nonce: 'another' } };
    let last = await browser.get(start());
    for (let times = 0; times < 61; times += 1) {
      const left = await browser.get(start());
      last = await browser.get(issuer.back(left.location ?? ''));
    }
    assert.equal(last.status, 429);
    assert.match(last.html, /Trop de connexions ont échoué depuis votre réseau/);
    assert.equal(issuer.asked.filter((path) => path === 'POST /token').length, 60);
    assert.equal((await browser.signsIn('outscale', 'alice.martin@corp.example', usual)).status, 303);
  }));

test('SSO-1 strangers who fail from an office’s network hold up nobody whose browser came back from that provider before', () =>
  withIssuers(async (its, issuer) => {
    const colleague = openBrowser(its.url);
    const comesBack = async (browser: typeof colleague) => (await browser.get(issuer.back((await browser.get(start())).location ?? ''))).status;
    assert.equal(await comesBack(colleague), 303);
    const network = networkOf('127.0.0.1');
    const limits = createLimits(its.db, its.now);
    for (let times = 0; times < fixedLimits['identity.network'].points; times += 1) await limits.take('identity.network', network);
    const stranger = openBrowser(its.url);
    assert.equal(await comesBack(stranger), 429);
    colleague.jar.delete('guichet-outscale');
    assert.equal(await comesBack(colleague), 303);
    await isSignedIn(colleague, 'outscale', true);
    // A browser is known by nothing that a password gave it, or that was made up; and it has a limit too.
    await stranger.signsIn('outscale', 'alice.martin@corp.example', usual);
    for (const given of [stranger.jar.get('guichet_device-outscale') ?? '', `${'A'.repeat(22)}.mi4xs000.${'A'.repeat(43)}`]) {
      stranger.jar.set('guichet_known-outscale', given);
      assert.equal(await comesBack(stranger), 429, given);
    }
    issuer.next.token = { claims: { nonce: 'another' } };
    const statuses: number[] = [];
    for (let times = 0; times <= fixedLimits['identity.device'].points; times += 1) statuses.push(await comesBack(colleague));
    assert.deepEqual([statuses[0], statuses.at(-1)], [422, 429]);
  }));
