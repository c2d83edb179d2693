import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import type { Card } from '../../cards/card.ts';
import { startBrowser } from './browser.ts';
import { hostConfigOf, type Look, styleOf } from './teamsLooks.ts';

const renderer = fileURLToPath(new URL('../../node_modules/adaptivecards/dist/adaptivecards.min.js', import.meta.url));

/** Microsoft's renderer of Adaptive Cards in Chromium, in the colours of Teams: `draws` puts a card on the page, in a pane of this width. */
export async function startTeamsCards() {
  const browser = await startBrowser();
  const page = await browser.newPage();
  await page.addScriptTag({ path: renderer });
  return {
    page,
    async draws(card: Card, look: Look, width: number): Promise<Page> {
      await page.setViewportSize({ width, height: 400 });
      const given = JSON.stringify({ card, config: hostConfigOf(look), style: styleOf(look) });
      await page.evaluate(`(({ card, config, style }) => {
        const { AdaptiveCard, HostConfig } = AdaptiveCards;
        AdaptiveCard.onProcessMarkdown = (text, result) => {
          result.outputHtml = text.replace(/\\*\\*(.+?)\\*\\*/g, '<b>$1</b>').replace(/\\[(.+?)\\]\\((.+?)\\)/g, '<a href="$2">$1</a>').replace(/\\\\(.)/g, '$1');
          result.didProcess = true;
        };
        const drawn = new AdaptiveCard();
        drawn.hostConfig = new HostConfig(config);
        drawn.parse(card);
        const sheet = document.createElement('style');
        sheet.textContent = style;
        document.body.replaceChildren(sheet, drawn.render());
      })(${given})`);
      return page;
    },
    close: () => browser.close(),
  };
}
