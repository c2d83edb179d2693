import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { type Locale, locales } from '../../core/foundation/i18n.ts';

/** Debian's. The one without windows takes half the processor, so it is the one that is started where both are. */
const executablePath = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find((path) => existsSync(path));
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Why tests in a browser are left out here, or false; with CI=true they fail instead. */
export const skip = executablePath === undefined && process.env.CI !== 'true' && 'Chromium is not installed here';

/** Starts Chromium. */
export function startBrowser(): Promise<Browser> {
  if (executablePath === undefined) throw new Error('Chromium is not installed: apt-get install chromium-headless-shell');
  return chromium.launch({ executablePath, args });
}

/** The languages in which a long story is walked: both for its pictures, else one of them, as over HTTP each is told in both. */
export const languages = (one: Locale): readonly Locale[] => (process.env.PICTURES === '1' ? locales : [one]);

const folders = { docs: join(import.meta.dirname, '../../docs/pictures'), out: join(import.meta.dirname, 'out') };

const axeSource = readFile(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const targets = 'button, .button, .choice, input:not(.apart, [type=hidden], [type=radio]), select, textarea, header a, footer a';

const rules = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']";

/** What axe finds on a page as it is shown: a line for each rule that is broken. By default by every rule. */
export async function axeFinds(page: Page, runOnly = rules): Promise<readonly string[]> {
  await page.evaluate(await axeSource);
  return await page.evaluate(`axe.run({ runOnly: ${runOnly} })
    .then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')))`);
}

/** What axe finds in light and in dark, what is too small to hit (44 px), and whether the page is wider than the window. */
export async function faultsOn(page: Page): Promise<{ found: readonly unknown[]; small: unknown; scrolls: unknown }> {
  await page.emulateMedia({ colorScheme: 'dark' });
  // Nothing but its colours differs from light.
  const inDark = await axeFinds(page, "['color-contrast']");
  await page.emulateMedia({ colorScheme: 'light' });
  const found = [...inDark.map((violation) => `dark ${violation}`), ...(await axeFinds(page)).map((violation) => `light ${violation}`)];
  const small = await page.evaluate(`[...document.querySelectorAll('${targets}')]
    .filter((target) => !target.hidden && target.getBoundingClientRect().height < 44).map((target) => target.outerHTML)`);
  return { found, small, scrolls: await page.evaluate('document.documentElement.scrollWidth > innerWidth') };
}

/** With PICTURES=1, keeps what a page shows: in the documentation, or in `test/e2e/out` for whoever works on it. From `top` pixels down, or the whole page. */
export async function picture(page: Page, folder: keyof typeof folders, name: string, top?: number): Promise<void> {
  if (process.env.PICTURES !== '1') return;
  const size = page.viewportSize();
  const part = top === undefined || !size ? { fullPage: true } : { clip: { x: 0, y: top, width: size.width, height: size.height - top } };
  await page.screenshot({ path: join(folders[folder], `${name}.png`), animations: 'disabled', ...part });
}
