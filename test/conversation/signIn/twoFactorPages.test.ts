import assert from 'node:assert/strict';
import { test } from 'node:test';
import { minute, second } from '../../../core/foundation/clock.ts';
import { isSignedIn, openBrowser, tokenIn, type WebBrowser } from '../../browser.ts';
import { type Guichet, withGuichet } from '../../support.ts';
import { alices, appShows, hasPassword, turnsOn } from '../../twoFactor.ts';

const path = '/p/outscale/account/second-factor';
const { identifier, password } = alices;

const keyIn = (html: string): string => (/<strong class="code"[^>]*>([A-Z2-7 ]+)</.exec(html)?.[1] ?? '').replaceAll(' ', '');
const codesIn = (html: string): string[] => [...html.matchAll(/<li>([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})<\/li>/g)].map(([, code]) => code ?? '');
const errorsIn = (html: string): string => /<div class="errors"[\s\S]*?<\/div>/.exec(html)?.[0] ?? '';

/** The password is right: the browser is at the second step. */
async function knocks({ url }: Guichet, language: 'fr' | 'en' = 'fr'): Promise<WebBrowser> {
  const browser = openBrowser(url, { language });
  const answered = await browser.signsIn('outscale', identifier, password);
  assert.match(answered.location ?? '', /^\/p\/outscale\/signin\/second\?return=account&lang=/);
  return browser;
}

for (const locale of ['fr', 'en'] as const)
  test(`OU-11 on the web: turned on with a QR code, asked for at sign-in, recovery codes shown once, turned off, in ${locale}`, () =>
    withGuichet({ locale }, async (its) => {
      const fr = locale === 'fr';
      await hasPassword(its);
      const browser = openBrowser(its.url, { language: locale });
      await browser.signsIn('outscale', identifier, password);
      assert.ok((await browser.opens('/p/outscale/account')).html.includes(`href="${path}?lang=${locale}"`), 'the account leads there');
      const off = await browser.opens(path);
      assert.match(off.html, fr ? /Elle n’est pas activée\./ : /It is off\./);
      const wrong = await browser.sends(path, { press: 'begin', password: 'autre chose' });
      assert.equal(wrong.status, 422);
      assert.match(errorsIn(wrong.html), fr ? /pas votre mot de passe actuel/ : /isn’t your current password/);
      assert.equal((await browser.sends(path, { press: 'begin', password })).status, 303);

      const begun = await browser.opens(path);
      const image = /<img class="qr" src="data:image\/svg\+xml;base64,([\w+/=]+)" alt="[^"]+"/.exec(begun.html)?.[1] ?? '';
      assert.match(Buffer.from(image, 'base64').toString(), /^<svg /);
      const policy = begun.headers.get('content-security-policy') ?? '';
      for (const part of ["img-src 'self' data:", "style-src 'self'", "script-src 'self'", "frame-ancestors 'none'"]) assert.ok(policy.includes(part), part);
      assert.equal(begun.headers.get('cache-control'), 'no-store');
      const secret = keyIn(begun.html);
      assert.equal(secret.length, 32);
      const late = await browser.sends(path, { press: 'confirm', code: appShows(secret, its.now() - 5 * minute) });
      assert.equal(late.status, 422);
      assert.equal(keyIn(late.html), secret, 'the QR code is there still');
      const on = await browser.sends(path, { press: 'confirm', code: appShows(secret, its.now()) });
      const codes = codesIn(on.html);
      assert.equal(codes.length, 10);
      const after = await browser.opens(path);
      for (const shown of [secret, ...codes]) assert.ok(!after.html.replaceAll(' ', '').includes(shown), 'shown once');
      assert.match(after.html, fr ? /Il vous reste 10 codes de secours/ : /You have 10 recovery codes left/);

      its.passes(30 * second);
      const other = await knocks(its, locale);
      await isSignedIn(other, 'outscale', false);
      assert.match((await other.opens('/p/outscale/account')).html, fr ? /Encore une étape/ : /One more step/);
      const waiting = other.jar.get('guichet-outscale');
      const passed = await other.sends('/p/outscale/signin/second?return=password', { code: appShows(secret, its.now()) });
      assert.equal(passed.location, `/p/outscale/account/password?lang=${locale}`);
      assert.notEqual(other.jar.get('guichet-outscale'), waiting);
      await isSignedIn(other, 'outscale', true);

      const renewed = await other.sends(path, { press: 'renew', code: codes[0] ?? '' });
      assert.equal(codesIn(renewed.html).length, 10);
      const ended = await other.sends(path, { press: 'off', code: codesIn(renewed.html)[0] ?? '' });
      assert.match((await other.opens(ended.location ?? '')).html, fr ? /La double authentification est désactivée/ : /Two-factor sign-in is off\./);
      const plain = openBrowser(its.url);
      assert.match((await plain.signsIn('outscale', identifier, password)).location ?? '', /^\/p\/outscale\/account\?/);
      const events = (await other.opens('/p/outscale/account')).html;
      assert.match(events, fr ? /Double authentification activée/ : /Two-factor sign-in turned on/);
    }));

