import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSignedIn, openBrowser, tokenIn } from '../../browser.ts';
import { visitProvider } from '../../fakes/identityProvider.ts';
import { clientSecret, leadsTo, links, pathOf, publicUrl, signsInAt, withIdentityProvider } from '../../outsideAccounts.ts';
import { identifiers, usual, withPasswords } from '../../signedIn.ts';
import { tiedTo, tieLinkIn } from '../../tying.ts';

const start = '/p/outscale/signin/with/contoso?return=account';

test('SSO-1 an account is linked by its owner, told to them, and from then on opened by signing in with the provider', () =>
  withIdentityProvider({}, async (its, { issuer, asked }) => {
    await withPasswords(its);
    const stranger = openBrowser(its.url);
    const first = await stranger.get('/p/outscale/signin?return=account&lang=fr');
    assert.match(first.html, /href="\/p\/outscale\/signin\/with\/contoso\?return=account&amp;lang=fr">Se connecter avec Contoso</);

    const { leaving, got } = await links(its, issuer);
    assert.equal(leaving.status, 200);
    const sent = new URL(leadsTo(leaving.html));
    assert.equal(sent.origin, issuer);
    assert.equal(sent.searchParams.get('prompt'), 'login', 'signed in anew there');
    assert.equal(got.location, '/p/outscale/account?lang=fr&said=linked');
    const [mail] = await its.mails();
    assert.equal(mail?.to, identifiers.outscale);
    assert.match(mail?.subject ?? '', /votre compte s’ouvre désormais aussi avec Contoso/);
    assert.match(mail?.text ?? '', /Alice Martin \(compte 127\.0\.0\.1:\d+\)/);
    tieLinkIn(mail);

    const browser = openBrowser(its.url);
    const back = await signsInAt(browser, issuer, start, 'alice');
    assert.equal(back.status, 303);
    assert.equal(back.location, '/p/outscale/account?lang=fr');
    const account = await browser.opens('/p/outscale/account');
    assert.match(account.html, /Alice Martin/);
    assert.match(account.html, /Les conversations et les comptes liés à ce compte[\s\S]*Contoso, depuis le[\s\S]*Compte d’un autre service lié/);
    assert.equal(asked.filter((path) => path.includes('well-known')).length, 1, 'discovered once');
    assert.equal(asked.filter((path) => path.includes('jwks')).length, 1, 'the keys are read once');
  }));

test('SSO-1 code flow, PKCE, state and nonce: what leaves for the provider, and the cookie that binds it to the browser', () =>
  withIdentityProvider({}, async (its, { issuer }) => {
    const browser = openBrowser(its.url);
    const left = await browser.get(start);
    const { origin, searchParams } = new URL(left.location ?? '');
    assert.equal(origin, issuer);
    assert.equal(searchParams.get('response_type'), 'code');
    assert.equal(searchParams.get('scope'), 'openid profile', 'no address is asked for');
    assert.equal(searchParams.get('code_challenge_method'), 'S256');
    assert.equal(searchParams.get('redirect_uri'), `${publicUrl}/p/outscale/signin/with/contoso/callback`);
    for (const name of ['state', 'nonce', 'code_challenge']) assert.match(searchParams.get(name) ?? '', /^[\w-]{43}$/, name);
    const [cookie = ''] = left.cookies;
    assert.match(cookie, /^guichet_provider-outscale=[\w.-]+; Max-Age=900; Path=\/; HttpOnly; SameSite=Lax$/i);
    for (const name of ['state', 'nonce']) assert.ok(!cookie.includes(searchParams.get(name) ?? '?'), name);
  }));

test('SSO-1 ALL-4 who is linked to nothing learns nothing: whether or not their name or address is an account’s, the page and the records are the same', () =>
  withIdentityProvider({}, async (its, { issuer }) => {
    const told: unknown[] = [];
    for (const login of ['alice', identifiers.outscale, 'nobody@else.example']) {
      const browser = openBrowser(its.url);
      const left = await browser.get(start);
      const back = await visitProvider(issuer)(left.location ?? '', { login });
      its.statements.length = 0;
      const got = await browser.get(pathOf(back));
      assert.equal(got.status, 422);
      assert.match(got.html, /Ce compte Contoso n’ouvre aucun compte de ce portail\./);
      assert.deepEqual(await its.mails(), []);
      told.push([got.html, [...its.statements].filter((sql) => !sql.includes('outbox'))]);
      await isSignedIn(browser, 'outscale', false);
    }
    for (const other of told.slice(1)) assert.deepEqual(other, told[0]);
    const persons = await its.db.selectFrom('person').select('id').where('channel', '=', 'openid').execute();
    assert.deepEqual(persons, [], 'nothing is kept of strangers');
  }));

