import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importAccounts } from '../../../core/directory/accountsImport.ts';
import { hour, minute } from '../../../core/foundation/clock.ts';
import { isSignedIn, openBrowser, tokenIn, type WebBrowser } from '../../browser.ts';
import { setCredential } from '../../credentials.ts';
import { identifiers, signedInBrowser, usual, withPasswords } from '../../signedIn.ts';
import { type Guichet, linkIn, withGuichet } from '../../support.ts';

const next = 'bateau dans la brume';
const device = 'guichet_device-extranet';

/** So many wrong passwords, each from a network and a browser of its own. */
async function strangersTry({ core }: Guichet, portalId: string, identifier: string, times: number, from = 1): Promise<void> {
  const portal = core.portals.get(portalId);
  assert.ok(portal);
  for (let n = 0; n < times; n += 1) {
    const arriving = { ip: `192.0.2.${from + n}`, locale: 'fr', agent: '' } as const;
    assert.equal((await core.signIn.page(portal, { identifier, password: 'wrong', remember: 'no' }, arriving)).ok, false);
  }
}

const signsOut = async (browser: WebBrowser, portal: string) =>
  await browser.posts(`/p/${portal}/signout`, { csrf: tokenIn((await browser.get(`/p/${portal}/account`)).html) });

const signsIn = (browser: WebBrowser, password = usual, portal: 'extranet' | 'octopus' = 'extranet') => browser.signsIn(portal, identifiers[portal], password);

