import assert from 'node:assert/strict';
import { test } from 'node:test';
import { day, hour, minute, second } from '../../../core/foundation/clock.ts';
import { isSignedIn, openBrowser, tokenIn } from '../../browser.ts';
import { setCredential } from '../../credentials.ts';
import { identifiers, usual, withPasswords } from '../../signedIn.ts';
import { linkIn, withGuichet } from '../../support.ts';

test('OU-9 signing in with e-mail and password leads to the account; wrong ones say only that they do not match', () =>
  withGuichet({}, async (guichet) => {
    await withPasswords(guichet);
    const browser = openBrowser(guichet.url);
    const first = await browser.opens('/p/outscale/account');
    assert.match(first.path, /^\/p\/outscale\/signin\?return=account&lang=fr$/);
    assert.match(first.html, /Adresse <span class="whole">e-mail/);
    const wrong = await browser.signsIn('outscale', identifiers.outscale, 'autre chose');
    assert.equal(wrong.status, 422);
    assert.match(wrong.html, /L’identifiant et le mot de passe ne correspondent pas\./);
    assert.doesNotMatch(wrong.html, /autre chose/);
    assert.match(wrong.html, new RegExp(`value="${identifiers.outscale}"`));
    const right = await browser.signsIn('outscale', ` ${identifiers.outscale.toUpperCase()} `, usual);
    assert.equal(right.status, 303);
    assert.equal(right.location, '/p/outscale/account?lang=fr');
    const account = await browser.opens('/p/outscale/account');
    assert.match(account.html, /Alice Martin/);
    assert.match(account.html, /Firefox · Windows/);
    assert.match(account.html, /Mot de passe refusé[\s\S]*127\.0\.0\.1/);
    assert.equal((await browser.get('/p/outscale/signin?lang=fr')).location, '/p/outscale/account?lang=fr');
    await isSignedIn(browser, 'octopus', false);
  }));

for (const [portal, typed] of [
  ['outscale', `Alice Martin <${identifiers.outscale}>;`],
  ['octopus', 'CORP\\amartin'],
  ['octopus', '\u200bＡｍａｒｔｉｎ ; '],
] as const)
  test(`on the sign-in page ${JSON.stringify(typed)} is who was meant`, () =>
    withGuichet({}, async (guichet) => {
      await withPasswords(guichet);
      assert.equal((await openBrowser(guichet.url).signsIn(portal, typed, usual)).status, 303);
    }));

test('a field that was left empty is named, and is no try', () =>
  withGuichet({}, async (guichet) => {
    await withPasswords(guichet);
    const browser = openBrowser(guichet.url);
    for (let times = 0; times < 30; times += 1) {
      const [name, word] = [await browser.signsIn('extranet', identifiers.extranet, ''), await browser.signsIn('extranet', ' ', usual)];
      assert.match(name.html, /id="password-error">Ce champ est obligatoire\.[\s\S]*id="password"[^>]*aria-invalid="true"/);
      assert.match(word.html, /id="identifier-error">Ce champ est obligatoire\./);
    }
    assert.equal((await browser.signsIn('extranet', identifiers.extranet, usual)).status, 303);
    for (let times = 0; times < 6; times += 1) {
      const refused = await browser.sends('/p/extranet/account/password', { current: '', password: '', repeat: '' });
      assert.match(refused.html, /id="current-error">Ce champ est obligatoire\./);
    }
    assert.equal((await openBrowser(guichet.url).signsIn('extranet', identifiers.extranet, usual)).status, 303);
  }));

