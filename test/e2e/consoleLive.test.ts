import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { alice, enters, givesUp, withConsole } from '../console.ts';
import { invgateOnScim } from '../directory/scim.ts';
import type { Guichet } from '../support.ts';
import { joins } from '../twoFactor.ts';
import { picture, skip, startBrowser } from './browser.ts';

let browser: Browser;
before(async () => {
  if (!skip) browser = await startBrowser();
});
after(() => browser?.close());

const bruno = { portal: 'outscale', identifier: 'bruno.leroy@corp.example' } as const;

/** A window of Alice's, signed in to the console, whose content policy is in force; `complaints` is what it logs. */
async function opens(its: Guichet): Promise<{ page: Page; complaints: string[] }> {
  const { jar } = await enters(its, { language: 'fr' });
  const context = await browser.newContext({ viewport: { width: 1100, height: 700 }, locale: 'fr' });
  await context.addCookies([...jar].map(([kept, value]) => ({ name: kept.split(' ')[0] ?? '', value, domain: '127.0.0.1', path: kept.split(' ')[1] ?? '/' })));
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
  page.on('pageerror', (fault) => void complaints.push(String(fault)));
  return { page, complaints };
}

/** Waits for a page to follow, and has everything that is followed read again. */
async function renews(its: Guichet, page: Page): Promise<void> {
  await page.getByText('Cette page se met à jour toute seule.').waitFor();
  await its.live.look();
}

test('OPS-2 an operator sees a directory fail and come back, in a page that stays open', { skip }, async (t) => {
  const { folder, between, close } = await invgateOnScim();
  t.after(close);
  await withConsole(
    [alice('operator')],
    async (its) => {
      const { page, complaints } = await opens(its);
      await page.goto(`${its.url}/console/directories?lang=fr`);
      const row = page.locator('#directory-invgate');
      await row.getByText('Répond, en').waitFor();
      await between(
        (request) => void request.socket.destroy(),
        async () => {
          await renews(its, page);
          await row.getByText('Ne répond pas').waitFor();
          await picture(page, 'out', 'console-directory-down.fr');
        },
      );
      await its.live.look();
      await row.getByText('Répond, en').waitFor();
      assert.deepEqual(complaints, []);
    },
    { env: { PORTALS_DIR: folder } },
  );
});

test('OPS-2 a long table keeps its place while it renews itself: the row in sight, the focus, and what is open', { skip }, () =>
  withConsole([alice('operator')], async (its) => {
    const jobs: string[] = [];
    for (let n = 0; n < 40; n += 1) {
      jobs.push(await givesUp(its));
      its.passes(1);
    }
    const { page, complaints } = await opens(its);
    await page.goto(`${its.url}/console/outbox?lang=fr`);
    const row = page.locator(`#job-${jobs[25]}`);
    await row.getByRole('link').focus();
    await row.evaluate((element) => scrollTo(0, element.getBoundingClientRect().top + scrollY));
    const top = async () => Math.round((await row.boundingBox())?.y ?? -1);
    const before = await top();
    // The oldest stand first: what is above the row changes.
    await its.db.deleteFrom('outbox').where('id', 'in', jobs.slice(0, 7)).execute();
    await renews(its, page);
    await page.locator(`#job-${jobs[0]}`).waitFor({ state: 'detached' });
    assert.ok(Math.abs((await top()) - before) <= 1, `${before} and ${await top()}`);
    assert.ok(await row.getByRole('link').evaluate((link) => link === document.activeElement));
    await page.goto(`${its.url}/console?lang=fr`);
    await page.getByText('Tableau').first().click();
    await givesUp(its);
    await renews(its, page);
    await page.locator('[data-live=jobs] strong', { hasText: '34' }).waitFor();
    assert.ok(
      await page
        .locator('details')
        .first()
        .evaluate((details) => details.hasAttribute('open')),
    );
    assert.deepEqual(complaints, []);
  }),
);

test('OPS-5 OPS-4 long work shows how far it is: an erasure until its certificate, an export until it is saved', { skip }, () =>
  withConsole([alice('operator', 'auditor')], async (its) => {
    await joins(its, 'outscale', `${bruno.identifier},${bruno.identifier},Bruno,Leroy,,`);
    const { page, complaints } = await opens(its);
    await page.goto(`${its.url}/console/records?lang=fr`);
    await page.fill('#whom', bruno.identifier);
    await page.check('[name=own]');
    await page.click('#form button');
    await page.fill('#why', 'courrier du 12');
    await page.fill('#confirm', bruno.identifier);
    await page.click('#form button');
    await page.getByRole('heading', { name: 'Effacement en cours' }).waitFor();
    await page.getByText('Cette page se met à jour toute seule.').waitFor();
    await its.worker.drain();
    await its.live.look();
    await page.getByRole('heading', { name: 'Certificat d’effacement' }).waitFor();
    const record = { at: its.now(), actor: 'system', channel: 'cli', portal: 'octopus', subject: 'test', outcome: 'ok', detail: '{}' };
    for (let n = 0; n < 4; n += 1)
      await its.db
        .insertInto('audit')
        .values(Array.from({ length: 300 }, () => ({ ...record, action: 'export.me' })))
        .execute();
    await page.goto(`${its.url}/console/audit?lang=fr&action=export`);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByText('Télécharger tout ce qui correspond').click()]);
    assert.equal(download.suggestedFilename(), 'guichet-audit.csv');
    await page.getByText('Tout est téléchargé.').waitFor();
    assert.equal((await readFile(await download.path(), 'utf8')).split('\r\n').length, 1 + 4 * 300 + 1);
    assert.deepEqual(complaints, []);
  }),
);

test('OPS-1 a session that ends is said in the page that renewed itself, and without scripts a link does the same', { skip }, () =>
  withConsole([alice('operator')], async (its) => {
    const { page } = await opens(its);
    await page.goto(`${its.url}/console/outbox?lang=fr`);
    await renews(its, page);
    await its.db.updateTable('session').set({ endedAt: its.now() }).execute();
    await its.live.look();
    await page.getByText('Votre session est terminée').waitFor();
    await its.db.updateTable('session').set({ endedAt: null }).where('state', '=', 'open').execute();
    const context = await browser.newContext({ storageState: await page.context().storageState(), javaScriptEnabled: false });
    const plain = await context.newPage();
    await plain.goto(`${its.url}/console/outbox?lang=fr`);
    await givesUp(its);
    await plain.getByRole('link', { name: 'Actualiser' }).click();
    await plain.getByText('no such mailbox').waitFor();
  }),
);