test('SSO-1 a callback is answered once, in the browser that began it, for the provider and portal that it began with', () =>
  withIdentityProvider({}, async (its, { issuer, asked }) => {
    await withPasswords(its);
    await links(its, issuer);
    const browser = openBrowser(its.url);
    const left = await browser.get(start);
    const kept = browser.jar.get('guichet_provider-outscale') ?? '';
    const back = await visitProvider(issuer)(left.location ?? '', { login: 'alice' });
    const lost = async (who: typeof browser, path: string, why: string) => {
      const got = await who.get(path);
      assert.equal(got.status, 422, why);
      assert.match(got.html, /commencée dans un autre navigateur ou il y a trop longtemps, ou elle est déjà terminée/, why);
      await isSignedIn(who, 'outscale', false);
    };
    const other = openBrowser(its.url);
    await lost(other, pathOf(back), 'another browser, without a cookie');
    await other.get(start);
    await lost(other, pathOf(back), 'another browser, which began one of its own');
    const forged = new URL(back);
    forged.searchParams.set('state', 'A'.repeat(43));
    const cheat = openBrowser(its.url);
    cheat.jar.set('guichet_provider-outscale', kept);
    await lost(cheat, pathOf(forged), 'another state');
    cheat.jar.set('guichet_provider-octopus', kept);
    assert.equal((await cheat.get(pathOf(back).replace('/outscale/', '/octopus/'))).status, 404, 'another portal, which has no provider');
    const before = asked.length;
    assert.equal((await browser.get(pathOf(back))).location, '/p/outscale/account?lang=fr');
    browser.jar.delete('guichet-outscale');
    browser.jar.set('guichet_provider-outscale', kept);
    await lost(browser, pathOf(back), 'replayed');
    assert.equal(asked.slice(before).filter((path) => path === 'POST /token').length, 1, 'the code was sent once');
    const late = openBrowser(its.url);
    const begun = await late.get(start);
    its.passes(15 * 60_000);
    await lost(late, pathOf(await visitProvider(issuer)(begun.location ?? '', { login: 'alice' })), 'too late');
  }));

test('SSO-1 of two simultaneous answers one is taken', () =>
  withIdentityProvider({}, async (its, { issuer }) => {
    await withPasswords(its);
    await links(its, issuer);
    const browser = openBrowser(its.url);
    const left = await browser.get(start);
    const path = pathOf(await visitProvider(issuer)(left.location ?? '', { login: 'alice' }));
    const twin = openBrowser(its.url);
    for (const [name, value] of browser.jar) twin.jar.set(name, value);
    const answers = await Promise.all([browser.get(path), twin.get(path)]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 422]);
  }));

test('SSO-1 who stops at the provider is told so, and nothing was begun', () =>
  withIdentityProvider({ locale: 'en' }, async (its, { issuer }) => {
    const browser = openBrowser(its.url, { language: 'en' });
    const left = await browser.get(start);
    const back = await visitProvider(issuer)(left.location ?? '', { stops: '1' });
    const got = await browser.get(pathOf(back));
    assert.equal(got.status, 422);
    assert.match(got.html, /You stopped at Contoso/);
    assert.match(got.html, /href="\/p\/outscale\/signin\/with\/contoso\?return=account&amp;lang=en">Start again/);
    assert.match(got.html, /href="\/p\/outscale\/signin\?return=account&amp;lang=en">Sign in with my password/);
    assert.equal(its.log.length, 0, 'no matter for the operator');
  }));

test('SSO-1 no page leads anywhere that a request names: not the sign-in, not the callback, not the invitation', () =>
  withIdentityProvider({}, async (its, { issuer }) => {
    await withPasswords(its);
    await links(its, issuer);
    for (const target of ['https://evil.example/', '//evil.example', '/\\evil.example', 'account/../../evil', 'javascript:alert(1)', 'password']) {
      const browser = openBrowser(its.url);
      const path = `/p/outscale/signin/with/contoso?return=${encodeURIComponent(target)}&redirect_uri=https://evil.example/&next=https://evil.example/`;
      const back = await signsInAt(browser, issuer, path, 'alice');
      assert.equal(back.location, target === 'password' ? '/p/outscale/account/password?lang=fr' : '/p/outscale/account?lang=fr', target);
    }
    const browser = openBrowser(its.url);
    browser.jar.set('guichet_invitation-outscale', encodeURIComponent('//evil.example'));
    assert.equal((await browser.get('/p/outscale/invitation?to=https://evil.example')).location, '/p/outscale/account?lang=fr');
  }));

test('SSO-1 an account is linked from its own open session alone, after the password, and by a form of ours', () =>
  withIdentityProvider({}, async (its, { issuer }) => {
    await withPasswords(its);
    const path = '/p/outscale/account/link/contoso';
    const nobody = openBrowser(its.url);
    assert.match((await nobody.get(path)).location ?? '', /^\/p\/outscale\/signin/);
    const browser = openBrowser(its.url);
    await browser.signsIn('outscale', identifiers.outscale, usual);
    assert.equal((await browser.posts(path, { csrf: 'made up' })).status, 403);
    assert.equal((await browser.posts(path, { csrf: tokenIn((await browser.get(path)).html) }, { origin: 'https://evil.example' })).status, 403);
    its.passes(6 * 60_000);
    const asks = await browser.get(path);
    assert.match(asks.html, /<input id="password"/, 'the sign-in is not of a moment ago');
    const csrf = tokenIn(asks.html);
    assert.match((await browser.posts(path, { csrf })).html, /Ce champ est obligatoire/);
    assert.match((await browser.posts(path, { csrf, password: 'wrong' })).html, /id="password-error"/);
    const leaving = await browser.posts(path, { csrf, password: usual });
    const back = await visitProvider(issuer)(leadsTo(leaving.html), { login: 'alice' });
    const account = await browser.get('/p/outscale/account');
    await browser.posts('/p/outscale/signout?lang=fr', { csrf: tokenIn(account.html) });
    assert.match((await browser.get(pathOf(back))).location ?? '', /said=over/, 'that session is over');
    assert.deepEqual(await tiedTo(its, 'outscale'), []);
  }));