test('ALL-4 an unknown, a wrong and a locked sign-in are answered in the same words, by as many statements', () =>
  withGuichet({}, async (guichet) => {
    await withPasswords(guichet);
    await setCredential(guichet.db, { lockedAt: guichet.now() }, { portal: 'extranet' });
    const told: unknown[] = [];
    for (const [portal, identifier, password] of [
      ['octopus', 'amartin', 'wrong'],
      ['octopus', 'nobody', 'wrong'],
      ['extranet', identifiers.extranet, usual],
      ['extranet', identifiers.extranet, 'wrong'],
      ['extranet', 'nobody@hotel.example', 'wrong'],
    ] as const) {
      const browser = openBrowser(guichet.url);
      const page = await browser.get(`/p/${portal}/signin`);
      guichet.statements.length = 0;
      const got = await browser.posts(`/p/${portal}/signin?return=account&lang=fr`, { csrf: tokenIn(page.html), identifier, password, remember: 'no' });
      const words = got.html.replaceAll(/name="csrf" value="[^"]+"|value="(?:amartin|nobody|[^"]+@hotel.example)"/g, '').replaceAll(portal, 'portal');
      told.push([got.status, words.slice(words.indexOf('<main>'), words.indexOf('<label')), [...guichet.statements], [...browser.jar.keys()].length]);
    }
    for (const other of told.slice(1)) assert.deepEqual(other, told[0]);
  }));

test('EX-3 five failures lock, and the reset is the way out; the page says so before and after', () =>
  withGuichet({}, async (guichet) => {
    await withPasswords(guichet);
    const browser = openBrowser(guichet.url);
    for (let times = 0; times < 4; times += 1) await browser.signsIn('extranet', identifiers.extranet, 'wrong');
    assert.equal((await browser.signsIn('extranet', identifiers.extranet, usual)).status, 303);
    for (let times = 0; times < 5; times += 1) await openBrowser(guichet.url).signsIn('extranet', identifiers.extranet, 'wrong');
    const locked = await openBrowser(guichet.url).signsIn('extranet', identifiers.extranet, usual);
    assert.equal(locked.status, 422);
    assert.match(locked.html, /ne correspondent pas/);
    assert.match(locked.html, /un nouveau mot de passe débloque aussi le compte/);
    await guichet.chat.says('compte extranet bloqué');
    await guichet.chat.presses('unlock.send', { identifier: identifiers.extranet, email: 'direction@hotel.example' });
    const [told, mail] = await guichet.mails();
    assert.match(told?.subject ?? '', /votre compte est temporairement bloqué/);
    assert.equal(told?.to, 'direction@hotel.example');
    const web = await guichet.page(linkIn(mail));
    assert.equal((await web.submits('bateau dans la brume')).status, 303);
    assert.equal((await openBrowser(guichet.url).signsIn('extranet', identifiers.extranet, 'bateau dans la brume')).status, 303);
  }));

test('OC-6 remember me, only my name, or nothing', () =>
  withGuichet({}, async (guichet) => {
    await withPasswords(guichet);
    for (const [remember, kept, name] of [
      ['me', 30 * 24 * 3600, 'amartin'],
      ['name', undefined, 'amartin'],
      ['no', undefined, ''],
      ['forged', undefined, ''],
    ] as const) {
      const browser = openBrowser(guichet.url);
      const page = await browser.get('/p/octopus/signin');
      for (const label of ['Se souvenir de moi', 'Se souvenir de mon nom seulement', 'Ne pas se souvenir de moi']) assert.ok(page.html.includes(label), label);
      const { cookies, status } = await browser.signsIn('octopus', 'amartin', usual, remember);
      assert.equal(status, 303);
      const session = cookies.find((cookie) => cookie.startsWith('guichet-octopus=')) ?? '';
      assert.match(session, /; Path=\/; HttpOnly; SameSite=Lax$/i, 'no Domain, and not for scripts');
      assert.equal(/Max-Age=(\d+)/i.exec(session)?.[1], kept === undefined ? undefined : `${kept}`);
      const account = await browser.get('/p/octopus/account');
      await browser.posts('/p/octopus/signout?lang=fr', { csrf: tokenIn(account.html) });
      const again = await browser.opens('/p/octopus/account');
      assert.match(again.html, new RegExp(`name="identifier"[^>]* value="${name}"`));
    }
  }));

test('a session lives half an hour unused and twelve hours at most; one that is remembered, two weeks and a month', () =>
  withGuichet({}, async (guichet) => {
    await withPasswords(guichet);
    for (const [remember, idle, absolute] of [
      ['no', 30 * minute, 12 * hour],
      ['me', 14 * day, 30 * day],
    ] as const) {
      const idler = openBrowser(guichet.url);
      await idler.signsIn('octopus', 'amartin', usual, remember);
      guichet.passes(idle - second);
      await isSignedIn(idler, 'octopus', true);
      guichet.passes(idle - second);
      await isSignedIn(idler, 'octopus', true);
      guichet.passes(idle);
      await isSignedIn(idler, 'octopus', false);
      assert.match((await idler.opens('/p/octopus/account')).html, /Votre session a pris fin/);
      const busy = openBrowser(guichet.url);
      await busy.signsIn('octopus', 'amartin', usual, remember);
      for (let spent = idle - minute; spent < absolute; spent += idle - minute) {
        guichet.passes(idle - minute);
        await isSignedIn(busy, 'octopus', true);
      }
      guichet.passes(idle - minute);
      await isSignedIn(busy, 'octopus', false);
    }
  }));

test('signed in again or out, the secret from before opens nothing', () =>
  withGuichet({}, async (guichet) => {
    await withPasswords(guichet);
    const browser = openBrowser(guichet.url);
    await browser.signsIn('octopus', 'amartin', usual);
    const stolen = openBrowser(guichet.url);
    stolen.jar.set('guichet-octopus', browser.jar.get('guichet-octopus') ?? '');
    await isSignedIn(stolen, 'octopus', true);
    // The form is still open in another tab.
    const tab = openBrowser(guichet.url);
    const form = await tab.get('/p/octopus/signin');
    for (const [name, value] of browser.jar) tab.jar.set(name, value);
    await tab.posts('/p/octopus/signin', { csrf: tokenIn(form.html), identifier: 'amartin', password: usual });
    await isSignedIn(stolen, 'octopus', false);
    await isSignedIn(tab, 'octopus', true);
    const thief = openBrowser(guichet.url);
    thief.jar.set('guichet-octopus', tab.jar.get('guichet-octopus') ?? '');
    const out = await tab.posts('/p/octopus/signout?lang=fr', { csrf: tokenIn((await tab.get('/p/octopus/account')).html) });
    assert.match((await tab.opens(out.location ?? '')).html, /Votre session est fermée/);
    await isSignedIn(thief, 'octopus', false);
  }));

test('sessions are records of a digest only, each with its audit', () =>
  withGuichet({}, async (guichet) => {
    await withPasswords(guichet);
    const browser = openBrowser(guichet.url);
    await browser.signsIn('octopus', 'amartin', usual);
    const secret = browser.jar.get('guichet-octopus') ?? '';
    assert.equal(secret.length, 43);
    for (const table of ['session', 'audit', 'outbox', 'rateLimit'] as const) {
      const rows = JSON.stringify(await guichet.db.selectFrom(table).selectAll().execute());
      assert.ok(!rows.includes(secret) && !rows.includes(usual), table);
    }
    const { actor, channel, outcome } = await guichet.db.selectFrom('audit').selectAll().where('action', '=', 'signIn').executeTakeFirstOrThrow();
    assert.deepEqual([actor, channel, outcome], ['anonymous', 'page', 'ok']);
  }));

test('an unknown portal has no sign-in page and no account page', () =>
  withGuichet({}, async ({ url }) => {
    const browser = openBrowser(url);
    for (const path of ['/p/nowhere/signin', '/p/nowhere/account', '/p/nowhere/account/password', '/p/octopus/account/password/x'])
      assert.equal((await browser.get(path)).status, 404, path);
  }));
