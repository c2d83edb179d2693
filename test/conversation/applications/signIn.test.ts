import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { minute } from '../../../core/foundation/clock.ts';
import { type Provider, provider } from '../../applications.ts';
import { openBrowser } from '../../browser.ts';
import { alices, hasPassword, joins, turnsOn } from '../../twoFactor.ts';

// Closed before the server of the records is.
suite('SSO-2 signing in to applications', () => {
  const bruno = { portal: 'outscale', identifier: 'bruno.leroy@corp.example', password: 'Vent-Debout 2026 !' } as const;
  let its: Provider;
  before(async () => {
    its = await provider();
    await hasPassword(its);
    await joins(its, 'outscale', `${bruno.identifier},${bruno.identifier},Bruno,Leroy,,`);
    await hasPassword(its, bruno);
  });
  after(() => its?.close());

  const auditOf = (action: string) => its.db.selectFrom('audit').selectAll().where('action', '=', action).orderBy('id').execute();

  test('SSO-2 somebody signs in to an application: state, nonce, ID token, claims by scope', async () => {
    const app = its.application();
    const shown = await app.signsIn();
    assert.equal(`${shown.back?.origin}${shown.back?.pathname}`, 'http://127.0.0.1:9/callback');
    assert.deepEqual(
      ['kept', 'state', 'iss'].map((name) => shown.back?.searchParams.get(name)),
      ['1', 'of the tests', its.issuer],
    );
    const got = await app.read(await app.exchange(app.codeIn(shown)));
    assert.deepEqual([got.token_type, got.expires_in, got.scope], ['Bearer', 600, 'openid profile email']);
    const jwks = createRemoteJWKSet(new URL(`${its.issuer}/jwks`));
    const { payload, protectedHeader } = await jwtVerify(got.id_token, jwks, { issuer: its.issuer, audience: 'shop', algorithms: ['RS256'] });
    assert.equal(typeof protectedHeader.kid, 'string');
    const { id } = await its.db
      .selectFrom('account')
      .select('id')
      .where('portal', '=', 'outscale')
      .where('identifierKey', '=', alices.identifier)
      .executeTakeFirstOrThrow();
    const seconds = its.now() / 1000;
    assert.deepEqual(payload, {
      sub: id,
      aud: 'shop',
      iss: its.issuer,
      nonce: 'a nonce of the tests',
      iat: seconds,
      exp: seconds + 3600,
      auth_time: seconds,
      amr: ['pwd'],
    });
    assert.notEqual(id, alices.identifier);
    assert.deepEqual(await (await app.userinfo(got.access_token)).json(), {
      sub: id,
      name: 'Alice Martin',
      given_name: 'Alice',
      family_name: 'Martin',
      preferred_username: alices.identifier,
      email: alices.identifier,
      email_verified: true,
    });
    const [record] = await auditOf('openid.signIn');
    assert.deepEqual([record?.subject, record?.outcome, JSON.parse(record?.detail ?? '').client], [`account:${id}`, 'ok', 'shop']);
    assert.equal((await auditOf('signIn')).at(-1)?.outcome, 'ok');
  });

  test('SSO-2 an application is told of nothing but what it asks for, and of groups what is given by now', async () => {
    const app = its.application();
    const { id } = await its.db.selectFrom('account').select('id').where('identifierKey', '=', bruno.identifier).executeTakeFirstOrThrow();
    const group = { portal: 'outscale', accountId: id, enrollmentId: null, grantedAt: 1, provisionAt: 1 };
    await its.db
      .insertInto('membership')
      .values([
        { id: 'm1', ...group, groupId: 'france', provisionedAt: 2 },
        { id: 'm2', ...group, groupId: 'later', provisionedAt: null },
      ])
      .execute();
    const few = await app.read(await app.exchange(app.codeIn(await app.signsIn({ scope: 'openid' }, bruno.password, bruno.identifier))));
    assert.deepEqual(await (await app.userinfo(few.access_token)).json(), { sub: id });
    const groups = await app.read(await app.exchange(app.codeIn(await app.asks({ scope: 'openid groups' }))));
    assert.deepEqual(await (await app.userinfo(groups.access_token)).json(), { sub: id, groups: ['france'] });
    // In the body too (RFC 6750, 2.2).
    const posted = await fetch(`${its.issuer}/userinfo`, { method: 'POST', body: new URLSearchParams({ access_token: few.access_token }) });
    assert.deepEqual(await posted.json(), { sub: id });
    assert.equal((await app.userinfo('made-up')).status, 401);
  });

  test('SSO-2 a wrong password is refused on our page, in both languages, and an account locks as anywhere', async () => {
    const nadia = { portal: 'outscale', identifier: 'nadia@corp.example', password: 'Cap-au-Nord 2026 !' } as const;
    await joins(its, 'outscale', `${nadia.identifier},${nadia.identifier},Nadia,Petit,,`);
    await hasPassword(its, nadia);
    const app = its.application(openBrowser(its.url, { language: 'en' }));
    const refused = await app.signsIn({}, 'wrong', nadia.identifier);
    assert.equal(refused.status, 422);
    assert.match(refused.html, /lang="en"/);
    const french = await app.asks({ ui_locales: 'fr-FR en' });
    assert.match(french.html, /lang="fr"/);
    for (let tries = 0; tries < 9; tries += 1) {
      await app.types(french, { identifier: nadia.identifier, password: 'wrong', remember: 'no' });
      its.passes(minute);
    }
    const locked = await app.types(french, { identifier: nadia.identifier, password: nadia.password, remember: 'no' });
    assert.equal(locked.status, 422);
    assert.equal(locked.back, undefined);
    const tries = (await auditOf('signIn')).filter(({ outcome }) => outcome === 'refused');
    assert.equal(tries.length, 11);
  });

  test('SSO-2 who is signed in already goes on without a page; prompt=none tells, prompt=login and max_age ask again', async () => {
    const app = its.application();
    const none = await app.asks({ prompt: 'none' });
    assert.deepEqual([none.back?.searchParams.get('error'), none.back?.searchParams.get('state')], ['login_required', 'of the tests']);
    await app.browser.signsIn('outscale', alices.identifier, alices.password);
    const first = decodeJwt((await app.read(await app.exchange(app.codeIn(await app.asks())))).id_token);
    const silent = decodeJwt((await app.read(await app.exchange(app.codeIn(await app.asks({ prompt: 'none' }))))).id_token);
    assert.deepEqual([silent.sub, silent.auth_time], [first.sub, first.auth_time]);

    its.passes(10 * minute);
    const asked = await app.asks({ prompt: 'login' });
    assert.match(asked.path, /\/signin\?/);
    // Nor by going there oneself.
    assert.match((await app.follow(asked.path.replace('&again=1', ''))).path, /\/signin\?.*again/);
    const again = await app.types(asked, { identifier: alices.identifier, password: alices.password, remember: 'no' });
    const second = decodeJwt((await app.read(await app.exchange(app.codeIn(again)))).id_token);
    assert.equal(second.auth_time, its.now() / 1000);

    assert.ok((await app.asks({ max_age: '600' })).back?.searchParams.get('code'));
    its.passes(10 * minute + 1000);
    assert.match((await app.asks({ max_age: '600' })).path, /\/signin\?/);
    assert.equal((await app.asks({ max_age: '600', prompt: 'none' })).back?.searchParams.get('error'), 'login_required');
    assert.match((await app.asks({ max_age: '0' })).path, /\/signin\?/);
    assert.ok((await app.asks({ max_age: '3600' })).back?.searchParams.get('code'));
    // Consent stands in the profile.
    assert.ok((await app.asks({ prompt: 'consent', scope: 'openid offline_access' })).back?.searchParams.get('code'));
  });

  test('SSO-2 an ID token of somebody else asks for that person, and who comes instead of them is another sign-in', async () => {
    const app = its.application();
    const hers = await app.gets();
    const other = its.application();
    await other.browser.signsIn('outscale', bruno.identifier, bruno.password);
    assert.ok((await other.asks()).back?.searchParams.get('code'));
    assert.match((await other.asks({ id_token_hint: hers.id_token })).path, /\/signin\?/);
    assert.equal((await other.asks({ id_token_hint: hers.id_token, prompt: 'none' })).back?.searchParams.get('error'), 'login_required');
    // Alice signs in at his browser: what the library noted is his no longer.
    const shown = await other.asks({ prompt: 'login' });
    const sent = await other.types(shown, { identifier: alices.identifier, password: alices.password, remember: 'no' });
    assert.match(sent.html, /name="xsrf" value="([\w-]+)"/);
    const [, xsrf = ''] = /name="xsrf" value="([\w-]+)"/.exec(sent.html) ?? [];
    const { location = '' } = await other.browser.posts('/p/outscale/openid/logout/confirm', { xsrf, logout: 'yes' });
    const back = await other.follow(new URL(location).pathname);
    const got = decodeJwt((await other.read(await other.exchange(other.codeIn(back)))).id_token);
    assert.equal(got.sub, decodeJwt(hers.id_token).sub);
  });

  test('SSO-2 a second factor is asked for before anything is given, and said to the application', async () => {
    const olga = { portal: 'outscale', identifier: 'olga@corp.example', password: 'Grand-Frais 2026 !' } as const;
    await joins(its, 'outscale', `${olga.identifier},${olga.identifier},Olga,Blanc,,`);
    await hasPassword(its, olga);
    const { code } = await turnsOn(its, olga);
    const app = its.application();
    const second = await app.signsIn({}, olga.password, olga.identifier);
    assert.match(second.path, /\/signin\/second\?/);
    // The password alone opens nothing.
    assert.match((await app.asks()).path, /\/signin/);
    assert.equal((await app.asks({ prompt: 'none' })).back?.searchParams.get('error'), 'login_required');
    const wrong = await app.types(second, { code: '000000' });
    assert.equal(wrong.status, 422);
    const got = await app.read(await app.exchange(app.codeIn(await app.types(wrong, { code: code() }))));
    assert.deepEqual(decodeJwt(got.id_token).amr, ['pwd', 'otp', 'mfa']);
  });

  test('SSO-2 a sign-in that has expired, or began in another browser, says so and leads on', async () => {
    const app = its.application();
    const shown = await app.asks();
    const [, uid = ''] = /openid\.([\w-]+)/.exec(shown.path) ?? [];
    const elsewhere = await its.application().follow(`/p/outscale/openid/interaction/${uid}`);
    assert.equal(elsewhere.status, 410);
    assert.match(elsewhere.html, /ne peut pas continuer/);
    its.passes(61 * minute);
    const late = await app.types(await app.follow(shown.path), { identifier: alices.identifier, password: alices.password, remember: 'no' });
    assert.equal(late.status, 410);
    assert.match(late.html, /href="https:\/\/[^"]+"/);
  });

  test('SSO-2 nobody fills the records by beginning sign-ins: beyond the limit of a network none is kept, and what others hold goes on', async () => {
    const app = its.application();
    await app.asks();
    const { key } = await its.db.selectFrom('rateLimit').select('key').where('key', 'like', 'application.begun:%').executeTakeFirstOrThrow();
    const kept = async () => (await its.db.selectFrom('openid').select('key').execute()).length;
    const before = await kept();
    await its.db.updateTable('rateLimit').set({ points: 1_000 }).where('key', '=', key).execute();
    const refused = await app.asks();
    assert.deepEqual([refused.status, await kept()], [429, before]);
    assert.equal((await fetch(`${its.issuer}/jwks`)).status, 200);
    // Whoever it was behind this address: a colleague signs in to their account, and goes on at the application.
    const colleague = its.application();
    assert.match((await colleague.asks()).html, /href="\/p\/outscale\/signin\?return=account&amp;lang=fr"/);
    await colleague.browser.signsIn('outscale', alices.identifier, alices.password);
    assert.ok((await colleague.asks()).back?.searchParams.get('code'));
    its.passes(61 * minute);
    assert.notEqual((await app.asks()).status, 429);
  });
});
