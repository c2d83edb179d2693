import assert from 'node:assert/strict';
import { test } from 'node:test';
import { second } from '../../../core/foundation/clock.ts';
import { isSignedIn, openBrowser, tokenIn } from '../../browser.ts';
import { setCredential } from '../../credentials.ts';
import { identifiers, signedInBrowser, usual, withPasswords } from '../../signedIn.ts';
import { withGuichet } from '../../support.ts';

const credentials = { identifier: 'amartin', password: usual, remember: 'no' };

test('session fixation: a secret that was in the browser before is never taken over', () =>
  withGuichet({}, async (guichet) => {
    await withPasswords(guichet);
    const attacker = await signedInBrowser(guichet, 'octopus');
    const planted = attacker.jar.get('guichet-octopus') ?? '';
    for (const secret of [planted, 'A'.repeat(43)]) {
      const victim = openBrowser(guichet.url);
      victim.jar.set('guichet-octopus', secret);
      const form = await victim.get('/p/octopus/signin');
      const free = openBrowser(guichet.url);
      const csrf = form.status === 200 ? tokenIn(form.html) : tokenIn((await free.get('/p/octopus/signin')).html);
      for (const [name, value] of free.jar) victim.jar.set(name, value);
      assert.equal((await victim.posts('/p/octopus/signin', { csrf, ...credentials })).status, 303);
      assert.notEqual(victim.jar.get('guichet-octopus'), secret);
      const fixed = openBrowser(guichet.url);
      fixed.jar.set('guichet-octopus', secret);
      await isSignedIn(fixed, 'octopus', false);
    }
  }));

test('a form from elsewhere signs nobody in or out and changes nothing', () =>
  withGuichet({}, async (guichet) => {
    await withPasswords(guichet);
    const mine = await signedInBrowser(guichet, 'extranet');
    const attacker = openBrowser(guichet.url);
    const theirs = tokenIn((await attacker.get('/p/extranet/signin')).html);
    await attacker.signsIn('extranet', identifiers.extranet, 'wrong');
    const own = tokenIn((await mine.opens('/p/extranet/account')).html);
    const change = { current: usual, password: 'bateau dans la brume', repeat: 'bateau dans la brume' };
    for (const [path, fields] of [
      ['/p/extranet/signout', {}],
      ['/p/extranet/account/end', {}],
      ['/p/extranet/account/password', change],
      ['/p/extranet/signin', { identifier: identifiers.extranet, password: usual }],
    ] as const) {
      for (const csrf of ['', theirs, own.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))])
        assert.equal((await mine.posts(path, { ...fields, csrf })).status, 403, path);
      for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }])
        assert.equal((await mine.posts(path, { ...fields, csrf: own }, headers)).status, 403, path);
      assert.equal((await mine.get(path)).status, path.endsWith('signout') || path.endsWith('end') ? 405 : path.endsWith('signin') ? 303 : 200);
    }
    // The token of the sign-in form is bound to its browser: a form filled in for somebody with another account is not taken.
    const victim = openBrowser(guichet.url);
    await victim.get('/p/extranet/signin');
    assert.equal((await victim.posts('/p/extranet/signin', { csrf: theirs, identifier: identifiers.extranet, password: usual })).status, 403);
    assert.equal((await openBrowser(guichet.url).posts('/p/extranet/signin', { csrf: theirs, identifier: identifiers.extranet, password: usual })).status, 403);
    await isSignedIn(mine, 'extranet', true);
    await isSignedIn(victim, 'extranet', false);
  }));

test('a sign-in leads on to pages of ours only, whatever its address says', () =>
  withGuichet({}, async (guichet) => {
    await withPasswords(guichet);
    for (const target of [
      'https://evil.example',
      '//evil.example',
      '/\\evil.example',
      'javascript:alert(1)',
      '__proto__',
      'constructor',
      '../..',
      '%2F%2Fevil',
    ]) {
      const browser = openBrowser(guichet.url);
      const path = `/p/octopus/signin?return=${encodeURIComponent(target)}&lang=fr`;
      const form = await browser.get(path);
      assert.doesNotMatch(form.html, /evil|alert\(1\)/);
      assert.equal((await browser.posts(path, { csrf: tokenIn(form.html), ...credentials })).location, '/p/octopus/account?lang=fr');
      assert.equal((await browser.get(path)).location, '/p/octopus/account?lang=fr');
    }
  }));

