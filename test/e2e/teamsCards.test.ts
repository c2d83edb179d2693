import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { locales, translate } from '../../core/foundation/i18n.ts';
import { loadPortals, shippedPortals } from '../../core/portal/load.ts';
import { families } from '../gallery/families.ts';
import { skip } from './browser.ts';
import { startTeamsCards } from './teamsCards.ts';
import { looks } from './teamsLooks.ts';

const { portals } = await loadPortals([shippedPortals], {});
const axe = await readFile(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
/** Teams' narrowest pane, beside a meeting or on a small phone, in pixels. */
const narrow = 300;

/** What axe finds on a card, and what does not fit into its pane: a text that is cut off, or a row that leaves it. */
async function faultsOn(page: Page): Promise<unknown> {
  return await page.evaluate(`(async () => {
    const runOnly = ['color-contrast', 'button-name', 'link-name', 'label', 'select-name', 'image-alt', 'nested-interactive', 'aria-allowed-attr'];
    // The renderer itself leaves a list that is searched without its label.
    const { violations } = await axe.run({ include: ['.ac-adaptiveCard'], exclude: ['.ac-choiceSetInput-filtered'] }, { runOnly });
    const found = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html));
    const wide = [...document.querySelectorAll('.ac-textBlock, .ac-container, .ac-columnSet, .ac-input-container')].filter((each) => each.scrollWidth > each.clientWidth + 1);
    return [...found, ...wide.map((each) => 'too wide: ' + each.outerHTML)];
  })()`);
}

for (const look of looks)
  test(`in ${look}, every card can be read, fits into a narrow pane, and names what can be pressed`, { skip }, async () => {
    const teams = await startTeamsCards();
    await teams.page.addScriptTag({ content: axe });
    try {
      // The other themes have the same words and widths: French, the longer language, is enough there.
      for (const locale of look === 'light' ? locales : (['fr'] as const))
        for (const { cards } of families)
          for (const { when, card } of cards({ t: translate(locale), portals }))
            assert.deepEqual(await faultsOn(await teams.draws(card, look, narrow)), [], `${locale}, «${when}»`);
    } finally {
      await teams.close();
    }
  });

test('a row is a button that the keyboard reaches, and «More choices» shows what is folded away', { skip }, async () => {
  const teams = await startTeamsCards();
  try {
    const menu = families
      .find(({ name }) => name === 'menu')
      ?.cards({ t: translate('en'), portals })
      .find(({ when }) => when.startsWith('A portal with more'));
    assert.ok(menu);
    const page = await teams.draws(menu.card, 'light', narrow);
    // The card itself comes first.
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    assert.equal(await page.locator(':focus').getAttribute('aria-label'), 'Forgot my password');
    assert.equal(await page.locator(':focus').getAttribute('role'), 'button');
    const folded = page.getByRole('button', { name: 'Two-factor sign-in', exact: true });
    assert.equal(await folded.isVisible(), false);
    await page.getByRole('button', { name: 'More choices', exact: true }).click();
    assert.equal(await folded.isVisible(), true);
  } finally {
    await teams.close();
  }
});
