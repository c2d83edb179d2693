import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

const executablePath = '/usr/bin/chromium';
const args = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Why tests in a browser are left out here, or false; with CI=true they fail instead. */
export const skip = !existsSync(executablePath) && process.env.CI !== 'true' && 'Chromium is not installed here';

/** Starts Chromium. */
export const startBrowser = (): Promise<Browser> => chromium.launch({ executablePath, args });

const folders = { docs: join(import.meta.dirname, '../../docs/pictures'), out: join(import.meta.dirname, 'out') };

/** With PICTURES=1, keeps what a page shows: in the documentation, or in `test/e2e/out` for whoever works on it. From `top` pixels down, or the whole page. */
export async function picture(page: Page, folder: keyof typeof folders, name: string, top?: number): Promise<void> {
  if (process.env.PICTURES !== '1') return;
  const size = page.viewportSize();
  const part = top === undefined || !size ? { fullPage: true } : { clip: { x: 0, y: top, width: size.width, height: size.height - top } };
  await page.screenshot({ path: join(folders[folder], `${name}.png`), animations: 'disabled', ...part });
}
