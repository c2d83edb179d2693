import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { asks } from '../enrolling.ts';
import { codeIn, type Guichet, withGuichet } from '../support.ts';
import { axeFinds, picture, skip, startBrowser } from './browser.ts';

let browser: Browser;
before(async () => {
  if (!skip) browser = await startBrowser();
});
after(() => browser?.close());

/** An approver whom no card can reach opens the page of Alice's request, in a browser without scripts of ours. */
async function opens(guichet: Guichet, look: { lang: 'fr' | 'en'; colorScheme: 'light' | 'dark'; width: number }) {
  await asks(guichet, ['applications'], 'Je prends la suite de Paul.\nDès lundi.');
  const link = guichet.inbox.mails.flatMap(({ text }) => /https?:\S+(\/p\/invgate\/decide\/[\w-]+)/.exec(text)?.[1] ?? [])[0];
  assert.ok(link);
  const { lang, colorScheme, width } = look;
  const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme, bypassCSP: true });
  const page = await context.newPage();
  await page.goto(`${guichet.url}${link}?lang=${lang}`);
  /** What axe finds, what is too small to hit, and whether the page is wider than the window. */
  const faults = async (name: string) => {
    await picture(page, 'out', `decide-${name}-${lang}-${colorScheme}-${width}`);
    const found = await axeFinds(page);
    const small = await page.evaluate(`[...document.querySelectorAll('button, .choice, #code, textarea, header a, footer a')]
      .filter((target) => target.getBoundingClientRect().height < 44).map((target) => target.outerHTML)`);
    return { found, small, scrolls: await page.evaluate('document.documentElement.scrollWidth > innerWidth') };
  };
  return { page, faults, close: () => context.close() };
}

const none = { found: [], small: [], scrolls: false };

for (const look of [
  { lang: 'fr', colorScheme: 'light', width: 1000 },
  { lang: 'en', colorScheme: 'dark', width: 360 },
] as const)
  test(
    `IN-10 an approver decides on the page in ${look.lang}, ${look.colorScheme}, ${look.width} wide: nothing is shown for want of a code, then decided; axe finds no fault`,
    { skip },
    () =>
      withGuichet({}, async (guichet) => {
        const { page, faults, close } = await opens(guichet, look);
        assert.deepEqual(await faults('locked'), none);
        await page.getByRole('button', { name: /^(Afficher la demande|Show the request)$/ }).click();
        await page.getByRole('alert').waitFor();
        assert.deepEqual(await faults('refused'), none);
        assert.doesNotMatch(await page.content(), /Alice|Paul/);

        await page.getByRole('button', { name: /^(Envoyer le code|Send code)$/ }).click();
        await page.getByRole('status').waitFor();
        await page.getByLabel('Code', { exact: true }).fill(codeIn((await guichet.mails()).at(-1)));
        await page.getByRole('button', { name: /^(Afficher la demande|Show the request)$/ }).click();
        await page.getByRole('radio', { name: /^(Transférer|Forward)$/ }).check();
        await page.getByLabel(/^(À quel approbateur|To which approver)/).selectOption('hugo.marchand@example.org');
        assert.deepEqual(await faults('forward'), none);
        await page.reload();
        assert.equal(await page.getByRole('radio', { checked: true }).count(), 0, 'nothing is chosen beforehand');
        assert.deepEqual(await faults('open'), none);
        await page.getByRole('radio', { name: /^(Approuver|Approve)$/ }).check();
        await page.getByRole('button', { name: /^(Envoyer ma réponse|Send my answer)$/ }).click();
        await page.getByRole('heading', { name: /^(Approuvée|Approved)/ }).waitFor();
        assert.deepEqual(await faults('decided'), none);
        await close();
      }),
  );
