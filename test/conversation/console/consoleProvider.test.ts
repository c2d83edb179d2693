import assert from 'node:assert/strict';
import { test } from 'node:test';
import { networkOf } from '../../../core/foundation/clientAddress.ts';
import { hour, minute } from '../../../core/foundation/clock.ts';
import { createLimits } from '../../../core/foundation/limits.ts';
import { fixedLimits } from '../../../core/foundation/limitTable.ts';
import { openBrowser, tokenIn, type WebBrowser } from '../../browser.ts';
import { withConsoleProvider } from '../../consoleProvider.ts';
import { type StartedProvider, visitProvider } from '../../fakes/identityProvider.ts';
import { pathOf, signsInAt } from '../../outsideAccounts.ts';
import type { Guichet } from '../../support.ts';

const enters = async (its: Guichet, { issuer }: StartedProvider, login: string) => {
  const browser = openBrowser(its.url);
  return { browser, got: await signsInAt(browser, issuer, '/console/signin/contoso', login) };
};
/** Somebody has so many more sessions, which begin one after the other. */
async function beginsMore({ db, passes, now }: Guichet, times: number): Promise<void> {
  const row = await db.selectFrom('consoleSession').selectAll().executeTakeFirstOrThrow();
  for (let n = 0; n < times; n += 1) {
    passes(1);
    await db
      .insertInto('consoleSession')
      .values({ ...row, id: `more-${n}`, digest: `more-${n}`, createdAt: now() })
      .execute();
  }
}
const statuses = async (browser: WebBrowser, ...paths: string[]) => {
  const got: number[] = [];
  for (const path of paths) got.push((await browser.get(path)).status);
  return got;
};

test('OPS-1 who is signed in at the provider has the roles that the file gives their id, or their group, and nobody by a name or an address', () =>
  withConsoleProvider({}, async (its, provider) => {
    const first = await openBrowser(its.url).get('/console');
    assert.match(first.html, /Se connecter avec Contoso/);
    const parts = ['/console', '/console/people', '/console/audit', '/console/directories'];
    const olga = await enters(its, provider, 'olga');
    assert.match(olga.got.location ?? '', /^\/console\?lang=/);
    assert.match((await olga.browser.get('/console')).html, /Olga Roche/);
    assert.deepEqual(await statuses(olga.browser, ...parts), [200, 403, 200, 200]);
    const sami = await enters(its, provider, 'sami');
    assert.deepEqual(await statuses(sami.browser, ...parts), [200, 200, 403, 403]);
    const eve = await enters(its, provider, 'eve');
    assert.equal(eve.got.status, 403);
    assert.match(eve.got.html, /Ce compte Contoso n’a aucun rôle dans la console[^<]*eve/);
    assert.equal(eve.browser.jar.has('guichet-_console'), false);
    assert.match((await eve.browser.get('/console')).html, /Se connecter avec Contoso/);
    const rows = await its.db.selectFrom('audit').select(['actor', 'outcome']).where('action', '=', 'console.signIn').orderBy('id').execute();
    const named = await its.db.selectFrom('person').select(['id', 'objectId', 'address']).where('channel', '=', 'openid').orderBy('objectId').execute();
    assert.deepEqual(
      named.map(({ objectId, address }) => [objectId, address]),
      [
        ['olga', null],
        ['sami', null],
      ],
    );
    assert.deepEqual(
      rows.map(({ actor, outcome }) => `${named.find(({ id }) => id === actor)?.objectId ?? actor} ${outcome}`),
      ['olga ok', 'sami ok', 'anonymous console.noRole'],
    );
    const looked = await its.db.selectFrom('audit').select('actor').where('action', '=', 'console.searched').execute();
    assert.ok(looked.length > 0 && looked.every(({ actor }) => actor === named[0]?.id), 'every look is theirs');
  }));

test('OPS-1 somebody whom the provider vouches for has ten sessions at once: the oldest ends, the newest works, and the audit says so', () =>
  withConsoleProvider({}, async (its, provider) => {
    const oldest = await enters(its, provider, 'olga');
    await beginsMore(its, 9);
    its.passes(1);
    const newest = await enters(its, provider, 'olga');
    assert.match((await oldest.browser.get('/console/audit')).html, /Se connecter avec Contoso/);
    assert.equal((await newest.browser.get('/console/audit')).status, 200);
    assert.equal((await its.db.selectFrom('consoleSession').select('id').where('endedAt', 'is', null).execute()).length, 10);
    const told = await its.db.selectFrom('audit').select('detail').where('action', '=', 'console.signIn').orderBy('id').execute();
    assert.deepEqual(
      told.map(({ detail }) => JSON.parse(detail).ended),
      [undefined, 1],
    );
  }));

test('OPS-1 a session at the provider ends after half an hour without a click, after four hours, by signing out, or from another browser', () =>
  withConsoleProvider({}, async (its, provider) => {
    const idle = await enters(its, provider, 'olga');
    its.passes(31 * minute);
    assert.match((await idle.browser.get('/console/audit')).html, /Se connecter avec Contoso/);

    const { browser } = await enters(its, provider, 'olga');
    for (let past = 0; past < 4 * hour - 25 * minute; past += 25 * minute) {
      assert.equal((await browser.get('/console/audit')).status, 200);
      its.passes(25 * minute);
    }
    its.passes(25 * minute);
    assert.match((await browser.get('/console/audit')).html, /Se connecter avec Contoso/);

    const [here, there, other] = [await enters(its, provider, 'olga'), await enters(its, provider, 'olga'), await enters(its, provider, 'sami')];
    const list = await here.browser.get('/console/sessions');
    assert.equal(list.html.match(/name="session"/g)?.length, 1, 'the other one; this one is left by signing out');
    const session = /name="session" value="([^"]+)"/.exec(list.html)?.[1] ?? '';
    const csrf = tokenIn((await other.browser.get('/console')).html);
    assert.equal((await other.browser.posts('/console/sessions', { csrf, session })).status, 422, 'somebody else’s');
    assert.match((await here.browser.posts('/console/sessions', { csrf: tokenIn(list.html), session })).location ?? '', /said=ended/);
    assert.match((await there.browser.get('/console/audit')).html, /Se connecter avec Contoso/);

    const out = await here.browser.posts('/console/signout', { csrf: tokenIn(list.html) });
    assert.match((await here.browser.get(out.location ?? '')).html, /Votre session est fermée[\s\S]*Se connecter avec Contoso/);
    assert.equal(here.browser.jar.has('guichet-_console'), false);
    assert.equal((await other.browser.get('/console')).status, 200);
  }));

