import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { identifiers, usual, withPasswords } from '../signedIn.ts';
import { linkIn, withGuichet } from '../support.ts';
import { axeFinds, picture, skip, startBrowser } from './browser.ts';

let browser: Browser;
before(async () => {
  if (!skip) browser = await startBrowser();
});
after(() => browser?.close());

const next = 'bateau dans la brume';
const words = {
  fr: {
    user: 'Nom d’utilisateur',
    password: 'Mot de passe',
    current: 'Mot de passe actuel',
    chosen: 'Nouveau mot de passe',
    repeat: 'Retapez le mot de passe',
    signIn: 'Se connecter',
    change: 'Modifier le mot de passe',
    save: 'Enregistrer',
    changed: 'Votre mot de passe est changé',
    signOut: 'Se déconnecter',
    out: 'Votre session est fermée',
    onlyName: 'Se souvenir de mon nom seulement',
    reset: 'Réinitialiser le mot de passe',
    done: 'Votre mot de passe est enregistré',
    account: 'Mon compte',
  },
  en: {
    user: 'User name (nom d’utilisateur)',
    password: 'Password',
    current: 'Current password',
    chosen: 'New password',
    repeat: 'Repeat the password',
    signIn: 'Sign in',
    change: 'Change the password (Modifier le mot de passe)',
    save: 'Save',
    changed: 'Your password has been changed',
    signOut: 'Sign out',
    out: 'You are signed out',
    onlyName: 'Remember only my name',
    reset: 'Reset password',
    done: 'Your password is set',
    account: 'My account',
  },
} as const;

for (const { lang, colorScheme, width } of [
  { lang: 'fr', colorScheme: 'light', width: 1000 },
  { lang: 'en', colorScheme: 'dark', width: 360 },
] as const)
  test(
    `EX-1 EX-3 OC-6 a password is changed, the account locked, and unlocked by a reset, in ${lang}, ${colorScheme}, ${width} wide; axe finds no fault`,
    { skip },
    () =>
      withGuichet({}, async (guichet) => {
        await withPasswords(guichet);
        const w = words[lang];
        const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme, bypassCSP: true });
        const page = await context.newPage();
        const complaints: string[] = [];
        page.on('pageerror', (error) => complaints.push(error.message));
        const noFaults = async (name: string, kept?: 'docs') => {
          await picture(page, kept ?? 'out', `${name}.${lang}`);
          const found = await axeFinds(page);
          const small =
            await page.evaluate(`[...document.querySelectorAll('button, .choice, .rows a, input:not(.apart, [type=radio], [type=hidden]), header a, footer a')]
          .filter((target) => !target.hidden && target.getBoundingClientRect().height < 44).map((target) => target.outerHTML)`);
          const scrolls = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
          assert.deepEqual({ name, found, small, scrolls }, { name, found: [], small: [], scrolls: false });
        };
        const types = async (password: string) => {
          await page.getByLabel(w.user).fill(identifiers.extranet);
          await page.getByLabel(w.password, { exact: true }).fill(password);
        };
        const signsIn = async (password: string) => {
          await types(password);
          await page.getByRole('button', { name: w.signIn }).click();
        };

        // The link that the chat shows leads through the sign-in to the page.
        await page.goto(`${guichet.url}/p/extranet/account/password?lang=${lang}`);
        await page.getByRole('heading', { name: w.signIn }).waitFor();
        await noFaults('sign-in', 'docs');
        await signsIn('wrong');
        await page.getByRole('alert').waitFor();
        await noFaults('sign-in-refused');
        await page.getByRole('radio', { name: w.onlyName }).check();
        await signsIn(usual);
        await page.getByRole('heading', { name: w.change }).waitFor();
        await page.getByLabel(w.current).fill('wrong');
        await page.getByLabel(w.chosen).fill('court');
        await page.getByLabel(w.repeat).fill('court');
        await page.getByRole('button', { name: w.save }).click();
        await page.getByRole('alert').waitFor();
        await noFaults('change-password-refused');
        await page.getByLabel(w.current).fill(usual);
        await page.getByLabel(w.chosen).fill(next);
        assert.equal(await page.locator('.rules li.met').count(), 1, 'the rules are ticked');
        await page.getByLabel(w.repeat).fill(next);
        await noFaults('change-password', 'docs');
        await page.getByRole('button', { name: w.save }).click();
        await page.getByText(w.changed).waitFor();
        await noFaults('account', 'docs');
        assert.match((await guichet.mails())[0]?.subject ?? '', /mot de passe|password/);
        await page.getByRole('button', { name: w.signOut }).click();
        await page.getByText(w.out).waitFor();
        assert.equal(await page.getByLabel(w.user).inputValue(), identifiers.extranet, 'the name is remembered');
        assert.equal(await page.getByLabel(w.password, { exact: true }).evaluate((field) => field === field.ownerDocument.activeElement), true);

        for (let times = 0; times < 5; times += 1) {
          await signsIn('wrong');
          await page.getByRole('alert').waitFor();
        }
        await signsIn(next);
        await page.getByRole('alert').waitFor();
        await guichet.chat.says('compte extranet bloqué');
        await guichet.chat.presses('unlock.send', { identifier: identifiers.extranet, email: 'direction@hotel.example' });
        const link = linkIn((await guichet.mails()).find(({ text }) => text.includes('/link/')));
        await page.goto(`${guichet.url}${new URL(link).pathname}?lang=${lang}`);
        await page.getByLabel(w.chosen).fill('voilier sous la lune');
        await page.getByLabel(w.repeat).fill('voilier sous la lune');
        await page.getByRole('button', { name: w.reset, exact: true }).click();
        await page.getByRole('heading', { name: w.done }).waitFor();
        await page.goto(`${guichet.url}/p/extranet/signin?lang=${lang}`);
        await signsIn('voilier sous la lune');
        await page.getByRole('heading', { name: w.account }).waitFor();
        assert.deepEqual(complaints, []);
        await context.close();
      }),
  );
