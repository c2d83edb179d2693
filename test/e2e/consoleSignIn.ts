import type { Page } from 'playwright-core';
import type { Guichet } from '../support.ts';
import { appShows } from '../twoFactor.ts';

/** Somebody signs in to the console, in the browser, by their password and the code that their app shows. */
export async function entersConsole(
  its: Guichet,
  page: Page,
  { identifier, password, secret, lang }: { readonly identifier: string; readonly password: string; readonly secret: string; readonly lang: string },
): Promise<void> {
  await page.goto(`${its.url}/console?lang=${lang}`);
  await page.fill('#identifier', identifier);
  await page.fill('#password', password);
  await page.click('#form button');
  await page.fill('[name=code]', appShows(secret, its.now()));
  await page.click('#form button');
  await page.waitForURL(/\/console\?/);
}