test('OPS-1 where the file asks for a second factor, only the provider’s word for it opens the console', () =>
  withConsoleProvider({ secondFactor: { claim: 'amr', values: ['mfa'] } }, async (its, provider) => {
    const sami = await enters(its, provider, 'sami');
    assert.equal(sami.got.status, 403);
    assert.match(sami.got.html, /Contoso n’a pas confirmé de second facteur/);
    assert.equal((await enters(its, provider, 'olga')).got.status, 303);
  }));

test('OPS-1 an answer opens the console once, in the browser that began, at the provider that it began with', () =>
  withConsoleProvider({}, async (its, provider) => {
    const visit = visitProvider(provider.issuer);
    const browser = openBrowser(its.url);
    const begin = async () => pathOf(await visit((await browser.get('/console/signin/contoso')).location ?? '', { login: 'olga' }));
    const stolen = await begin();
    assert.equal((await openBrowser(its.url).get(stolen)).status, 403, 'another browser');
    assert.equal((await browser.get(stolen.replace('/contoso/', '/fabrikam/'))).status, 403, 'another provider');
    const answer = await begin();
    const kept = browser.jar.get('guichet_provider-_console') ?? '';
    assert.equal((await browser.get(answer.replace(/state=[^&]+/, 'state=x'))).status, 403, 'another state');
    browser.jar.set('guichet_provider-_console', kept);
    assert.equal((await browser.get(answer)).status, 303);
    browser.jar.set('guichet_provider-_console', kept);
    assert.equal((await browser.get(answer)).status, 403, 'a second time');
    assert.equal((await browser.get('/console/signin/nobody')).status, 404);
    assert.equal((await browser.get('/console/signin/nobody/callback')).status, 404);
    const stopped = await visitProvider(provider.issuer)((await browser.get('/console/signin/contoso')).location ?? '', { stops: '1' });
    assert.match((await browser.get(pathOf(stopped))).html, /Vous vous êtes arrêté chez Contoso/);
  }));

test('OPS-1 a session lasts no longer than what the file says: of the role, of the second factor, of the provider', () =>
  withConsoleProvider({}, async (its, provider) => {
    const { browser } = await enters(its, provider, 'olga');
    for (const set of [{ claims: '{}', subject: 'gone' }, { issuer: 'https://elsewhere.example' }, { provider: 'gone' }]) {
      const before = await its.db.selectFrom('consoleSession').select(['claims', 'subject', 'issuer', 'provider']).executeTakeFirstOrThrow();
      assert.equal((await browser.get('/console/audit')).status, 200);
      await its.db.updateTable('consoleSession').set(set).execute();
      assert.match((await browser.get('/console/audit')).html, /Se connecter avec Contoso/, JSON.stringify(set));
      await its.db.updateTable('consoleSession').set(before).execute();
    }
  }));

test('OPS-1 strangers who fail from an office’s network keep nobody out of the console whose browser came in from that provider before', () =>
  withConsoleProvider({}, async (its, provider) => {
    const olga = await enters(its, provider, 'olga');
    const limits = createLimits(its.db, its.now);
    for (let times = 0; times < fixedLimits['identity.network'].points; times += 1) await limits.take('identity.network', networkOf('127.0.0.1'));
    const sami = await enters(its, provider, 'sami');
    assert.equal(sami.got.status, 429);
    for (const known of ['made-up', olga.browser.jar.get('guichet_known-_console')?.replace(/^.{22}/, 'A'.repeat(22)) ?? '']) {
      sami.browser.jar.set('guichet_known-_console', known);
      assert.equal((await signsInAt(sami.browser, provider.issuer, '/console/signin/contoso', 'sami')).status, 429);
    }
    olga.browser.jar.delete('guichet-_console');
    const again = await signsInAt(olga.browser, provider.issuer, '/console/signin/contoso', 'olga');
    assert.match(again.location ?? '', /^\/console\?lang=/);
    assert.equal((await signsInAt(olga.browser, provider.issuer, '/console/signin/fabrikam', 'olga')).status, 429, 'known to one provider alone');
  }));

test('OPS-1 SSO-1 a console on a port of its own has people sent back to CONSOLE_URL, and one beside the portals to PUBLIC_URL', async () => {
  const sentBackTo = async (url: string) => new URL((await openBrowser(url).get('/console/signin/contoso')).location ?? '').searchParams.get('redirect_uri');
  await withConsoleProvider({}, async (its) => assert.equal(await sentBackTo(its.url), `${its.config.publicUrl}/console/signin/contoso/callback`));
  await withConsoleProvider({}, async (its) => assert.equal(await sentBackTo(its.consoleUrl), 'https://console.example.org/console/signin/contoso/callback'), {
    env: { CONSOLE_PORT: '0', CONSOLE_URL: 'https://console.example.org' },
  });
});
