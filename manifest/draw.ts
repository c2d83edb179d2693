import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

/** The icons and their sides, in pixels, as the manifest's schema wants them. */
const icons = [
  ['color', 192],
  ['outline', 32],
] as const;

// Run by hand after a drawing changed: `node manifest/draw.ts`. The pictures are kept beside their drawings, so that packing needs no browser.
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
for (const [name, side] of icons) {
  const page = await browser.newPage({ viewport: { width: side, height: side } });
  const drawing = await readFile(join(import.meta.dirname, `${name}.svg`), 'utf8');
  await page.setContent(`<style>body{margin:0}svg{display:block}</style>${drawing}`);
  await page.screenshot({ path: join(import.meta.dirname, `${name}.png`), omitBackground: true });
}
await browser.close();