test('SSO-1 one identity opens one account of a portal', () =>
  withIdentityProvider({}, async (its, { issuer }) => {
    await withPasswords(its);
    await links(its, issuer);
    await its.db
      .updateTable('account')
      .set({ identifier: 'autre@corp.example', identifierKey: 'autre@corp.example' })
      .where('portal', '=', 'outscale')
      .execute();
    await its.db.updateTable('binding').set({ accountId: 'somebody-else' }).execute();
    const browser = openBrowser(its.url);
    await browser.signsIn('outscale', 'autre@corp.example', usual);
    const path = '/p/outscale/account/link/contoso';
    const leaving = await browser.posts(path, { csrf: tokenIn((await browser.get(path)).html) });
    const got = await browser.get(pathOf(await visitProvider(issuer)(leadsTo(leaving.html), { login: 'alice' })));
    assert.match(got.html, /Aucun compte n’a été lié[\s\S]*ouvre déjà un autre compte de ce portail/);
  }));

test('SSO-1 a session that the provider opened knows no password: it is asked for again, and the session ends with the link', () =>
  withIdentityProvider({}, async (its, { issuer }) => {
    await withPasswords(its);
    const { browser: owner } = await links(its, issuer);
    const browser = openBrowser(its.url);
    await signsInAt(browser, issuer, start, 'alice');
    assert.match((await browser.get('/p/outscale/account/password')).html, /<input[^>]* name="current"/);
    assert.match((await browser.get('/p/outscale/account/second-factor')).html, /<input[^>]* name="password"/);
    assert.ok(!browser.jar.has('guichet_device-outscale'), 'the browser is known for no password');
    const account = await owner.get('/p/outscale/account');
    await owner.posts('/p/outscale/account/untie?lang=fr', { csrf: tokenIn(account.html), tie: /name="tie" value="([^"]+)"/.exec(account.html)?.[1] ?? '' });
    await isSignedIn(browser, 'outscale', false);
    await isSignedIn(owner, 'outscale', true);
    const again = await signsInAt(openBrowser(its.url), issuer, start, 'alice');
    assert.match(again.html, /n’ouvre aucun compte de ce portail/);
    assert.match((await its.mails()).at(-1)?.text ?? '', /Alice Martin \(compte 127/, 'told to the owner');
  }));

test('SSO-1 a recovery ends the links, and the mail that tells of it names them', () =>
  withIdentityProvider({}, async (its, { issuer }) => {
    await withPasswords(its);
    await links(its, issuer);
    const browser = openBrowser(its.url);
    await signsInAt(browser, issuer, start, 'alice');
    await its.mails();
    const { linkIn } = await import('../../support.ts');
    await its.chat.says('mot de passe outscale oublié');
    await its.chat.presses('reset.send', { identifier: identifiers.outscale });
    const web = await its.page(linkIn((await its.mails())[0]));
    assert.equal((await web.submits('Bateau dans la brume 7 !')).status, 303);
    assert.match((await its.mails()).map(({ text }) => text).join('\n'), /Alice Martin \(compte 127\.0\.0\.1:\d+\)/);
    assert.deepEqual(await tiedTo(its, 'outscale'), []);
    await isSignedIn(browser, 'outscale', false);
  }));

test('SSO-1 neither the client’s secret, nor a code, a token or a state is ever logged, audited or kept', () =>
  withIdentityProvider({ env: { LOG_LEVEL: 'trace', SECURITY_LOG: 'stdout' } }, async (its, { issuer }) => {
    await withPasswords(its);
    const { back } = await links(its, issuer);
    const browser = openBrowser(its.url);
    const left = await browser.get(start);
    const callback = await visitProvider(issuer)(left.location ?? '', { login: 'alice' });
    await browser.get(pathOf(callback));
    await browser.get(pathOf(callback));
    const secrets = [clientSecret, ...[back, callback].flatMap(({ searchParams }) => [searchParams.get('code') ?? '?', searchParams.get('state') ?? '?'])];
    const kept = [
      its.log,
      ...(await Promise.all(
        (['audit', 'outbox', 'session', 'binding', 'person', 'rateLimit', 'keyv'] as const).map((table) => its.db.selectFrom(table).selectAll().execute()),
      )),
    ];
    const all = JSON.stringify(kept);
    for (const secret of secrets) assert.ok(!all.includes(secret), secret);
    assert.doesNotMatch(all, /eyJ[\w-]{20,}\./, 'no token');
  }));
