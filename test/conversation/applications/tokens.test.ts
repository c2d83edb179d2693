import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, suite, test } from 'node:test';
import { decodeJwt } from 'jose';
import { minute } from '../../../core/foundation/clock.ts';
import { callback, errorIn, type Provider, provider } from '../../applications.ts';
import { hasPassword } from '../../twoFactor.ts';

// Closed before the server of the records is.
suite('SSO-2 codes and tokens', () => {
  let its: Provider;
  before(async () => {
    its = await provider();
    await hasPassword(its);
  });
  after(() => its?.close());

  test('SSO-2 a code is good once: the second time ends all that it gave', async () => {
    const app = its.application();
    const code = app.codeIn(await app.signsIn());
    const got = await app.read(await app.exchange(code));
    assert.equal((await app.userinfo(got.access_token)).status, 200);
    assert.equal(await errorIn(await app.exchange(code)), 'invalid_grant');
    assert.equal((await app.userinfo(got.access_token)).status, 401);
    assert.equal(await errorIn(await app.refresh(got.refresh_token)), 'invalid_grant');
    const told = await its.db.selectFrom('audit').select(['outcome', 'detail']).where('action', '=', 'openid.reused').execute();
    assert.deepEqual(
      told.map(({ outcome, detail }) => [outcome, JSON.parse(detail).client]),
      [['refused', 'shop']],
    );
  });

  test('SSO-2 of two at once with one code, or one refresh token, at most one gets something', async () => {
    const app = its.application();
    const code = app.codeIn(await app.signsIn());
    const both = await Promise.all([app.exchange(code), app.exchange(code)]);
    assert.ok(both.filter(({ ok }) => ok).length <= 1);
    const got = await app.gets();
    const twice = await Promise.all([app.refresh(got.refresh_token), app.refresh(got.refresh_token)]);
    assert.ok(twice.filter(({ ok }) => ok).length <= 1);
  });

  test('SSO-2 what one application got is worth nothing to another, and no token is taken for one of another kind', async () => {
    const app = its.application();
    const forms = app.basic('forms', `${its.secret} too`);
    const code = app.codeIn(await app.signsIn());
    assert.equal(await errorIn(await app.exchange(code, {}, forms)), 'invalid_grant');
    const got = await app.gets();
    const refreshed = await app.post('/token', { grant_type: 'refresh_token', refresh_token: got.refresh_token }, forms);
    assert.equal(await errorIn(refreshed), 'invalid_grant');
    for (const token of [got.refresh_token, got.id_token, `${got.access_token}x`]) assert.equal((await app.userinfo(token)).status, 401);
    for (const token of [got.access_token, got.id_token]) assert.equal(await errorIn(await app.refresh(token)), 'invalid_grant');
    // Nor does another end it.
    await app.post('/token/revocation', { token: got.access_token }, forms);
    assert.equal((await app.userinfo(got.access_token)).status, 200);
  });

  test('SSO-2 a code ends after a minute, and without its verifier it is worth nothing', async () => {
    const app = its.application();
    await app.signsIn();
    for (const changes of [
      { code_verifier: undefined },
      { code_verifier: 'x'.repeat(43) },
      { redirect_uri: 'http://127.0.0.1:9/other' },
      { redirect_uri: undefined },
    ]) {
      const refused = await app.exchange(app.codeIn(await app.asks()), changes);
      assert.ok(['invalid_grant', 'invalid_request'].includes(await errorIn(refused)), JSON.stringify(changes));
    }
    const late = app.codeIn(await app.asks());
    its.passes(2 * minute);
    assert.equal(await errorIn(await app.exchange(late)), 'invalid_grant');
    assert.equal(await errorIn(await app.exchange('made-up')), 'invalid_grant');
  });

  test('SSO-2 PKCE is required, by S256', async () => {
    const app = its.application();
    const plain = { code_challenge_method: 'plain', code_challenge: app.verifier };
    for (const changes of [
      { code_challenge: undefined, code_challenge_method: undefined },
      plain,
      { code_challenge_method: undefined },
      { code_challenge: 'short' },
    ]) {
      const shown = await app.asks(changes);
      assert.equal(shown.back?.searchParams.get('error'), 'invalid_request', JSON.stringify(changes));
      assert.equal(shown.back?.searchParams.get('code'), null);
    }
  });

  test('SSO-2 nobody is sent to an address that the profile does not have, letter by letter', async () => {
    const app = its.application();
    for (const address of [
      'http://127.0.0.1:9/callback',
      `${callback}&more=1`,
      'http://127.0.0.1:9/callback?kept=2',
      'http://127.0.0.1:9/Callback?kept=1',
      'http://127.0.0.1:10/callback?kept=1',
      'http://127.0.0.1:9/callback/?kept=1',
      'https://evil.example/',
      'javascript:alert(1)',
      `${callback}#part`,
      'http://127.0.0.1:9@evil.example/callback?kept=1',
      undefined,
    ]) {
      const shown = await app.asks({ redirect_uri: address });
      assert.equal(shown.back, undefined, address);
      assert.equal(shown.status, 400, address);
      assert.match(shown.html, /Cette connexion ne peut pas continuer/);
      assert.doesNotMatch(shown.html, /(href|action)="(https:\/\/evil|javascript:)/);
    }
    const unknown = await app.asks({ client_id: 'nobody' });
    assert.deepEqual([unknown.status, unknown.back], [400, undefined]);
  });

  test('SSO-2 what the provider does not do is refused at the application’s address, with its state', async () => {
    const app = its.application();
    for (const [changes, error] of [
      [{ response_type: 'token' }, 'unsupported_response_type'],
      [{ response_type: 'code id_token' }, 'unsupported_response_type'],
      [{ scope: 'openid profile', client_id: 'phone', redirect_uri: 'http://127.0.0.1:9/phone', prompt: 'select_account' }, 'invalid_request'],
      [{ scope: 'openid groups', client_id: 'phone', redirect_uri: 'http://127.0.0.1:9/phone' }, 'invalid_scope'],
      [{ request: 'e30.e30.' }, 'request_not_supported'],
      [{ request_uri: 'https://evil.example/request' }, 'request_uri_not_supported'],
      [{ registration: '{}' }, 'registration_not_supported'],
    ] as const) {
      const shown = await app.asks(changes);
      const said = new URLSearchParams(shown.back?.hash.slice(1) || shown.back?.search);
      assert.deepEqual([said.get('error'), said.get('state')], [error, 'of the tests'], JSON.stringify(changes));
    }
  });

  test('SSO-2 an application proves itself as its profile says, and in no other way', async () => {
    const app = its.application();
    await app.signsIn();
    for (const authorization of [app.basic('shop', 'wrong'), app.basic('forms', its.secret), app.basic('nobody', its.secret), ''])
      assert.ok(
        ['invalid_client', 'invalid_grant', 'invalid_request'].includes(await errorIn(await app.exchange(app.codeIn(await app.asks()), {}, authorization))),
        authorization,
      );
    const forms = { client_id: 'forms', redirect_uri: 'http://127.0.0.1:9/forms', scope: 'openid' };
    const code = app.codeIn(await app.asks(forms));
    const got = await app.read(await app.exchange(code, { ...forms, client_secret: `${its.secret} too` }, ''));
    assert.equal(decodeJwt(got.id_token).aud, 'forms');
    // Its tokens are not the other's.
    assert.equal(await errorIn(await app.refresh(got.refresh_token)), 'invalid_grant');
    assert.equal(await errorIn(await app.post('/token', { grant_type: 'password', username: 'a', password: 'b' })), 'unsupported_grant_type');
  });

  test('SSO-2 an assertion or ID token with alg none, or that somebody else signed, is worth nothing', async () => {
    const app = its.application();
    const { id_token: real } = await app.gets();
    const [, body = ''] = real.split('.');
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`;
    const hmac = `${Buffer.from('{"alg":"HS256"}').toString('base64url')}.${body}`;
    const forged = `${hmac}.${createHash('sha256').update(hmac).digest('base64url')}`;
    for (const hint of [none, forged, `${real.slice(0, -4)}AAAA`]) {
      assert.equal((await app.asks({ id_token_hint: hint })).back?.searchParams.get('error'), 'invalid_request');
      assert.equal((await app.follow(`/p/outscale/openid/logout?id_token_hint=${hint}`)).status, 400);
    }
    const assertion = { client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: none, client_id: 'shop' };
    assert.equal(await errorIn(await app.exchange(app.codeIn(await app.asks()), assertion, '')), 'invalid_client');
  });

  test('SSO-2 refresh tokens are replaced each time; an old one that comes back ends all of them', async () => {
    const app = its.application();
    const first = await app.gets();
    const second = await app.read(await app.refresh(first.refresh_token));
    assert.notEqual(second.refresh_token, first.refresh_token);
    const [before, then] = [decodeJwt(first.id_token), decodeJwt(second.id_token)];
    assert.deepEqual([then.sub, then.auth_time, then.nonce], [before.sub, before.auth_time, before.nonce]);
    const third = await app.read(await app.refresh(second.refresh_token, { scope: 'openid' }));
    assert.equal(third.scope, 'openid');
    assert.equal(await errorIn(await app.refresh(third.refresh_token, { scope: 'openid groups' })), 'invalid_scope');
    assert.equal(await errorIn(await app.refresh(first.refresh_token)), 'invalid_grant');
    assert.equal(await errorIn(await app.refresh(third.refresh_token)), 'invalid_grant');
    assert.equal((await app.userinfo(third.access_token)).status, 401);
  });

  test('SSO-2 an application without a secret gets tokens by PKCE alone, from its own origin', async () => {
    const app = its.application();
    const phone = { client_id: 'phone', redirect_uri: 'http://127.0.0.1:9/phone', scope: 'openid profile' };
    const got = await app.read(await app.exchange(app.codeIn(await app.signsIn(phone)), phone, ''));
    assert.equal(await errorIn(await app.post('/token', { grant_type: 'refresh_token', refresh_token: 'made-up', client_id: 'phone' }, '')), 'invalid_grant');
    const from = (origin: string) =>
      fetch(`${its.issuer}/token`, {
        method: 'POST',
        headers: { origin },
        body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: got.refresh_token, client_id: 'phone' }),
      });
    assert.equal((await from('https://evil.example')).status, 400);
    const allowed = await from('http://127.0.0.1:9');
    assert.deepEqual([allowed.status, allowed.headers.get('access-control-allow-origin')], [200, 'http://127.0.0.1:9']);
  });

  test('SSO-2 what an application gives back ends at once', async () => {
    const app = its.application();
    const got = await app.gets();
    assert.equal((await app.post('/revoke', { token: got.refresh_token })).status, 200);
    assert.equal(await errorIn(await app.refresh(got.refresh_token)), 'invalid_grant');
    assert.equal((await app.post('/revoke', { token: 'made-up' })).status, 200);
  });

  test('SSO-2 no secret, code or token is in the records in clear, in the log or in the audit', async () => {
    const app = its.application();
    const shown = await app.signsIn();
    const code = app.codeIn(shown);
    const got = await app.read(await app.exchange(code));
    await app.exchange('made-up', {}, app.basic('shop', 'a wrong secret of the shop'));
    const session = app.browser.jar.get('guichet_application-outscale') ?? '';
    assert.equal(session.length, 43);
    const rows = JSON.stringify([await its.db.selectFrom('openid').selectAll().execute(), await its.db.selectFrom('audit').selectAll().execute()]);
    for (const secret of [code, got.access_token, got.refresh_token, got.id_token, session, its.secret, app.verifier, 'a wrong secret of the shop']) {
      assert.ok(!rows.includes(secret), secret);
      assert.ok(!its.log.some((line) => line.includes(secret)));
    }
    const { secret } = await its.db.selectFrom('openidKey').select('secret').executeTakeFirstOrThrow();
    assert.doesNotMatch(secret, /kty/);
  });
});