test('clickjacking: no page of the sign-in or of an account is framed by anybody', () =>
  withGuichet({}, async (guichet) => {
    await withPasswords(guichet);
    const mine = await signedInBrowser(guichet, 'extranet');
    const stranger = openBrowser(guichet.url);
    for (const got of [
      await stranger.get('/p/extranet/signin'),
      await stranger.signsIn('extranet', 'x', 'y'),
      await stranger.get('/p/extranet/account'),
      await stranger.posts('/p/extranet/account/end', {}),
      await mine.get('/p/extranet/account'),
      await mine.get('/p/extranet/account/password'),
      await mine.posts('/p/extranet/account/password', {}),
      await mine.posts('/p/extranet/signout', {}, { origin: 'https://evil.example' }),
    ]) {
      const policy = got.headers.get('content-security-policy') ?? '';
      assert.match(policy, /^default-src 'none';.*form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/);
      assert.doesNotMatch(policy, /unsafe/);
      assert.equal(got.headers.get('cache-control'), 'no-store');
      assert.equal(got.headers.get('cross-origin-opener-policy'), 'same-origin');
    }
  }));

test('served by https, the cookies are this host’s alone', () =>
  withGuichet({ env: { PUBLIC_URL: 'https://guichet.example.org' } }, async (guichet) => {
    await withPasswords(guichet);
    const browser = openBrowser(guichet.url);
    const { cookies } = await browser.signsIn('octopus', 'amartin', usual, 'me');
    assert.equal(cookies.length, 4);
    for (const cookie of cookies) assert.match(cookie, /^__Host-guichet\w*-octopus=.*; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    for (const cookie of cookies) assert.doesNotMatch(cookie, /Domain/i);
    await isSignedIn(browser, 'octopus', true);
    // What another host of the domain, or a plain connection, could set is not looked at.
    const planted = openBrowser(guichet.url);
    planted.jar.set('guichet-octopus', browser.jar.get('__Host-guichet-octopus') ?? '');
    await isSignedIn(planted, 'octopus', false);
  }));

test('a session opens the portal that it was begun for, and its own account only', () =>
  withGuichet({}, async (guichet) => {
    await withPasswords(guichet);
    const mine = await signedInBrowser(guichet, 'octopus');
    const elsewhere = openBrowser(guichet.url);
    elsewhere.jar.set('guichet-outscale', mine.jar.get('guichet-octopus') ?? '');
    await isSignedIn(elsewhere, 'outscale', false);
  }));

test('a password that was changed while the old one was being checked lets nobody in', () =>
  withGuichet({}, async (guichet) => {
    await withPasswords(guichet);
    const { core, db } = guichet;
    const portal = core.portals.get('octopus');
    assert.ok(portal);
    const arriving = { ip: '192.0.2.1', locale: 'fr', agent: '' } as const;
    const signing = core.signIn.page(portal, { identifier: 'amartin', password: usual, remember: 'no' }, arriving);
    while (!guichet.statements.some((sql) => sql.includes('"lockedAt" from "credential"'))) await new Promise((next) => setImmediate(next));
    await setCredential(db, { passwordHash: 'another' }, { identifier: 'amartin' });
    assert.deepEqual(await signing, { ok: false, refusals: [{ key: 'signIn.wrong' }] });
    assert.equal((await db.selectFrom('session').select('id').execute()).length, 0);
  }));

test('too many tries from an address at an account are told so, before anything is looked at, whatever is typed', () =>
  withGuichet({}, async (guichet) => {
    await withPasswords(guichet);
    const browser = openBrowser(guichet.url);
    const csrf = tokenIn((await browser.get('/p/octopus/signin')).html);
    const types = (identifier: string, password: string) => browser.posts('/p/octopus/signin?lang=fr', { csrf, identifier, password });
    for (let times = 0; times < 11; times += 1) assert.equal((await types(`nobody${times}`, 'wrong')).status, 422);
    for (const tried of ['amartin', 'amartin', 'amartin', 'nobody', 'nobody', 'nobody', 'nobody', 'nobody', 'nobody'])
      assert.equal((await types(tried, 'wrong')).status, 422);
    guichet.statements.length = 0;
    for (const [identifier, password] of [
      ['amartin', usual],
      ['amartin', 'wrong'],
      ['nobody', 'wrong'],
    ] as const) {
      const waits = await types(identifier, password);
      assert.equal(waits.status, 429);
      assert.match(waits.html, /Trop d’essais depuis votre réseau\. Réessayez dans 1\u00A0?\s?minute/);
    }
    assert.ok(!guichet.statements.some((sql) => /account|audit/.test(sql)));
    guichet.passes(second);
    assert.equal((await types('amartin', usual)).status, 303);
  }));
