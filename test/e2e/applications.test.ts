import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { withApplication } from '../../bot/dev/application.ts';
import { freePort } from '../fakes/daemon.ts';
import { usual, withPasswords } from '../signedIn.ts';
import { withGuichet } from '../support.ts';
import { faultsOn, skip, startBrowser } from './browser.ts';

let browser: Browser;
before(async () => {
  if (!skip) browser = await startBrowser();
});
after(() => browser?.close());

/** Starts the portal of examples/, as its readme says. */
async function startPortal(issuer: string, port: number) {
  const portal = spawn(process.execPath, ['examples/openid-portal/portal.ts'], {
    env: { ...process.env, ISSUER: issuer, PORT: `${port}` },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of portal.stdout) if (String(line).includes('The example portal is at')) break;
  return portal;
}

test('SSO-2 the portal of examples/ signs somebody in through Guichet and out again, in Chromium; axe finds no fault', { skip }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-portal-'));
  const [own, port] = [await freePort(), await freePort()];
  const env = { PORT: `${own}`, PUBLIC_URL: `http://localhost:${own}`, PORTALS_DIR: await withApplication(folder, port) };
  await withGuichet({ env }, async (its) => {
    // The portal and its browser have the clock of the machine.
    its.passes(Date.now() - its.now());
    await withPasswords(its);
    const portal = await startPortal(`http://localhost:${own}/p/octopus/openid`, port);
    const context = await browser.newContext({ locale: 'fr-FR' });
    try {
      const page = await context.newPage();
      const blocked: string[] = [];
      page.on('console', (message) => void (message.type() === 'error' && !message.text().includes('422') && blocked.push(message.text())));
      await page.goto(`http://127.0.0.1:${port}/`);
      await page.getByRole('link', { name: 'Sign in' }).click();
      await page.getByRole('heading', { name: 'Se connecter' }).waitFor();
      assert.deepEqual(await faultsOn(page), { found: [], small: [], scrolls: false });
      const signIn = async (password: string) => {
        await page.getByLabel('Compte unifié').fill('amartin');
        await page.getByLabel('Mot de passe', { exact: true }).fill(password);
        await page.getByRole('button', { name: 'Se connecter' }).click();
      };
      await signIn('wrong');
      await page.getByText('ne correspondent pas').first().waitFor();
      await signIn(usual);
      await page.getByText('Hello Alice Martin, alice.martin@corp.example').waitFor();

      // Signed in at Guichet already: no page is shown.
      await page.goto(`http://127.0.0.1:${port}/login`);
      await page.getByText('Hello Alice Martin').waitFor();
      await page.getByRole('link', { name: 'Sign out' }).click();
      await page.getByText('Nobody is signed in.').waitFor();
      assert.equal(page.url(), `http://127.0.0.1:${port}/`);
      await page.getByRole('link', { name: 'Sign in' }).click();
      await page.getByRole('heading', { name: 'Se connecter' }).waitFor();

      // Without an ID token people are asked, and a request that is not the application's goes nowhere.
      await page.goto(`http://localhost:${own}/p/octopus/openid/auth?client_id=example-portal&redirect_uri=https://evil.example/`);
      await page.getByRole('heading', { name: 'Cette connexion ne peut pas continuer' }).waitFor();
      assert.deepEqual(await faultsOn(page), { found: [], small: [], scrolls: false });
      await page.getByRole('link', { name: 'English' }).click();
      await page.getByRole('heading', { name: 'This sign-in cannot go on' }).waitFor();
      assert.deepEqual(
        blocked.filter((text) => /Content Security Policy/i.test(text)),
        [],
      );
    } finally {
      portal.kill();
      await context.close();
    }
  }).finally(() => rm(folder, { recursive: true }));
});
