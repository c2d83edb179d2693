import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { freePort } from '../fakes/daemon.ts';
import { withIdentityProvider } from '../outsideAccounts.ts';
import { identifiers, usual, withPasswords } from '../signedIn.ts';
import { faultsOn, picture, skip, startBrowser } from './browser.ts';

let browser: Browser;
before(async () => {
  if (!skip) browser = await startBrowser();
});
after(() => browser?.close());

const words = {
  fr: {
    ...{ user: 'Adresse e-mail', password: 'Mot de passe', signIn: 'Se connecter', link: 'Lier un compte Contoso', go: 'Continuer vers Contoso' },
    ...{ account: 'Mon compte', linked: 'C’est fait : vous pouvez désormais vous connecter avec ce compte', signOut: 'Se déconnecter' },
    ...{ with: 'Se connecter avec Contoso', unknown: 'Vous n’êtes pas connecté' },
  },
  en: {
    ...{ user: 'E-mail', password: 'Password', signIn: 'Sign in', link: 'Link a Contoso account', go: 'Continue to Contoso' },
    ...{ account: 'My account', linked: 'Done: you can now sign in with that account', signOut: 'Sign out' },
    ...{ with: 'Sign in with Contoso', unknown: 'You are not signed in' },
  },
} as const;

for (const { lang, colorScheme, width } of [
  { lang: 'fr', colorScheme: 'light', width: 1000 },
  { lang: 'en', colorScheme: 'dark', width: 360 },
] as const)
  test(`SSO-1 in a browser: an account is linked, opened by signing in with the provider, and nobody else’s is, in ${lang}, ${width} wide; axe finds no fault`, {
    skip,
  }, async () => {
    const port = await freePort();
    const base = `http://127.0.0.1:${port}`;
    await withIdentityProvider({ base, env: { PORT: `${port}` } }, async (its) => {
      await withPasswords(its);
      const w = words[lang];
      const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme, locale: lang, bypassCSP: true });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      const looks = async (name: string) => {
        await picture(page, 'out', `${name}.${lang}`);
        assert.deepEqual({ name, ...(await faultsOn(page)) }, { name, found: [], small: [], scrolls: false });
        await page.emulateMedia({ colorScheme });
      };
      /** Signs in at the provider. */
      const types = async (login: string) => {
        await page.getByLabel('Name').fill(login);
        await page.getByRole('button', { name: 'Sign in there' }).click();
      };
      await page.goto(`${base}/p/outscale/account?lang=${lang}`);
      await looks('openid-sign-in');
      await page.getByLabel(w.user).fill(identifiers.outscale);
      await page.getByLabel(w.password, { exact: true }).fill(usual);
      await page.getByRole('button', { name: w.signIn, exact: true }).click();
      await page.getByRole('link', { name: w.link }).click();
      await page.getByRole('heading', { name: w.link }).waitFor();
      await looks('openid-link');
      await page.getByRole('button', { name: w.go }).click();
      await types('alice');
      await page.getByText(w.linked).waitFor();
      await looks('openid-account');
      await page.getByRole('button', { name: w.signOut }).click();
      await page.getByRole('link', { name: w.with }).click();
      // Still signed in there: nothing is typed.
      await page.getByRole('heading', { name: w.account }).waitFor();
      await context.clearCookies();
      await page.goto(`${base}/p/outscale/signin?lang=${lang}`);
      await page.getByRole('link', { name: w.with }).click();
      await types('mallory');
      await page.getByRole('heading', { name: w.unknown }).waitFor();
      await looks('openid-unknown');
      assert.deepEqual(complaints, []);
      await context.close();
    });
  });
