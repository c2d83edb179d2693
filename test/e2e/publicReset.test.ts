import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { type Guichet, linkIn, withGuichet } from '../support.ts';
import { axeFinds, picture, skip, startBrowser } from './browser.ts';

let browser: Browser;
before(async () => {
  if (!skip) browser = await startBrowser();
});
after(() => browser?.close());

const phone = { width: 360, height: 740 };
const inside = { 'x-forwarded-for': '192.0.2.77' };

/** Opens a page, and gives what the browser complained of: a policy that holds something back is among it. */
async function visit(guichet: Guichet, path: string, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({ viewport: phone, locale: 'fr-FR', ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && !message.text().includes('status of 4') && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  const elsewhere: string[] = [];
  page.on('request', (request) => !request.url().startsWith(guichet.url) && !request.url().startsWith('data:') && elsewhere.push(request.url()));
  await page.goto(`${guichet.url}${path}`);
  return { page, complaints, elsewhere, close: () => context.close() };
}

async function faults(page: Page) {
  const found = await axeFinds(page);
  const small =
    await page.evaluate(`[...document.querySelectorAll('button, .button, input:not(.apart, [type=hidden], [type=checkbox]), .human label, .links a, header a, footer a')]
    .filter((target) => target.getBoundingClientRect().height < 44).map((target) => target.outerHTML)`);
  return { found, small, scrolls: await page.evaluate('document.documentElement.scrollWidth > innerWidth') };
}
const none = { found: [], small: [], scrolls: false };

test('IN-4 EX-2 EX-3 from the home page to a new password, on a phone, under the real content policy, with nobody else asked', { skip }, () =>
  withGuichet({}, async (guichet) => {
    const { page, complaints, elsewhere, close } = await visit(guichet, '/?lang=fr');
    await page.getByRole('link', { name: 'Extranet', exact: true }).click();
    await page.getByRole('heading', { name: 'Mot de passe oublié' }).waitFor();
    const widget = page.getByRole('checkbox', { name: 'Je ne suis pas un robot' });
    await widget.waitFor();
    assert.equal(await widget.isChecked(), false, 'nothing is worked before the form is gone into');
    await picture(page, 'docs', 'public-reset.fr');
    await page.getByLabel('Nom d’utilisateur').fill('accueil@hotel.example');
    await page.getByLabel('Adresse e-mail').fill('direction@hotel.example');
    await page.getByRole('checkbox', { name: 'Vérifié' }).waitFor();
    await picture(page, 'out', 'public-reset-checked');
    await page.getByRole('button', { name: 'Oui, créer mon mot de passe' }).click();
    await page.getByRole('heading', { name: 'Consultez votre messagerie' }).waitFor();
    await picture(page, 'out', 'public-reset-sent');
    const [mail] = await guichet.mails();
    assert.equal(mail?.to, 'direction@hotel.example');
    await page.goto(`${guichet.url}${new URL(linkIn(mail)).pathname}`);
    await page.getByLabel('Nouveau mot de passe').fill('phare de la pointe');
    await page.getByLabel('Retapez le mot de passe').fill('phare de la pointe');
    await page.locator('#form button:not([type=button])').click();
    await page.getByRole('heading', { name: 'Votre mot de passe est enregistré' }).waitFor();
    assert.deepEqual([complaints, elsewhere], [[], []]);
    await close();
  }),
);

test('IN-4 somebody who sends at once waits for the check and need not send again; a second click sends nothing twice', { skip }, () =>
  withGuichet({}, async (guichet) => {
    const { page, complaints, close } = await visit(guichet, '/p/octopus/reset?lang=en');
    await page.getByLabel('Unified account').fill('amartin');
    await page.keyboard.press('Enter');
    await page.locator('#form button').dblclick({ noWaitAfter: true });
    await page
      .getByRole('heading', { name: 'Check your inbox' })
      .or(page.getByRole('heading', { name: 'mail' }))
      .first()
      .waitFor();
    assert.equal((await guichet.mails()).length, 1);
    assert.deepEqual(complaints, []);
    await close();
  }),
);

test('IN-4 errors are shown at their field, and the check starts again by itself', { skip }, () =>
  withGuichet({}, async (guichet) => {
    const { page, close } = await visit(guichet, '/p/invgate/reset?lang=fr', { bypassCSP: true });
    await page.getByLabel('Adresse e-mail professionnelle complète').fill('alice');
    await page.getByRole('checkbox', { name: 'Vérifié' }).waitFor();
    await page.locator('#form button').click();
    await page.getByRole('alert').waitFor();
    assert.deepEqual(await faults(page), none);
    await picture(page, 'out', 'public-reset-refused');
    await page.getByLabel('Adresse e-mail professionnelle complète').fill('alice.martin@corp.example');
    await page.locator('#form button').click();
    await page.getByRole('heading', { name: 'Consultez votre messagerie' }).waitFor();
    assert.equal((await guichet.mails()).length, 1);
    await close();
  }),
);

test('OC-2 on a trusted network the unified account is asked for and mailed, in a browser', { skip }, () =>
  withGuichet({ env: { TRUST_PROXY: '1' } }, async (guichet) => {
    const { page, complaints, close } = await visit(guichet, '/p/octopus/reset?lang=fr', { extraHTTPHeaders: inside });
    await page.getByRole('link', { name: 'Retrouver mon compte unifié' }).click();
    await page.getByLabel('Adresse e-mail').fill('bruno.leroy@corp.example');
    await picture(page, 'docs', 'public-identifier.fr');
    await page.locator('#form button').click();
    await page.getByRole('heading', { name: 'Consultez votre messagerie' }).waitFor();
    assert.match((await guichet.mails())[0]?.text ?? '', /bleroy/);
    assert.deepEqual(complaints, []);
    await close();
  }),
);

for (const [path, lang, colorScheme, headers] of [
  ['/', 'fr', 'dark', {}],
  ['/p/octopus/reset', 'fr', 'light', {}],
  ['/p/extranet/reset', 'en', 'dark', {}],
  ['/p/octopus/reset/sent', 'fr', 'dark', {}],
  ['/p/octopus/identifier', 'en', 'light', inside],
  ['/p/octopus/identifier', 'fr', 'dark', {}],
] as const)
  test(`${path} has no fault that axe finds on a phone, in ${lang}, ${colorScheme}${headers === inside ? ', on the network' : ''}`, { skip }, () =>
    withGuichet({ env: { TRUST_PROXY: '1' } }, async (guichet) => {
      const { page, close } = await visit(guichet, `${path}?lang=${lang}`, { bypassCSP: true, colorScheme, extraHTTPHeaders: headers });
      if (await page.locator('#human').count()) await page.locator('#human input[type=checkbox]').waitFor();
      await picture(page, 'out', `public${path.replaceAll('/', '-')}-${lang}-${headers === inside ? 'in' : 'out'}`);
      assert.deepEqual(await faults(page), none);
      await close();
    }),
  );

test('IN-4 without JavaScript the page says what can be done instead', { skip }, () =>
  withGuichet({}, async (guichet) => {
    const { page, close } = await visit(guichet, '/p/octopus/reset?lang=fr', { javaScriptEnabled: false });
    await page.getByText('écrivez à Guichet dans Teams, ou au support').waitFor();
    await picture(page, 'out', 'public-reset-plain');
    await close();
  }),
);
