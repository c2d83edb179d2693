import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { locales } from '../../core/foundation/i18n.ts';
import { mailTemplates } from '../../core/foundation/outbox/job.ts';
import { loadPortals, shippedPortals } from '../../core/portal/load.ts';
import { mailsPage, renderShown, shownMails } from '../gallery/mails.ts';
import { skip, startBrowser } from './browser.ts';
import { palettePng } from './palettePng.ts';

const { portals } = await loadPortals([shippedPortals], {});
const path = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const pictures = process.env.PICTURES === '1';
const onPicture = ['reset', 'supportCase', 'invitation'];

test('docs/mails.md has every mail, and its subject in both languages', async () => {
  assert.deepEqual([...new Set(shownMails.map(({ template }) => template))].sort(), [...mailTemplates].sort());
  const page = mailsPage(portals);
  if (pictures) await writeFile(path('docs/mails.md'), page);
  assert.equal(await readFile(path('docs/mails.md'), 'utf8'), page, 'run with PICTURES=1');
});

test('every mail holds on a narrow phone, in both languages', { skip }, async () => {
  const browser = await startBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 320, height: 600 } });
    for (const locale of locales)
      for (const mail of shownMails) {
        await page.setContent(renderShown(mail, portals, locale).html);
        assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 320, `${mail.template} in ${locale}`);
      }
  } finally {
    await browser.close();
  }
});

test('mails are drawn on a desktop, on a phone and in dark mode', { skip: skip || (!pictures && 'only with PICTURES=1') }, async () => {
  const browser = await startBrowser();
  const out = path('test/e2e/out/mails');
  await mkdir(out, { recursive: true });
  try {
    const kept: string[][] = [];
    for (const mail of shownMails)
      for (const locale of locales) {
        const row: string[] = [];
        for (const [name, width, colorScheme] of [
          ['desktop', 680, 'light'],
          ['phone', 360, 'light'],
          ['dark', 360, 'dark'],
        ] as const) {
          const page = await browser.newPage({ viewport: { width, height: 200 }, colorScheme });
          await page.setContent(renderShown(mail, portals, locale).html);
          const picture = await page.screenshot({ fullPage: true, path: `${out}/${mail.template}.${locale}.${name}.png` });
          row.push(`data:image/png;base64,${picture.toString('base64')}`);
          await page.close();
        }
        if (locale === 'en' && onPicture.includes(mail.template)) kept.push(row);
      }
    const sheet = await browser.newPage({ viewport: { width: 1000, height: 100 } });
    await sheet.setContent(`<style>body { margin: 0; padding: 8px; background: #ccc } section { display: grid; grid-template-columns: 470px 249px 249px; gap: 8px; align-items: start; margin-bottom: 8px } img { width: 100% }</style>
      ${kept.map((row) => `<section>${row.map((source) => `<img src="${source}">`).join('')}</section>`).join('')}`);
    await writeFile(path('docs/pictures/mails.png'), await palettePng(sheet, await sheet.screenshot({ fullPage: true })));
  } finally {
    await browser.close();
  }
});
