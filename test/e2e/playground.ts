import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { start } from '../../bot/compose.ts';
import { loadConfig } from '../../bot/config.ts';
import { type Colleague, startPlayground } from '../../bot/dev/playground.ts';
import { choosePort } from '../../bot/dev/ports.ts';
import { answering, endPrograms } from '../../bot/dev/programs.ts';
import { importAccounts } from '../../core/directory/accountsImport.ts';
import { minute } from '../../core/foundation/clock.ts';
import { startInbox } from '../fakes/smtp.ts';
import { beginning } from '../support.ts';
import { startBrowser } from './browser.ts';
import { type Chat, chatOn } from './chat.ts';

/** How long a text may take to appear, in milliseconds; generous, as all of this may share two cores with other tests. */
const patience = 30_000;

/** How long a page may take to load, in milliseconds: the Playground's script has nine megabytes, which are seconds of the processor. */
const loading = 120_000;

const freePort = () => choosePort('', 0, () => undefined);
const columns = 'identifier,email,givenName,familyName,phone,entity';
const accounts = {
  octopus: `${columns}\namartin,alice.martin@corp.example,Alice,Martin,,`,
  invgate: `${columns}\nalice.martin@corp.example,alice.martin@corp.example,Alice,Martin,,siege`,
};

/**
 * The bot with a clock that can be moved, a mailbox, the real Playground in which one is Alice Martin (and one for each colleague), and Chromium: all on loopback.
 * `portals` is a folder of profiles besides those that ship.
 */
export async function startEverything(portals?: string) {
  const started: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const end of started.splice(0).reverse()) await end();
  };
  try {
    return { ...(await startIn(started, portals)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startIn(started: (() => Promise<unknown>)[], portals: string | undefined) {
  const browser = await startBrowser();
  started.push(() => browser.close());
  const inbox = await startInbox();
  started.push(() => inbox.close());

  const began = Date.now();
  let passed = 0;
  const config = loadConfig({
    PORT: String(await freePort()),
    LOG_LEVEL: 'silent',
    SECRET_KEY: 'a key of the tests that is long enough',
    DATABASE_URL: 'sqlite::memory:',
    SMTP_URL: inbox.url,
    SMS_URL: 'inbox:',
    ...(portals !== undefined && { PORTALS_DIR: portals }),
  });
  const bot = await start(config, { clock: () => beginning + Date.now() - began + passed });
  started.push(() => bot.stop());
  for (const [portal, csv] of Object.entries(accounts)) assert.deepEqual((await importAccounts(bot.db, portal, csv, beginning)).refused, []);

  const folder = await mkdtemp(join(tmpdir(), 'guichet-'));
  started.push(() => rm(folder, { recursive: true }));
  /** A Playground of Alice's, or of a colleague's: its address. */
  const sits = async (who?: Colleague): Promise<string> => {
    const port = await freePort();
    const playground = await startPlayground(config.port, port, join(folder, String(port)), who);
    started.push(() => endPrograms([playground]));
    await answering(`http://127.0.0.1:${port}/`);
    return `http://127.0.0.1:${port}/`;
  };
  const seats = new Map<Colleague | undefined, Promise<string>>();
  const seatOf = (who?: Colleague): Promise<string> => {
    const seat = seats.get(who) ?? sits(who);
    seats.set(who, seat);
    return seat;
  };
  await seatOf();

  const context = await browser.newContext({ locale: 'fr-FR', viewport: { width: 1000, height: 800 } });
  context.setDefaultTimeout(patience);
  context.setDefaultNavigationTimeout(loading);
  // Nothing of a test leaves this machine; a portal's own site is a page that says so.
  await context.route(
    ({ hostname }) => hostname !== 'localhost' && hostname !== '127.0.0.1',
    (route) => (route.request().isNavigationRequest() ? route.fulfill({ body: 'the portal' }) : route.abort()),
  );

  const chatAt = async (playground: string): Promise<Chat> => {
    const page = await context.newPage();
    await page.goto(playground);
    await page.getByTitle('Hide log panel').click();
    return chatOn(page);
  };

  return {
    bot,
    inbox,
    /** Moves the bot's clock, in milliseconds, and does what is due then. */
    passes: (millis: number) => {
      passed += millis;
      bot.worker.wake();
    },
    /** Does something, and waits for the mail that it leads to. */
    async mailAfter(action: () => Promise<void>) {
      const seen = inbox.mails.length;
      await action();
      await inbox.waitFor(seen + 1);
      return inbox.mails[seen];
    },
    /** Opens an address in a tab of its own, as narrow as a phone. */
    async opens(link: string): Promise<Page> {
      const page = await context.newPage();
      await page.setViewportSize({ width: 390, height: 800 });
      await page.goto(link);
      return page;
    },
    /** Alice's chat, as of somebody new: nothing on the screen, nothing under way, and the limits of the last hour over. */
    async chat(): Promise<Chat> {
      passed += 90 * minute;
      await bot.db.deleteFrom('keyv').execute();
      return chatAt(await seatOf());
    },
    /** The chat of a colleague, in a Playground of their own that starts when it is first asked for. */
    colleague: async (who: Colleague): Promise<Chat> => chatAt(await seatOf(who)),
  };
}