test('OU-11 a code used twice says so, ten wrong ones wait, and a recovery code still opens', () =>
  withGuichet({}, async (its) => {
    await hasPassword(its);
    const { code, codes } = await turnsOn(its);
    const second = '/p/outscale/signin/second?return=account';
    assert.equal((await (await knocks(its)).sends(second, { code: code() })).status, 303);
    const again = await knocks(its);
    const used = await again.sends(second, { code: code() });
    assert.equal(used.status, 422);
    assert.match(errorsIn(used.html), /il a déjà servi/);
    assert.match(errorsIn((await again.sends(second, { code: 'sésame' })).html), /Saisissez les 6 chiffres/);
    // What was tried in an open session, as the first code of the app, is counted apart.
    for (let n = 0; n < 8; n += 1) await again.sends(second, { code: '000000' });
    assert.match(errorsIn((await again.sends(second, { code: code() })).html), /Trop de codes erronés/);
    assert.equal((await again.sends(second, { code: codes[0] ?? '' })).status, 303);
    await isSignedIn(again, 'outscale', true);
  }));

test('OU-11 a session that waits opens no page of the account, and does nothing there', () =>
  withGuichet({}, async (its) => {
    await hasPassword(its);
    await turnsOn(its);
    const browser = await knocks(its);
    const csrf = tokenIn((await browser.opens('/p/outscale/signin/second')).html);
    for (const at of ['/p/outscale/account', '/p/outscale/account/password', path])
      assert.match((await browser.get(at)).location ?? '', /^\/p\/outscale\/signin\/second\?/, at);
    for (const at of ['/p/outscale/account/end', '/p/outscale/account/password', path, '/p/outscale/signout'])
      assert.match((await browser.posts(at, { csrf, press: 'off', code: '000000' })).location ?? '', /^\/p\/outscale\/signin\/second\?/, at);
    assert.equal(its.core.portals.get('octopus')?.procedures.twoFactor, undefined);
    assert.match((await browser.get('/p/octopus/signin/second')).location ?? '', /^\/p\/octopus\/signin\?/, 'nor is it one of another portal');
  }));

test('the forms of the second factor are taken from our own page in this session only; they lead nowhere else and are framed by nobody', () =>
  withGuichet({}, async (its) => {
    await hasPassword(its);
    const { code, codes } = await turnsOn(its);
    const browser = await knocks(its);
    const at = '/p/outscale/signin/second?return=https://evil.example';
    const page = await browser.get(at);
    assert.doesNotMatch(page.html, /evil/);
    assert.match(page.headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/);
    const csrf = tokenIn(page.html);
    const strangers = tokenIn((await (await knocks(its)).opens(at)).html);
    for (const [fields, headers] of [
      [{ code: code() }, {}],
      [{ code: code(), csrf: strangers }, {}],
      [{ code: code(), csrf }, { origin: 'https://evil.example' }],
      [{ code: code(), csrf }, { 'sec-fetch-site': 'cross-site' }],
    ] as const)
      assert.equal((await browser.posts(at, fields, headers)).status, 403);
    const passed = await browser.posts(at, { code: code(), csrf });
    assert.match(passed.location ?? '', /^\/p\/outscale\/account\?lang=/);
    const own = tokenIn((await browser.get(path)).html);
    for (const [fields, headers] of [
      [{ press: 'off', code: codes[0] ?? '', csrf }, {}],
      [{ press: 'off', code: codes[0] ?? '', csrf: own }, { origin: 'https://evil.example' }],
    ] as const)
      assert.equal((await browser.posts(path, fields, headers)).status, 403);
    assert.ok(await its.db.selectFrom('secondFactor').select('accountId').executeTakeFirst());
    for (const link of [`${path}?press=off&code=${codes[0]}`, `/p/outscale/signin/second/lost`]) await browser.get(link);
    assert.ok(await its.db.selectFrom('secondFactor').select('accountId').executeTakeFirst(), 'looking changes nothing');
  }));

test('OU-11 ALL-10 who has lost both is handed to support from the second step, with a reference', () =>
  withGuichet({}, async (its) => {
    await hasPassword(its);
    await turnsOn(its);
    await its.mails();
    const browser = await knocks(its);
    const csrf = tokenIn((await browser.opens('/p/outscale/signin/second')).html);
    const told = await browser.posts('/p/outscale/signin/second/lost?lang=fr', { csrf });
    const [reference] = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(told.html) ?? [];
    assert.ok(reference, told.html);
    const [mail] = await its.mails();
    assert.ok(mail?.subject.includes(reference));
    await isSignedIn(browser, 'outscale', false);
    its.passes(10 * minute);
    assert.match((await browser.posts('/p/outscale/signin/second/lost?lang=fr', { csrf })).location ?? '', /said=over/);
  }));

test('a portal that does not offer two-factor sign-in has no page for it', () =>
  withGuichet({}, async (its) => {
    await hasPassword(its, { portal: 'octopus', identifier: 'amartin', password });
    const browser = openBrowser(its.url);
    await browser.signsIn('octopus', 'amartin', password);
    assert.equal((await browser.get('/p/octopus/account/second-factor')).status, 404);
    const csrf = tokenIn((await browser.get('/p/octopus/account')).html);
    await browser.posts('/p/octopus/account/second-factor', { csrf, press: 'begin', password });
    assert.deepEqual(await its.db.selectFrom('secondFactor').selectAll().execute(), []);
  }));
