import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importAccounts } from '../../../core/directory/accountsImport.ts';
import { agrees, invited } from '../../accepting.ts';
import { openBrowser, type WebBrowser } from '../../browser.ts';
import { setCredential } from '../../credentials.ts';
import { visitProvider } from '../../fakes/identityProvider.ts';
import { whole } from '../../inviting.ts';
import { hands, links, pathOf, withIdentityProvider } from '../../outsideAccounts.ts';
import { hashed, usual } from '../../signedIn.ts';
import type { Guichet } from '../../support.ts';
import { turnsOn } from '../../twoFactor.ts';

const secrets = /Analytique|Lille|ada@|Lovelace|commandes/;
const teams = {
  channel: 'msteams',
  portal: 'rconnect',
  change: (profile: string) => profile.replace('procedures:\n', 'procedures:\n  twoFactor: {}\n'),
} as const;
const pathIn = (link: string) => new URL(link).pathname;

/** Ada and Eve have accounts; Ada is alice at the provider, and Eve is bruno. */
async function withClients(story: (its: Guichet, issuer: string) => Promise<void>): Promise<void> {
  await withIdentityProvider(teams, async (its, { issuer }) => {
    const people = ['ada@client.example,ada@client.example,Ada,Lovelace,,', 'eve@client.example,eve@client.example,Eve,Moreau,,'];
    await importAccounts(its.db, 'rconnect', ['identifier,email,givenName,familyName,phone,entity', ...people].join('\n'), its.now());
    await setCredential(its.db, { passwordHash: await hashed }, { portal: 'rconnect' });
    await links(its, issuer, { login: 'alice', portal: 'rconnect', identifier: 'ada@client.example' });
    await links(its, issuer, { login: 'bruno', portal: 'rconnect', identifier: 'eve@client.example' });
    await its.mails();
    await story(its, issuer);
  });
}

/** From the page of an invitation to the provider and back, as somebody there. */
async function comesBack(browser: WebBrowser, issuer: string, link: string, login: string) {
  const page = await browser.get(pathIn(link));
  assert.match(page.html, /Se connecter avec Contoso/);
  assert.doesNotMatch(page.html, secrets);
  const left = await browser.get(`${pathIn(link)}/with/contoso`);
  return await browser.get(pathOf(await visitProvider(issuer)(left.location ?? '', { login })));
}

test('RC-2 SSO-1 case 1: who is known at the provider, and signed in there, accepts without a code; what the form holds is shown only then', () =>
  withClients(async (its, issuer) => {
    const { link } = await invited(its);
    const browser = openBrowser(its.url);
    const back = await comesBack(browser, issuer, link, 'alice');
    assert.equal(back.location, `${pathIn(link)}?lang=fr&proven=1`);
    const page = await its.page(link);
    hands(browser, page);
    assert.match((await page.again()).html, /Sonia Lambert[\s\S]*commandes/i);
    assert.equal((await agrees(page)).status, 303);
    assert.match((await page.again()).html, /Analytique SARL/);
    assert.equal((await page.posts({ press: 'create', ...whole })).location, '/p/rconnect/welcome?lang=fr');
    assert.equal((await its.db.selectFrom('invitation').select('status').executeTakeFirst())?.status, 'accepted');
    assert.equal((await its.mails()).filter(({ subject }) => /code/.test(subject)).length, 0);
  }));

test('RC-2 SSO-1 a forwarded link opens nothing to somebody else at the provider, linked or not, nor to who claims the address there', () =>
  withClients(async (its, issuer) => {
    const { link } = await invited(its);
    for (const [login, words] of [
      ['bruno', /pas connecté au compte auquel cette invitation est destinée/],
      ['ada@client.example', /Ce compte Contoso n’ouvre aucun compte de ce portail/],
    ] as const) {
      const browser = openBrowser(its.url);
      const back = await comesBack(browser, issuer, link, login);
      assert.equal(back.status, 422, login);
      assert.match(back.html, words);
      assert.match(back.html, /accepter l’invitation avec un code/);
      assert.doesNotMatch(back.html, secrets);
      const page = await browser.get(pathIn(link));
      assert.match(page.html, /Envoyer le code/);
      assert.doesNotMatch(page.html, secrets);
    }
    assert.equal((await its.db.selectFrom('invitation').select('status').executeTakeFirst())?.status, 'sent');
    const stranger = openBrowser(its.url);
    assert.doesNotMatch((await stranger.get(pathIn(link))).html, secrets);
  }));

test('RC-2 SSO-1 OU-11 where the account has a second factor, it comes before the invitation shows anything', () =>
  withClients(async (its, issuer) => {
    const factor = await turnsOn(its, { portal: 'rconnect', identifier: 'ada@client.example', password: usual });
    await its.db.updateTable('binding').set({ endedAt: null }).execute();
    await its.mails();
    const { link } = await invited(its);
    const browser = openBrowser(its.url);
    const back = await comesBack(browser, issuer, link, 'alice');
    assert.equal(back.location, '/p/rconnect/signin/second?return=invitation&lang=fr');
    assert.doesNotMatch((await browser.get(pathIn(link))).html, secrets);
    const passed = await browser.sends('/p/rconnect/signin/second?return=invitation', { code: factor.code() });
    assert.equal(passed.location, '/p/rconnect/invitation?lang=fr');
    const page = await browser.opens('/p/rconnect/invitation');
    assert.equal(page.path, `${pathIn(link)}?lang=fr`);
    assert.match(page.html, /Continuer avec mon compte/);
    assert.doesNotMatch(page.html, secrets);
  }));
