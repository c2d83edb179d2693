import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { type Pages, startPages } from '../fakes/passwordPages.ts';
import { axeFinds, picture, skip, startBrowser } from './browser.ts';

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
async function visit(path: string, options: BrowserContextOptions = {}, { publicUrl } = pages) {
  const context = await browser.newContext({ viewport: { width: 1000, height: 900 }, locale: 'fr-FR', ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && !message.text().includes('status of 4') && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${publicUrl}${path}`);
  return { page, complaints, close: () => context.close() };
}

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
    assert.deepEqual(await axeFinds(page), []);
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
  assert.equal(await page.locator('#match').innerText(), 'Both passwords match.');
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

const passwordsOn = (page: Page) => Promise.all(['#password', '#repeat'].map((field) => page.locator(field).inputValue()));
const hasFocus = (page: Page, field: string) => page.locator(field).evaluate((element) => element === element.ownerDocument.activeElement);

test('IN-7 asking for the code keeps the typed passwords and the place on the page, and leads to its field', { skip }, async () => {
  pages.add('kept', 'code');
  const { page, complaints, close } = await visit('/p/invgate/link/kept?lang=fr', { viewport: phone });
  pages.calls.splice(0);
  let loads = 0;
  page.on('framenavigated', () => {
    loads += 1;
  });
  assert.equal(await page.locator('.reloads').isVisible(), false);
  await page.locator('#password').fill('Tulipe-77-bleue!');
  await page.locator('#repeat').fill('Tulipe-77-bleue!');
  await page.locator('#code').fill('654321');
  await page.getByRole('button', { name: 'Envoyer le code' }).click();
  await page.getByText('Un code a été envoyé sur votre téléphone').waitFor();
  await picture(page, 'out', 'code-kept');
  assert.deepEqual(await passwordsOn(page), ['Tulipe-77-bleue!', 'Tulipe-77-bleue!']);
  assert.equal(await page.locator('.rules .met').count(), 6);
  assert.equal(await hasFocus(page, '#code'), true);
  assert.equal(await page.locator('#code').inputValue(), '', 'the code that was typed is an older one');
  assert.equal(await page.locator('#code').getAttribute('aria-describedby'), 'code-why code-sent');
  await page.getByRole('button', { name: 'Envoyer un autre code' }).click();
  await page.locator('#code:focus').waitFor();
  assert.equal(loads, 0);
  await page.keyboard.type('123456');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Votre mot de passe est enregistré' }).waitFor();
  assert.deepEqual(
    pages.calls.map((call) => call.split(' ')[0]),
    ['sendCode', 'sendCode', 'submit'],
  );
  assert.deepEqual(complaints, []);
  await close();
});

for (const [what, secret, wrong] of [
  ['a wrong code', 'wrong', { code: '654321' }],
  ['a repetition that differs', 'differs', { repeat: 'Tulipe-78-bleue!' }],
] as const)
  test(`IN-7 ${what} is said without leaving the page, and what was right stays`, { skip }, async () => {
    pages.add(secret, 'code');
    const { page, complaints, close } = await visit(`/p/invgate/link/${secret}?lang=fr`, { viewport: phone });
    let loads = 0;
    page.on('framenavigated', () => {
      loads += 1;
    });
    const typed = { code: '123456', password: 'Tulipe-77-bleue!', repeat: 'Tulipe-77-bleue!', ...wrong };
    for (const [field, text] of Object.entries(typed)) await page.locator(`#${field}`).fill(text);
    await page.getByRole('button', { name: 'Créer le mot de passe' }).click();
    await page.locator('.errors:focus').waitFor();
    await picture(page, 'out', `kept-${secret}`);
    assert.equal(loads, 0);
    assert.equal(await page.locator('#code').inputValue(), typed.code);
    const kept = 'code' in wrong ? 'Tulipe-77-bleue!' : '';
    assert.deepEqual(await passwordsOn(page), [kept, kept]);
    assert.equal(await page.locator('.rules .met').count(), 'code' in wrong ? 6 : 0);
    assert.equal(await page.locator(`#${'code' in wrong ? 'code' : 'repeat'}`).getAttribute('aria-invalid'), 'true');
    await page.locator('#code').fill('123456');
    for (const field of ['#password', '#repeat']) await page.locator(field).fill('Tulipe-77-bleue!');
    await page.getByRole('button', { name: 'Créer le mot de passe' }).click();
    await page.getByRole('heading', { name: 'Votre mot de passe est enregistré' }).waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

test('IN-7 without JavaScript a wrong code is asked for again on its own, before a password is typed once more', { skip }, async () => {
  pages.add('alone', 'code');
  const { page, close } = await visit('/p/invgate/link/alone?lang=fr', { javaScriptEnabled: false, viewport: phone });
  await page.locator('#code').fill('654321');
  for (const field of ['#password', '#repeat']) await page.locator(field).fill('Tulipe-77-bleue!');
  await page.getByRole('button', { name: 'Créer le mot de passe' }).click();
  await page.getByRole('alert').waitFor();
  await picture(page, 'out', 'code-alone');
  assert.equal(await page.locator('#password').count(), 0);
  await page.locator('#code').fill('654320');
  await page.getByRole('button', { name: 'Vérifier le code' }).click();
  await page.getByRole('alert').waitFor();
  assert.equal(await page.locator('#password').count(), 0);
  await page.locator('#code').fill('123456');
  await page.keyboard.press('Enter');
  await page.locator('#password').waitFor();
  await close();
});

test('IN-7 a code asked for too often is refused at its field, and nothing that was typed is lost', { skip }, async (t) => {
  const limited = await startPages({ limit: true });
  t.after(limited.close);
  const { page, close } = await visit('/p/invgate/link/code?lang=fr', {}, limited);
  await page.locator('#password').fill('Tulipe-77-bleue!');
  await page.locator('#code').fill('654321');
  await page.getByRole('button', { name: 'Envoyer le code' }).click();
  await page.locator('#code-error').waitFor();
  assert.deepEqual(await passwordsOn(page), ['Tulipe-77-bleue!', '']);
  assert.equal(await page.locator('#code').inputValue(), '654321');
  assert.equal(await hasFocus(page, '#code'), true);
  assert.match((await page.locator('#code').getAttribute('aria-describedby')) ?? '', /code-error/);
  await close();
});

test('IN-7 a link that died while the page stood says so when the code is asked for', { skip }, async () => {
  pages.add('dying', 'code');
  const { page, close } = await visit('/p/invgate/link/dying?lang=fr');
  pages.add('dying', 'expired');
  await page.getByRole('button', { name: 'Envoyer le code' }).click();
  await page.getByRole('heading', { name: 'Ce lien a expiré' }).waitFor();
  await close();
});

test('IN-7 without JavaScript the page says beforehand that passwords are lost, and comes back at the code', { skip }, async () => {
  const { page, close } = await visit('/p/invgate/link/code?lang=fr', { javaScriptEnabled: false, viewport: phone });
  await page.getByText('Demandez-le avant de choisir votre mot de passe').waitFor();
  await page.getByRole('button', { name: 'Envoyer le code' }).click();
  await page.getByText('Un code a été envoyé sur votre téléphone').waitFor();
  await picture(page, 'out', 'code-plain');
  assert.equal(await hasFocus(page, '#code'), true);
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
    await page.getByRole('heading', { name: 'Votre mot de passe est enregistré' }).waitFor();
    await picture(page, 'out', `done-${secret}`);
    assert.deepEqual(complaints, []);
    await close();
  });
}

test('axe finds nothing on a refused form or on the done page', { skip }, async () => {
  const { page, close } = await visit('/p/invgate/link/open?lang=fr', { bypassCSP: true, colorScheme: 'dark' });
  await page.getByRole('button', { name: 'Créer le mot de passe' }).click();
  await page.getByRole('alert').waitFor();
  await picture(page, 'out', 'refused-dark');
  assert.deepEqual(await axeFinds(page), []);
  await page.goto(`${pages.publicUrl}/p/invgate/done?lang=en`);
  assert.deepEqual(await axeFinds(page), []);
  await close();
});
