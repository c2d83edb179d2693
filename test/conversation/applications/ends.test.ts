import assert from 'node:assert/strict';
import { after, before, beforeEach, suite, test } from 'node:test';
import { operatorNamed } from '../../../core/foundation/actor.ts';
import { day, hour, minute } from '../../../core/foundation/clock.ts';
import { createSecrets } from '../../../core/foundation/secrets.ts';
import { erasePerson, exportPerson, resolveSubject } from '../../../core/privacy/index.ts';
import { endFactor, endSession } from '../../../core/signIn/index.ts';
import { errorIn, loggedOut, type Provider, provider } from '../../applications.ts';
import { openBrowser, tokenIn } from '../../browser.ts';
import { linkIn } from '../../support.ts';
import { alices, hasPassword, joins, portalOf, turnsOn } from '../../twoFactor.ts';

// Closed before the server of the records is.
suite('SSO-2 what ends them', () => {
  let its: Provider;
  before(async () => {
    its = await provider();
  });
  beforeEach(async () => {
    await hasPassword(its);
    its.passes(hour);
  });
  after(() => its?.close());

  /** An application with tokens, which are good now. */
  async function holding() {
    const app = its.application();
    const got = await app.gets();
    assert.equal((await app.userinfo(got.access_token)).status, 200);
    return { app, got };
  }
  type Holding = Awaited<ReturnType<typeof holding>>;

  async function isOver({ app, got }: Holding, what: string): Promise<void> {
    assert.equal((await app.userinfo(got.access_token)).status, 401, what);
    assert.equal(await errorIn(await app.refresh(got.refresh_token)), 'invalid_grant', what);
    assert.equal((await app.asks({ prompt: 'none' })).back?.searchParams.get('error'), 'login_required', what);
  }

  async function isGood({ app, got }: Holding): Promise<Holding> {
    assert.equal((await app.userinfo(got.access_token)).status, 200);
    return { app, got: await app.read(await app.refresh(got.refresh_token)) };
  }

  test('SSO-2 a reset ends what every application holds of the account', async () => {
    const held = await holding();
    await its.chat.says('mot de passe outscale oublié');
    await its.chat.presses('reset.send', { identifier: alices.identifier });
    assert.equal((await (await its.page(linkIn((await its.mails())[0]))).submits('Nouveau-Cap 2026 !')).status, 303);
    await isOver(held, 'reset');
  });

  test('SSO-2 a change of password ends it, in the session that changed it too, which signs in again without a page', async () => {
    const held = await holding();
    const page = await held.app.browser.opens('/p/outscale/account/password');
    const changed = await held.app.browser.posts('/p/outscale/account/password', {
      ...{ csrf: tokenIn(page.html), current: alices.password, password: 'Autre-Cap 2026 !', repeat: 'Autre-Cap 2026 !' },
    });
    assert.equal(changed.status, 303, changed.html);
    await isOver(held, 'change');
    assert.ok((await held.app.asks()).back?.searchParams.get('code'));
  });

  test('SSO-2 a code that was not exchanged yet ends too', async () => {
    const app = its.application();
    const code = app.codeIn(await app.signsIn());
    const { id } = await accountOf();
    await its.db.transaction().execute(async (tx) => void (await endSession(tx, { accountId: id }, 'revoked', its.now())));
    assert.equal(await errorIn(await app.exchange(code)), 'invalid_grant');
  });

  const endsFactor = async (): Promise<void> => {
    const secrets = createSecrets(its.config.secretKey);
    assert.equal(await endFactor({ db: its.db, secrets }, portalOf(its, 'outscale'), alices.identifier, its.now(), operatorNamed('support')), 'ended');
  };

  /** The grant of the newest tokens. */
  const newestGrant = async (): Promise<string | null> =>
    (await its.db.selectFrom('openid').select('grantId').where('model', '=', 'RefreshToken').orderBy('expiresAt', 'desc').executeTakeFirstOrThrow()).grantId;

  const accountOf = () =>
    its.db.selectFrom('account').select('id').where('portal', '=', 'outscale').where('identifierKey', '=', alices.identifier).executeTakeFirstOrThrow();

  test('SSO-2 «disconnect» on the account’s page ends what that browser’s applications hold, and no other’s', async () => {
    const [here, there] = [await holding(), await holding()];
    const page = await here.app.browser.opens('/p/outscale/account');
    await here.app.browser.posts('/p/outscale/account/end', { csrf: tokenIn(page.html) });
    await isOver(there, 'ended from elsewhere');
    const still = await isGood(here);
    // Signing in again in the same browser keeps it; signing out of the account ends it.
    const again = await still.app.asks({ prompt: 'login' });
    assert.ok((await still.app.types(again, { identifier: alices.identifier, password: alices.password, remember: 'no' })).back);
    const kept = await isGood(still);
    await kept.app.browser.posts('/p/outscale/signout', { csrf: tokenIn((await kept.app.browser.opens('/p/outscale/account')).html) });
    await isOver(kept, 'signed out');
  });

  test('SSO-2 a lock, which strangers can cause, ends nothing that the owner has; nobody signs in anew before it is over', async () => {
    const held = await holding();
    for (let tries = 0; tries < 10; tries += 1) {
      await openBrowser(its.url).signsIn('outscale', alices.identifier, 'wrong');
    }
    const still = await isGood(held);
    assert.ok((await still.app.asks()).back?.searchParams.get('code'), 'their own sign-in goes on');
    const elsewhere = its.application();
    const refused = await elsewhere.types(await elsewhere.asks(), { identifier: alices.identifier, password: alices.password, remember: 'no' });
    assert.equal(refused.back, undefined);
    its.passes(hour);
  });

  test('SSO-2 turning the second factor on ends it, and so does its end by support', async () => {
    const held = await holding();
    const factor = await turnsOn(its);
    await isOver(held, 'turned on');
    const app = its.application();
    const second = await app.signsIn();
    const got = await app.read(await app.exchange(app.codeIn(await app.types(second, { code: factor.code() }))));
    await endsFactor();
    await isOver({ app, got }, 'recovered');
  });

  test('SSO-2 what was given before a sign-in that waits for the second factor ends with it, where that is left; passed, it goes on', async () => {
    const factor = await turnsOn(its);
    const app = its.application();
    const factored = async (shown: Awaited<ReturnType<typeof app.asks>>) => await app.types(shown, { code: factor.code() });
    const first = await app.types(await app.asks(), { identifier: alices.identifier, password: alices.password, remember: 'no' });
    const held = { app, got: await app.read(await app.exchange(app.codeIn(await factored(first)))) };
    its.passes(minute);
    const password = async () =>
      await app.types(await app.asks({ prompt: 'login' }), { identifier: alices.identifier, password: alices.password, remember: 'no' });
    assert.ok((await factored(await password())).back);
    const still = await isGood(held);
    await password();
    const waits = await isGood(still);
    its.passes(10 * minute);
    await isOver(waits, 'left at the second step');
    await endsFactor();
  });

  test('SSO-2 what lost its sign-in in the records is of none that stays', async () => {
    const there = await holding();
    const grant = await newestGrant();
    const here = await holding();
    await its.db.updateTable('openid').set({ sessionId: null }).where('grantId', '=', grant).execute();
    const page = await here.app.browser.opens('/p/outscale/account');
    await here.app.browser.posts('/p/outscale/account/end', { csrf: tokenIn(page.html) });
    assert.equal(await errorIn(await there.app.refresh(there.got.refresh_token)), 'invalid_grant');
    await isGood(here);
  });

  test('SSO-2 it lasts as long as the sign-in it was given in, half a day unless the browser was to remember', async () => {
    const held = await holding();
    its.passes(11 * hour);
    const later = await held.app.read(await held.app.refresh(held.got.refresh_token));
    its.passes(hour + 1000);
    assert.equal(await errorIn(await held.app.refresh(later.refresh_token)), 'invalid_grant');
    const app = its.application();
    const me = await app.types(await app.asks(), { identifier: alices.identifier, password: alices.password, remember: 'me' });
    const lasting = await app.read(await app.exchange(app.codeIn(me)));
    its.passes(20 * day);
    const renewed = await app.read(await app.refresh(lasting.refresh_token));
    its.passes(11 * day);
    assert.equal(await errorIn(await app.refresh(renewed.refresh_token)), 'invalid_grant');
    await its.sweep();
    const left = await its.db.selectFrom('openid').select('model').where('expiresAt', '<=', its.now()).execute();
    assert.deepEqual(left, []);
  });

  test('SSO-2 another address, by an import, ends it, and so do codes that were not exchanged yet', async () => {
    const held = await holding();
    const waiting = its.application();
    const code = waiting.codeIn(await waiting.signsIn());
    const renames = (email: string) => joins(its, 'outscale', `${alices.identifier},${email},Alice,Martin,,`);
    await renames('alice.durand@corp.example');
    await isOver(held, 'address');
    assert.equal(await errorIn(await waiting.exchange(code)), 'invalid_grant');
    await renames(alices.identifier);
    its.passes(2 * day);
  });

  test('SSO-2 an account that is gone is nobody to applications', async () => {
    const held = await holding();
    const { id } = await accountOf();
    const row = await its.db.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    await its.db.deleteFrom('account').where('id', '=', id).execute();
    assert.equal((await held.app.userinfo(held.got.access_token)).status, 401);
    assert.equal(await errorIn(await held.app.refresh(held.got.refresh_token)), 'invalid_grant');
    await its.db.insertInto('account').values(row).execute();
  });

  test('SSO-2 an application signs people out: with its ID token at once, else they are asked, and they come back nowhere else', async () => {
    const held = await holding();
    const { app, got } = held;
    const out = (query: Record<string, string>) => app.follow(`/p/outscale/openid/logout?${new URLSearchParams(query)}`);
    for (const foreign of ['https://evil.example/', `${loggedOut}?more=1`, `${loggedOut}/`]) {
      const refused = await out({ id_token_hint: got.id_token, post_logout_redirect_uri: foreign, state: 's' });
      assert.deepEqual([refused.status, refused.back], [400, undefined], foreign);
    }
    // Without saying who asks, no address counts.
    const asked = await out({ post_logout_redirect_uri: 'https://evil.example/' });
    assert.match(asked.html, /Voulez-vous vous déconnecter/);
    const xsrf = (html: string) => /name="xsrf" value="([\w-]+)"/.exec(html)?.[1] ?? '';
    const stay = await app.browser.posts('/p/outscale/openid/logout/confirm', { xsrf: xsrf(asked.html) });
    assert.match(stay.location ?? '', /^http:\/\/127\.0\.0\.1:\d+\/p\/outscale\/openid\/logout\/success/);
    const kept = await isGood(held);
    assert.equal((await app.browser.posts('/p/outscale/openid/logout/confirm', { xsrf: 'made-up', logout: 'yes' })).status, 400);

    const sure = await out({ id_token_hint: kept.got.id_token, post_logout_redirect_uri: loggedOut, state: 'of the logout' });
    assert.match(sure.html, /Déconnexion en cours/);
    assert.match(sure.headers.get('content-security-policy') ?? '', /form-action 'self' http:\/\/127\.0\.0\.1:9;/);
    const gone = await app.browser.posts('/p/outscale/openid/logout/confirm', { xsrf: xsrf(sure.html), logout: 'yes' });
    assert.equal(gone.location, `${loggedOut}?state=of+the+logout`);
    await isOver(kept, 'logged out');
    // Of Guichet's own pages, too.
    assert.equal((await app.browser.get('/p/outscale/account')).status, 303);
    const told = await its.db.selectFrom('audit').select('outcome').where('action', '=', 'openid.signOut').execute();
    assert.deepEqual(
      told.map(({ outcome }) => outcome),
      ['ok'],
    );
    // Nobody is signed in any more: the page says so.
    assert.match((await out({})).html, /name="xsrf"/);
  });

  test('SSO-2 person -- export and erase know what applications hold', async () => {
    const held = await holding();
    // What waits about somebody is in the way.
    await its.mails();
    const resolved = await resolveSubject(its.db, alices.identifier);
    assert.ok('subject' in resolved);
    const exported = await exportPerson(its.db, resolved);
    assert.ok((exported.held.openid?.length ?? 0) >= 3);
    assert.doesNotMatch(JSON.stringify(exported), new RegExp(held.got.refresh_token));
    const erased = await erasePerson(
      { db: its.db, secrets: createSecrets(its.config.secretKey) },
      { subject: resolved.subject, own: false, by: operatorNamed('dpo'), now: its.now() },
    );
    assert.ok('pseudonym' in erased, JSON.stringify(erased));
    await isOver(held, 'erased');
    const { id } = await accountOf();
    assert.deepEqual(await its.db.selectFrom('openid').select('key').where('accountId', '=', id).execute(), []);
  });
});
