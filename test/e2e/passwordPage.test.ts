import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { type Pages, startPages } from '../fakes/passwordPages.ts';
import { picture, skip, startBrowser } from './browser.ts';

let pages: Pages;
let browser: Browser;
before(async () => {
  if (skip) return;
  pages = await startPages();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await pages?.close();
});

/** Opens a page in a browser of its own, and gives what the browser complained of. */
async function visit(path: string, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({ viewport: { width: 1000, height: 900 }, locale: 'fr-FR', ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && !message.text().includes('status of 4') && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${pages.publicUrl}${path}`);
  return { page, complaints, close: () => context.close() };
}

const axe = async (page: Page): Promise<string[]> => {
  await page.evaluate(await readFile(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8'));
  return page.evaluate(`axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
    .then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')))`);
};

const desk = { width: 1000, height: 900 };
const phone = { width: 360, height: 740 };

for (const [secret, lang, colorScheme, viewport] of [
  ['open', 'fr', 'light', desk],
  ['code', 'en', 'dark', desk],
  ['code', 'fr', 'light', phone],
  ['reset', 'en', 'dark', phone],
  ['expired', 'fr', 'dark', phone],
  ['used', 'en', 'light', desk],
  ['unknown', 'fr', 'light', phone],
] as const) {
  test(`the page of a link (${secret}) has no fault that axe finds, in ${lang}, ${colorScheme}, ${viewport.width} wide`, { skip }, async () => {
    const { page, complaints, close } = await visit(`/p/invgate/link/${secret}?lang=${lang}`, { bypassCSP: true, colorScheme, viewport });
    await picture(page, 'out', `${secret}-${lang}-${colorScheme}-${viewport.width}`);
    assert.deepEqual(await axe(page), []);
    assert.deepEqual(complaints, []);
    const scrolls = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
    assert.equal(scrolls, false, 'nothing is wider than the window');
    const small = await page.evaluate(`[...document.querySelectorAll('button, .button, input:not(.apart):not([type=hidden]), header a, footer a')]
      .filter((target) => !target.hidden && target.getBoundingClientRect().height < 44).map((target) => target.outerHTML)`);
    assert.deepEqual(small, [], 'every target is 44 px high');
    await close();
  });
}

test('ALL-1 each rule is ticked as it is met, under the real CSP', { skip }, async () => {
  const { page, complaints, close } = await visit('/p/invgate/link/open?lang=en');
  const met = () => page.locator('.rules .met').allInnerTexts();
  assert.deepEqual(await met(), []);
  await page.locator('#password').pressSequentially('Tulipe');
  assert.equal((await met()).length, 3);
  assert.match((await page.locator('.rules li').first().textContent()) ?? '', /8 characters \(not yet\)/);
  await page.locator('#password').pressSequentially('-77-bleue');
  assert.equal((await met()).length, 6);
  assert.match((await page.locator('.rules li').first().textContent()) ?? '', /8 characters \(met\)/);
  assert.equal(await page.locator('#rule-count').innerText(), 'Rules met: 6 of 6');
  assert.match(await page.locator('#strength-word').innerText(), /^(fair|good|strong)$/);
  await page.locator('#repeat').fill('Tulipe-77-bleue');
  assert.equal(await page.locator('#match').innerText(), 'Both are the same.');
  await page.getByRole('button', { name: 'Show the passwords' }).click();
  assert.equal(await page.locator('#repeat').getAttribute('type'), 'text');
  await picture(page, 'out', 'typed');
  await page.getByRole('button', { name: 'Hide the passwords' }).click();
  assert.equal(await page.locator('#password').getAttribute('type'), 'password');
  assert.deepEqual(complaints, []);
  await close();
});

test('a password may be pasted, and Enter sends the form and not the code', { skip }, async () => {
  const { page, close } = await visit('/p/invgate/link/code?lang=fr', { permissions: ['clipboard-read', 'clipboard-write'] });
  pages.calls.splice(0);
  await page.evaluate(`navigator.clipboard.writeText('Tulipe-77-bleue')`);
  await page.locator('#password').focus();
  await page.keyboard.press('Control+V');
  assert.equal(await page.locator('#password').inputValue(), 'Tulipe-77-bleue');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.errors');
  assert.deepEqual(
    pages.calls.map((call) => call.split(' ')[0]),
    ['submit'],
  );
  await close();
});

for (const javaScriptEnabled of [true, false]) {
  test(`a password is refused, corrected and set ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, { skip }, async () => {
    const secret = javaScriptEnabled ? 'scripted' : 'plain';
    pages.add(secret, 'code');
    const { page, complaints, close } = await visit(`/p/invgate/link/${secret}`, { javaScriptEnabled, viewport: phone });
    assert.equal(await page.locator('#reveal').isVisible(), javaScriptEnabled);
    assert.equal(await page.locator('#strength').isVisible(), javaScriptEnabled);
    await page.getByRole('button', { name: 'Envoyer le code' }).click();
    await page.getByText('Un code a été envoyé sur votre téléphone').waitFor();

    await page.getByLabel('Code').fill('123456');
    await page.getByLabel('Nouveau mot de passe').fill('court');
    await page.getByLabel('Retapez le mot de passe').fill('autre');
    await page.getByRole('button', { name: 'Créer le mot de passe' }).click();
    const errors = page.getByRole('alert');
    await errors.waitFor();
    await picture(page, 'out', `refused-${secret}`);
    assert.equal(await errors.evaluate((element) => element === element.ownerDocument.activeElement), true);
    assert.equal(await page.getByLabel('Code').inputValue(), '123456');
    assert.equal(await page.getByLabel('Nouveau mot de passe').inputValue(), '');

    await page.getByLabel('Nouveau mot de passe').fill('Tulipe-77-bleue!');
    await page.getByLabel('Retapez le mot de passe').fill('Tulipe-77-bleue!');
    await page.getByRole('button', { name: 'Créer le mot de passe' }).click();
    await page.getByRole('heading', { name: 'Votre mot de passe est défini' }).waitFor();
    await picture(page, 'out', `done-${secret}`);
    assert.deepEqual(complaints, []);
    await close();
  });
}

test('axe finds nothing on a refused form, nor on the done page', { skip }, async () => {
  const { page, close } = await visit('/p/invgate/link/open?lang=fr', { bypassCSP: true, colorScheme: 'dark' });
  await page.getByRole('button', { name: 'Créer le mot de passe' }).click();
  await page.getByRole('alert').waitFor();
  await picture(page, 'out', 'refused-dark');
  assert.deepEqual(await axe(page), []);
  await page.goto(`${pages.publicUrl}/p/invgate/done?lang=en`);
  assert.deepEqual(await axe(page), []);
  await close();
});
