import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { choosePort } from '../../bot/dev/ports.ts';
import { companies } from '../fakes/companyRegistry.ts';
import { cloud, cloudPassword, validator, withOrganisations } from '../organising.ts';
import { codeIn, type Guichet, linkIn } from '../support.ts';
import { faultsOn, languages, picture, skip, startBrowser } from './browser.ts';

let browser: Browser;
before(async () => {
  if (!skip) browser = await startBrowser();
});
after(() => browser?.close());

const chosen = 'Grand-Large 2026 !';
const phone = { width: 390, height: 800 };

/** A phone of its own, and what its browser complained of. */
async function onPhone({ url }: Guichet, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({ viewport: phone, colorScheme: 'light', reducedMotion: 'reduce', ...options });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && !message.text().includes('status of 4') && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  return {
    page,
    complaints,
    /** Opens an address of the server's, as mails and cards name it. */
    goes: (link: string, lang: 'fr' | 'en') => page.goto(`${url}${new URL(link, url).pathname}?lang=${lang}`),
    close: () => context.close(),
  };
}

const words = {
  fr: {
    prove: 'Vérifier mon compte',
    mismatch: 'ne correspondent pas',
    domicile: 'Où est votre organisation ?',
    france: 'En France',
    abroad: 'À l’étranger',
    siret: 'Quel est son SIRET ?',
    search: 'Rechercher',
    digits: '14 chiffres',
    found: 'Est-ce le bon établissement ?',
    create: 'Créer votre organisation',
    created: 'Votre organisation est créée',
    name: 'Nom',
    country: 'Pays',
    belgium: 'Belgique',
    street: 'Rue et numéro',
    city: 'Ville',
    required: 'Ce champ est obligatoire',
    password: 'Nouveau mot de passe',
    repeat: 'Retapez le mot de passe',
    createPassword: 'Créer le mot de passe',
    set: 'Votre mot de passe est enregistré',
    sendCode: 'Envoyer le code',
    showRequest: 'Afficher la demande',
    approve: 'Approuver',
    record: 'Envoyer ma réponse',
    approved: /^Approuvée/,
    validated: /validée sur OUTSCALE/,
  },
  en: {
    prove: 'Verify my account',
    mismatch: 'don’t match',
    domicile: 'Where is your organisation?',
    france: 'In France',
    abroad: 'Abroad',
    siret: 'What’s its SIRET?',
    search: 'Search',
    digits: '14 digits',
    found: 'Is this the right establishment?',
    create: 'Create your organisation',
    created: 'Your organisation has been created',
    name: 'Name',
    country: 'Country',
    belgium: 'Belgium',
    street: 'Street and number',
    city: 'City',
    required: 'This field is required',
    password: 'New password',
    repeat: 'Repeat the password',
    createPassword: 'Create password',
    set: 'Your password is set',
    sendCode: 'Send code',
    showRequest: 'Show the request',
    approve: 'Approve',
    record: 'Send my answer',
    approved: /^Approved/,
    validated: /validated on OUTSCALE/,
  },
} as const;

/** A Guichet whose pages say the address that the browser sees, as a script's requests name where they come from. */
async function withPages(locale: 'fr' | 'en', story: (guichet: Guichet) => Promise<void>): Promise<void> {
  const port = await choosePort('', 0, () => undefined);
  await withOrganisations({ locale, env: { PORT: `${port}`, PUBLIC_URL: `http://127.0.0.1:${port}` } }, story);
}

const none = { found: [], small: [], scrolls: false };
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

