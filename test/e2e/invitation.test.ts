import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { importAccounts } from '../../core/directory/accountsImport.ts';
import { freePort } from '../fakes/daemon.ts';
import { invitationIn, invites, salesWoman, whole } from '../inviting.ts';
import { codeIn, type Guichet, withGuichet } from '../support.ts';
import { axeFinds, picture, skip, startBrowser } from './browser.ts';

let browser: Browser;
before(async () => {
  if (!skip) browser = await startBrowser();
});
after(() => browser?.close());

const words = {
  fr: {
    send: 'Envoyer le code',
    goOn: 'Continuer',
    agree: 'Oui',
    known: 'Vous avez déjà un compte ici',
    create: 'Créer la société (CREATE COMPANY)',
    wrong: /4 champs restent à remplir ou à corriger/,
    check: 'vérifie aussi votre saisie',
    save: 'Enregistrer pour plus tard',
    right: 'Tout est correct.',
    street: 'Rue',
    postalCode: 'Code postal',
    vat: 'Numéro de TVA',
    phone: 'Téléphone',
    vatError: /Un numéro de TVA français/,
    needed: 'Ce champ est obligatoire.',
    password: 'Nouveau mot de passe',
    repeat: 'Retapez le mot de passe',
    choose: 'Créer le mot de passe',
    welcome: 'Bienvenue sur My rConnect',
    orders: 'Vos commandes',
  },
  en: {
    send: 'Send code',
    goOn: 'Continue',
    agree: 'Yes',
    known: 'You already have an account here',
    create: 'CREATE COMPANY',
    wrong: /4 fields are still to be filled in or corrected/,
    check: 'also checks what you entered',
    save: 'Save for later',
    right: 'Everything is correct.',
    street: 'Street',
    postalCode: 'Postcode',
    vat: 'VAT number',
    phone: 'Phone',
    vatError: /A French VAT number/,
    needed: 'This field is required.',
    password: 'New password',
    repeat: 'Repeat the password',
    choose: 'Create password',
    welcome: 'Welcome to My rConnect',
    orders: 'Your orders',
  },
} as const;

type Look = { readonly locale: 'fr' | 'en'; readonly width: number } & Pick<BrowserContextOptions, 'colorScheme' | 'javaScriptEnabled' | 'bypassCSP'>;

/** A Guichet whose own address is the one that the browser sees: a form's origin is held against it. */
async function withPages(story: (its: Guichet) => Promise<void>): Promise<void> {
  const port = await freePort();
  await withGuichet({ channel: 'msteams', env: { PORT: `${port}`, PUBLIC_URL: `http://127.0.0.1:${port}` } }, story);
}

