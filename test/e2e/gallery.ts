import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { z } from 'zod';
import { startPlayground } from '../../bot/dev/playground.ts';
import { choosePort } from '../../bot/dev/ports.ts';
import { answering, endPrograms } from '../../bot/dev/programs.ts';
import type { Card } from '../../cards/card.ts';
import { startBrowser } from './browser.ts';
import { palettePng } from './palettePng.ts';

const greeting = z.object({ serviceUrl: z.string(), conversation: z.object({ id: z.string() }) });
/** No card is taller: what is outside the window would be cut off. */
const viewport = { width: 1000, height: 2400 };

/** A bot that only sends cards, and the real Playground to draw them. */
export async function startGallery() {
  const met = Promise.withResolvers<z.output<typeof greeting>>();
  const bot = createServer(async (request, response) => {
    const activity = greeting.safeParse(await json(request).catch(() => undefined));
    if (activity.success) met.resolve(activity.data);
    response.end();
  }).listen(0, '127.0.0.1');
  await once(bot, 'listening');
  const port = await choosePort('', 0, () => undefined);
  const folder = await mkdtemp(join(tmpdir(), 'guichet-'));
  const playground = await startPlayground(z.object({ port: z.number() }).parse(bot.address()).port, port, folder);
  await answering(`http://127.0.0.1:${port}/`);
  const browser = await startBrowser();
  const page = await browser.newPage({ viewport });
  await page.goto(`http://127.0.0.1:${port}/`);
  await page.getByTitle('Hide log panel').click();
  const { serviceUrl, conversation } = await met.promise;
  let shown = 0;

  return {
    /** The picture of a card, as a `data:` address. */
    async draws(card: Card): Promise<string> {
      await fetch(`${serviceUrl.replace(/\/$/, '')}/v3/conversations/${encodeURIComponent(conversation.id)}/activities`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }] }),
      });
      const drawn = page.locator('.ac-adaptiveCard').nth(shown++);
      await drawn.waitFor();
      const picture = await drawn.screenshot({ animations: 'disabled' });
      return `data:image/png;base64,${picture.toString('base64')}`;
    },
    /** Puts pictures side by side, a row for each card, and keeps that. */
    async keeps(file: string, rows: readonly (readonly string[])[]): Promise<void> {
      const sheet = await browser.newPage({ viewport: { width: 968, height: 100 } });
      await sheet.setContent(`<style>
        body { margin: 0; padding: 12px; background: #f0f0f0; font: 600 15px sans-serif; }
        section { display: grid; grid-template-columns: 24px 448px 448px; gap: 12px; align-items: start; margin-bottom: 12px; }
      </style>${rows.map((row, index) => `<section>${index + 1}${row.map((source) => `<img src="${source}">`).join('')}</section>`).join('')}`);
      await writeFile(file, await palettePng(sheet, await sheet.screenshot({ fullPage: true })));
      await sheet.close();
    },
    async close(): Promise<void> {
      await browser.close();
      await endPrograms([playground]);
      bot.close();
      bot.closeAllConnections();
      await rm(folder, { recursive: true });
    },
  };
}