for (const [where, locale] of [
  ...languages('fr').map((locale) => ['france', locale] as const),
  ...languages('en').map((locale) => ['abroad', locale] as const),
])
  test(
    `OU-1 OU-2 OU-3 OU-4 OU-6 OU-8 an organisation ${where === 'france' ? 'in France, from the chat' : 'abroad, from the page'}, to its administrator's password and its validation, on a phone, in ${locale}; axe finds no fault`,
    { skip },
    () =>
      withPages(locale, async (its) => {
        const w = words[locale];
        const { page, complaints, goes, close } = await onPhone(its, { bypassCSP: true });
        const looksRight = async (name: string, folder: 'docs' | 'out' = 'out') => {
          await picture(page, folder, `organisation-${name}.${locale}`);
          assert.deepEqual(await faultsOn(page), none, name);
        };

        let begun = '/p/outscale/organisation';
        if (where === 'france') {
          await its.chat.says(locale === 'fr' ? 'créer une organisation outscale' : 'create an organisation outscale');
          begun = its.chat.opens();
        }
        await goes(begun, locale);
        await looksRight('proof', where === 'france' ? 'docs' : 'out');
        await page.locator('#email').fill(cloud.here);
        await page.locator('#password').fill('faux');
        await press(page, w.prove);
        await page.getByRole('alert').getByText(w.mismatch).waitFor();
        assert.equal(await page.locator('#email').inputValue(), cloud.here);
        assert.equal(await page.locator('#password').inputValue(), '');
        await looksRight('proof-refused');
        await page.locator('#password').fill(cloudPassword);
        await page.keyboard.press('Enter');

        await heading(page, w.domicile);
        await looksRight('domicile');
        await press(page, w[where]);

        if (where === 'france') {
          await heading(page, w.siret);
          await page.getByLabel('SIRET').fill('8123');
          await press(page, w.search);
          await page.getByRole('alert').getByText(w.digits).waitFor();
          await looksRight('siret-refused');
          await page.getByLabel('SIRET').fill(companies.closed.siret);
          await press(page, w.search);
          await page.getByRole('alert').getByText(companies.closed.name).waitFor();
          await page.getByLabel('SIRET').fill('812 345 676 00017');
          await page.keyboard.press('Enter');
          await heading(page, w.found);
          await looksRight('company', 'docs');
        } else {
          await page.getByLabel(w.name, { exact: true }).fill('ACME Benelux');
          await press(page, w.create);
          await page.getByRole('alert').getByText(w.required).first().waitFor();
          assert.equal(await page.getByLabel(w.name, { exact: true }).inputValue(), 'ACME Benelux');
          await looksRight('abroad-refused');
          await page.getByLabel(w.country, { exact: true }).selectOption({ label: w.belgium });
          await page.getByLabel(w.street, { exact: true }).fill('3 rue du Pont');
          await page.locator('#postalCode').fill('4000');
          await page.getByLabel(w.city, { exact: true }).fill('Liège');
          await looksRight('abroad');
        }
        await press(page, w.create);
        await heading(page, w.created);
        await page.getByText(cloud.here).waitFor();
        await looksRight('created', where === 'france' ? 'docs' : 'out');

        const mails = await its.mails();
        if (where === 'france') its.chat.hears(w.created, 'ACME LOGICIELS');
        await goes(linkIn(mails.find(({ to }) => to === cloud.here)), locale);
        await page.getByLabel(w.password).fill(chosen);
        await page.getByLabel(w.repeat).fill(chosen);
        await press(page, w.createPassword);
        await heading(page, w.set);
        await looksRight('password-set');

        const asked = mails.find(({ to }) => to === validator.email);
        const decide = /https?:\/\/\S+\/decide\/[\w-]+/.exec(asked?.text ?? '')?.[0];
        assert.ok(decide, 'who has no chat decides on the page');
        await goes(decide, locale);
        await press(page, w.sendCode);
        await page.getByRole('status').waitFor();
        await page.getByLabel('Code', { exact: true }).fill(codeIn((await its.mails()).at(-1)));
        await press(page, w.showRequest);
        await page
          .getByText(where === 'france' ? '81234567600017' : 'ACME Benelux')
          .first()
          .waitFor();
        await page.getByRole('radio', { name: w.approve }).check();
        await looksRight('decide');
        await press(page, w.record);
        await heading(page, w.approved);
        assert.match((await its.mails()).find(({ to }) => to === cloud.here)?.text ?? '', w.validated);
        const { status, domicile } = await its.db.selectFrom('organisation').select(['status', 'domicile']).executeTakeFirstOrThrow();
        assert.deepEqual([status, domicile], ['validated', where]);
        assert.deepEqual(complaints, []);
        await close();
      }),
  );

test('ALL-7 what is typed is kept as it is typed, under the real CSP: another tab and the chat have it, and what could not be kept says so', { skip }, () =>
  withPages('fr', async (its) => {
    await its.chat.says('créer une organisation outscale');
    const { page, complaints, goes, close } = await onPhone(its);
    await goes(its.chat.opens(), 'fr');
    await page.locator('#email').fill(cloud.here);
    await page.locator('#password').fill(cloudPassword);
    await page.keyboard.press('Enter');
    await heading(page, words.fr.domicile);
    await press(page, words.fr.abroad);
    await heading(page, /à l’étranger/);
    const status = page.locator('#kept');
    assert.equal(await status.getAttribute('role'), 'status');
    assert.equal(await status.textContent(), '');

    await page.locator('#name').pressSequentially('ACME Benelux');
    await page.getByText('Votre saisie est enregistrée').waitFor();
    await page.locator('#country').selectOption('BE');
    await page.locator('#city').fill('Liège');
    await page.keyboard.press('Tab');
    const other = await page.context().newPage();
    const draft = async () => JSON.parse((await its.db.selectFrom('request').select('data').executeTakeFirstOrThrow()).data);
    for (let tries = 0; (await draft()).city === '' && tries < 100; tries++) await page.waitForTimeout(20);
    assert.deepEqual([(await draft()).name, (await draft()).country, (await draft()).city], ['ACME Benelux', 'BE', 'Liège']);
    await other.goto(page.url());
    assert.equal(await other.locator('#name').inputValue(), 'ACME Benelux');
    assert.equal(await other.locator('#country').inputValue(), 'BE');
    // What the other tab keeps stays, whatever this one keeps next.
    await other.locator('#street').fill('3 rue du Pont');
    await other.locator('#street').blur();
    await other.getByText('Votre saisie est enregistrée').waitFor();
    await page.locator('#postalCode').fill('4000');
    await page.locator('#postalCode').blur();
    for (let tries = 0; (await draft()).postalCode === '' && tries < 100; tries++) await page.waitForTimeout(20);
    assert.equal((await draft()).street, '3 rue du Pont');
    await other.close();

    await page.context().setOffline(true);
    await page.locator('#city').fill('Namur');
    await page.locator('#city').blur();
    await page.getByText('n’a pas encore pu être enregistrée').waitFor();
    await page.context().setOffline(false);
    await page.locator('#name').fill('ACME Wallonie');
    await page.locator('#name').blur();
    await page.getByText('Votre saisie est enregistrée').waitFor();
    assert.deepEqual([(await draft()).name, (await draft()).city], ['ACME Wallonie', 'Namur']);
    assert.equal((await its.db.selectFrom('organisation').select('id').execute()).length, 0);

    await its.worker.drain();
    await its.chat.presses('createOrganisation.domicile', { domicile: 'abroad' });
    its.chat.hears('ACME Wallonie', 'Namur');
    assert.deepEqual(
      complaints.filter((text) => !/ERR_INTERNET_DISCONNECTED/.test(text)),
      [],
    );
    await close();
  }),
);