test('strangers lock an account: its owner is told by mail, once a day, gets in from a known browser at once, and from anywhere in an hour', () =>
  withGuichet({}, async (guichet) => {
    await withPasswords(guichet);
    const known = await signedInBrowser(guichet, 'extranet');
    await strangersTry(guichet, 'extranet', identifiers.extranet, 5);
    const [mail, ...others] = await guichet.mails();
    assert.deepEqual([mail?.to, others.length], ['direction@hotel.example', 0]);
    assert.match(mail?.subject ?? '', /^Extranet\s: votre compte est temporairement bloqué/);
    assert.match(mail?.text ?? '', /après 1\sheure[\s\S]*accueil@hotel\.example[\s\S]*nouveau mot de passe[\s\S]*Ce n’était pas vous/);
    assert.doesNotMatch(mail?.text ?? '', /http\S*\/link\//);
    assert.equal((await signsIn(openBrowser(guichet.url))).status, 422, 'locked for who is not known');
    await signsOut(known, 'extranet');
    assert.equal((await signsIn(known)).status, 303, 'and not for the browser that has signed in before');
    assert.equal((await signsIn(openBrowser(guichet.url))).status, 422, 'for everybody else the lock stays');
    guichet.passes(hour - 1);
    assert.equal((await signsIn(openBrowser(guichet.url))).status, 422);
    guichet.passes(1);
    assert.equal((await signsIn(openBrowser(guichet.url))).status, 303, 'it ends by itself');
    await strangersTry(guichet, 'extranet', identifiers.extranet, 5);
    assert.equal((await signsIn(openBrowser(guichet.url))).status, 422);
    assert.deepEqual(await guichet.mails(), [], 'told of once a day');
  }));

test('the browser in which a new password was set by a mailed link signs in, whatever strangers do to the account', () =>
  withGuichet({}, async (guichet) => {
    await withPasswords(guichet);
    await guichet.chat.says('compte extranet bloqué');
    await guichet.chat.presses('unlock.send', { identifier: identifiers.extranet, email: 'direction@hotel.example' });
    const web = await guichet.page(linkIn((await guichet.mails())[0]));
    assert.equal((await web.submits(next)).status, 303);
    await strangersTry(guichet, 'extranet', identifiers.extranet, 5);
    assert.equal((await signsIn(openBrowser(guichet.url), next)).status, 422);
    const owner = openBrowser(guichet.url);
    owner.jar.set(device, web.cookies.get(device) ?? '');
    assert.equal((await signsIn(owner, next)).status, 303);
  }));

test('EX-3 a known browser has five failures as well, and then it is locked like any other', () =>
  withGuichet({}, async (guichet) => {
    await withPasswords(guichet);
    const known = await signedInBrowser(guichet, 'extranet');
    await signsOut(known, 'extranet');
    for (let times = 0; times < 5; times += 1) assert.equal((await signsIn(known, 'wrong')).status, 422);
    assert.equal((await signsIn(known)).status, 422, 'the right one too');
    guichet.passes(hour);
    assert.equal((await signsIn(known)).status, 303);
  }));

for (const [what, forge] of [
  ['of another account', async (guichet: Guichet) => (await signedInBrowser(guichet, 'octopus')).jar.get('guichet_device-octopus')],
  ['of another portal', async (guichet: Guichet) => (await signedInBrowser(guichet, 'octopus')).jar.get('guichet_device-octopus')],
  ['that was made up', async () => `${'A'.repeat(22)}.${Date.now().toString(36)}.${'A'.repeat(43)}`],
  ['with another instant', async (guichet: Guichet) => (await signedInBrowser(guichet, 'extranet')).jar.get(device)?.replace(/\.[^.]+\./, '.zzzzzzzz.')],
] as const)
  test(`a device cookie ${what} opens nothing past a lock`, () =>
    withGuichet({}, async (guichet) => {
      await withPasswords(guichet);
      const forged = await forge(guichet);
      assert.ok(forged);
      await strangersTry(guichet, 'extranet', identifiers.extranet, 5);
      const thief = openBrowser(guichet.url);
      thief.jar.set(device, forged);
      assert.equal((await signsIn(thief)).status, 422);
    }));

test('a device cookie is out of reach of scripts, names nobody, and is worth nothing after a new password was set elsewhere', () =>
  withGuichet({}, async (guichet) => {
    await withPasswords(guichet);
    const browser = openBrowser(guichet.url);
    const { cookies } = await signsIn(browser);
    const cookie = cookies.find((each) => each.startsWith(device)) ?? '';
    assert.match(cookie, /^guichet_device-extranet=[\w-]{22}\.[0-9a-z]+\.[\w.-]{43,64}; Max-Age=15552000; Path=\/; HttpOnly; SameSite=Lax$/);
    guichet.passes(minute);
    await guichet.chat.says('compte extranet bloqué');
    await guichet.chat.presses('unlock.send', { identifier: identifiers.extranet, email: 'direction@hotel.example' });
    assert.equal((await (await guichet.page(linkIn((await guichet.mails())[0]))).submits(next)).status, 303);
    await strangersTry(guichet, 'extranet', identifiers.extranet, 5);
    assert.equal((await signsIn(browser, next)).status, 422);
  }));

test('a lock that strangers cause does not keep an open session from changing the password; its own wrong ones do', () =>
  withGuichet({}, async (guichet) => {
    await withPasswords(guichet);
    const mine = await signedInBrowser(guichet, 'extranet');
    await strangersTry(guichet, 'extranet', identifiers.extranet, 5);
    const change = (current: string, password: string) => mine.sends('/p/extranet/account/password', { current, password, repeat: password });
    assert.equal((await change('wrong', next)).status, 422);
    assert.equal((await change(usual, next)).status, 303);
    await isSignedIn(mine, 'extranet', true);
    for (let times = 0; times < 5; times += 1) assert.equal((await change('wrong', usual)).status, 422);
    assert.equal((await change(next, usual)).status, 422, 'five failures lock, in a session too');
  }));

test('an office behind one address: one stranger’s wrong tries, and colleagues sign in, also the one who is attacked from a browser that is known', () =>
  withGuichet({ env: { TRUST_PROXY: '1' } }, async (guichet) => {
    const lines = Array.from({ length: 3 }, (_, n) => `colleague${n},colleague${n}@corp.example,C,N,,`);
    await importAccounts(guichet.db, 'octopus', ['identifier,email,givenName,familyName,phone,entity', ...lines].join('\n'), guichet.now());
    await withPasswords(guichet);
    const here = { 'x-forwarded-for': '198.51.100.7' };
    const types = async (browser: WebBrowser, identifier: string, password: string) => {
      const form = await browser.get('/p/octopus/signin');
      return (await browser.posts('/p/octopus/signin?return=account', { csrf: tokenIn(form.html), identifier, password }, here)).status;
    };
    const attacked = openBrowser(guichet.url);
    assert.equal(await types(attacked, 'amartin', usual), 303);
    await signsOut(attacked, 'octopus');
    const stranger = openBrowser(guichet.url);
    const form = tokenIn((await stranger.get('/p/octopus/signin')).html);
    for (let tries = 0; tries < 39; tries += 1)
      await stranger.posts('/p/octopus/signin', { csrf: form, identifier: tries % 2 ? 'amartin' : `made-up-${tries}`, password: 'wrong' }, here);
    assert.equal(await types(openBrowser(guichet.url), 'amartin', 'wrong'), 429);
    for (const colleague of ['bleroy', 'colleague0', 'colleague1']) assert.equal(await types(openBrowser(guichet.url), colleague, usual), 303, colleague);
    assert.equal(await types(attacked, 'amartin', usual), 303);
    // An account that was tried three times from there waits, known or not.
    for (const identifier of ['colleague2', 'nobody']) {
      for (let tries = 0; tries < 3; tries += 1) assert.equal(await types(openBrowser(guichet.url), identifier, 'wrong'), 422);
      assert.equal(await types(openBrowser(guichet.url), identifier, usual), 429, identifier);
    }
  }));

test('ALL-4 up to the lock and beyond, a known and an unknown account take the same statements and rows of the outbox', () =>
  withGuichet({}, async (guichet) => {
    await withPasswords(guichet);
    await setCredential(guichet.db, { failedSignIns: 0 });
    const counted: unknown[] = [];
    const portal = guichet.core.portals.get('extranet');
    assert.ok(portal);
    for (const [identifier, net] of [
      [identifiers.extranet, '198.51.100.1'],
      ['nobody@hotel.example', '198.51.100.2'],
    ] as const) {
      const before = (await guichet.db.selectFrom('outbox').select('id').execute()).length;
      const steps: unknown[] = [];
      for (let tries = 0; tries < 7; tries += 1) {
        guichet.statements.length = 0;
        const told = await guichet.core.signIn.page(portal, { identifier, password: 'wrong', remember: 'no' }, { ip: net, locale: 'fr', agent: '' });
        // The instants stand in the statements.
        steps.push([told, guichet.statements.map((sql) => sql.replaceAll(/\d{13}/g, 'now'))]);
        guichet.passes(minute);
      }
      const rows = await guichet.db.selectFrom('outbox').select('payload').execute();
      counted.push([steps, rows.length - before]);
    }
    assert.deepEqual(counted[0], counted[1]);
  }));