/** Sonia invites Ada, who opens the link of her mail in a browser of hers. */
async function opens(its: Guichet, { locale, width, ...options }: Look) {
  const inviter = await invites(its, undefined, locale);
  const link = new URL(invitationIn((await its.mails())[0])).pathname;
  const context = await browser.newContext({ viewport: { width, height: 800 }, locale: locale === 'fr' ? 'fr-FR' : 'en-GB', ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && !message.text().includes('status of 4') && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${its.url}${link}`);
  return { page, inviter, complaints, address: `${its.url}${link}`, close: () => context.close() };
}

/** What axe finds, what is too small to hit, and whether the page is wider than the window. */
async function faults(page: Page) {
  return {
    found: await axeFinds(page),
    small: await page.evaluate(`[...document.querySelectorAll('button, .button, select, .links a, input:not(.apart):not([type=hidden]), header a, footer a')]
      .filter((target) => !target.hidden && target.getBoundingClientRect().height < 44).map((target) => target.outerHTML)`),
    scrolls: await page.evaluate('document.documentElement.scrollWidth > innerWidth'),
  };
}
const none = { found: [], small: [], scrolls: false };

/** Has the code sent to the invited address and types it, by keyboard. */
async function proves(its: Guichet, page: Page, w: (typeof words)['fr' | 'en']): Promise<void> {
  await page.getByRole('button', { name: w.send }).click();
  await page.getByRole('status').first().waitFor();
  await page.getByLabel('Code', { exact: true }).fill(codeIn((await its.mails()).at(-1)));
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: w.agree, exact: true }).waitFor();
}

for (const look of [
  { locale: 'fr', colorScheme: 'light', width: 1000 },
  { locale: 'en', colorScheme: 'dark', width: 360 },
] as const)
  test(
    `RC-3 RC-4 RC-5 RC-6 RC-7 case 2 from the mail to the welcome, in ${look.locale}, ${look.colorScheme}, ${look.width} wide; axe finds no fault`,
    { skip },
    () =>
      withPages(async (its) => {
        const { locale } = look;
        const w = words[locale];
        // Axe is a script of the test's own; the policy is looked at below.
        const { page, inviter, complaints, close } = await opens(its, { ...look, bypassCSP: true });
        const seen = async (name: string) => {
          await picture(page, name === 'company-refused' ? 'out' : 'docs', `rconnect-${name}.${locale}`);
          assert.deepEqual(await faults(page), none, name);
        };
        await seen('invited');
        await proves(its, page, w);
        await seen('terms');
        await page.getByRole('button', { name: w.agree, exact: true }).click();

        const create = page.getByRole('button', { name: w.create });
        await create.waitFor();
        assert.equal(await create.getAttribute('aria-disabled'), 'true');
        assert.match((await page.locator('#progress').textContent()) ?? '', w.wrong);
        await seen('company-grey');
        // Grey, it can still be reached and pressed, and says what is wrong.
        await create.focus();
        await page.keyboard.press('Enter');
        await page.getByRole('alert').waitFor();
        await seen('company-refused');
        assert.equal(await page.getByLabel(w.street).getAttribute('aria-invalid'), 'true');

        await page.getByLabel(w.street).fill(whole.street);
        await page.getByLabel(w.postalCode).fill(whole.postalCode);
        await page.getByLabel(w.vat).fill('FR12');
        await page.getByLabel(w.phone).fill(whole.phone);
        await page.locator('#vat-error', { hasText: w.vatError }).waitFor();
        await page.locator('#phone-error').waitFor({ state: 'detached' });
        assert.equal(await page.getByLabel(w.street).getAttribute('aria-invalid'), null);
        assert.equal(await create.getAttribute('aria-disabled'), 'true');
        // The last field is put right without leaving it: the button follows, and focus stays.
        await page.getByLabel(w.vat).fill(whole.vat);
        await page.getByText(w.right, { exact: true }).waitFor();
        assert.equal(await create.getAttribute('aria-disabled'), null);
        assert.equal(await page.evaluate('document.activeElement.id'), 'vat');
        assert.equal(await page.getByRole('alert').count(), 0, 'what was wrong is no more');
        await seen('company-orange');
        await page.reload();
        assert.equal(await page.getByLabel(w.street).inputValue(), whole.street, 'kept as it was filled');
        await create.click();

        await page.getByLabel(w.password).fill('trois mots sans rapport');
        await page.getByLabel(w.repeat).fill('trois mots sans rapport');
        await page.getByRole('button', { name: w.choose }).click();
        await page.getByRole('heading', { name: w.welcome }).waitFor();
        await page.getByRole('link', { name: w.orders }).waitFor();
        await seen('welcome');
        await its.worker.drain();
        inviter.hears(locale === 'fr' ? 'Ada Lovelace a accepté votre invitation' : 'Ada Lovelace has accepted your invitation');
        assert.deepEqual(complaints, []);
        await close();
      }),
  );

for (const javaScriptEnabled of [true, false])
  test(`RC-2 RC-6 case 1 from the mail to the welcome, under the real policy, ${javaScriptEnabled ? 'with' : 'without'} scripts`, { skip }, () =>
    withPages(async (its) => {
      const email = 'ada@client.example';
      await importAccounts(its.db, 'rconnect', `identifier,email,givenName,familyName,phone,entity\n${email},${email},Ada,Lovelace,,`, its.now());
      const w = words.fr;
      const { page, complaints, address, close } = await opens(its, { locale: 'fr', width: 360, javaScriptEnabled });
      await proves(its, page, w);
      await page.getByText(w.known).waitFor();
      await page.getByRole('button', { name: w.agree, exact: true }).click();
      const create = page.getByRole('button', { name: w.create });
      await page.getByLabel(w.street).fill(whole.street);
      await page.getByLabel(w.postalCode).fill(whole.postalCode);
      await page.getByLabel(w.vat).fill(whole.vat);
      await page.getByLabel(w.phone).fill(whole.phone);
      if (!javaScriptEnabled) {
        assert.equal(await create.getAttribute('aria-disabled'), 'true', 'nothing follows the typing');
        await page.getByText(w.check).waitFor();
        await page.getByRole('button', { name: w.save }).click();
      }
      await page.getByText(w.right, { exact: true }).waitFor();
      const stranger = await (await browser.newContext()).newPage();
      await stranger.goto(address);
      assert.equal(await stranger.getByLabel(w.street).count(), 0, 'another browser has to prove again');
      await stranger.context().close();
      await create.click();
      await page.getByRole('heading', { name: w.welcome }).waitFor();
      assert.deepEqual(
        (await its.mails()).map(({ to }) => to),
        [salesWoman.email],
      );
      assert.deepEqual(complaints, []);
      await close();
    }),
  );
