import type { Page } from 'playwright-core';
import { picture } from './browser.ts';

/** The Playground's own bar, which is on no picture, in pixels. */
const bar = 48;

/** A chat in the Playground, as a person has it: what is done is done to the newest card. */
export type Chat = ReturnType<typeof chatOn>;

/** The chat that a page of the Playground shows. */
export function chatOn(page: Page) {
  const box = page.locator('[role=textbox][contenteditable=true]').first();
  const card = page.locator('.ac-adaptiveCard').last();
  const field = (name: string) => card.getByRole('textbox', { name, exact: true });
  let written = '';
  let filled: Readonly<Record<string, string>> = {};
  /** Waits until nothing of the page changes: the Playground draws a card anew once its click was answered, which empties what was filled meanwhile. */
  const rests = async () => {
    await page.bringToFront();
    await page.evaluate(
      (quiet) =>
        new Promise<void>((rest) => {
          let timer = setTimeout(done, quiet);
          const changes = new MutationObserver(() => {
            clearTimeout(timer);
            timer = setTimeout(done, quiet);
          });
          function done() {
            changes.disconnect();
            rest();
          }
          changes.observe(document.body, { childList: true, subtree: true, characterData: true });
        }),
      150,
    );
  };
  return {
    page,
    /** Types a message. */
    async says(text: string): Promise<void> {
      written = text;
      await page.bringToFront();
      await box.click();
      // As pasted, but for the end: each key is drawn by itself.
      await box.fill(text.slice(0, -1));
      await box.pressSequentially(text.slice(-1));
      await page.keyboard.press('Enter');
    },
    /** Waits until the newest card has this title and says all this. */
    async shows(title: string, ...words: string[]): Promise<void> {
      const shown = card.and(page.getByLabel(title, { exact: true }));
      await shown.waitFor();
      for (const word of words) await shown.getByText(word).first().waitFor();
    },
    /** Waits until something was shown, however many cards ago. */
    shown: (text: string): Promise<void> => page.getByText(text).first().waitFor(),
    /** Fills fields, by their labels. */
    async fills(fields: Readonly<Record<string, string>>): Promise<void> {
      await rests();
      for (const [name, value] of Object.entries(fields)) await field(name).fill(value);
      filled = fields;
    },
    /** Picks one of a few that are all in view. */
    async picks(name: string): Promise<void> {
      await rests();
      await card.getByRole('radio', { name, exact: true }).check();
    },
    /** Ticks a box, or unticks it. */
    async ticks(name: string, ticked = true): Promise<void> {
      await rests();
      await card.getByRole('checkbox', { name }).setChecked(ticked);
    },
    /** What stands in a field, by its label. */
    holds: (name: string): Promise<string> => card.getByLabel(name, { exact: true }).inputValue(),
    /** Waits until the newest card has no button. */
    cannotBePressed: (): Promise<void> => card.getByRole('button').first().waitFor({ state: 'detached' }),
    /** Presses a button, with what was filled before. */
    async presses(name: string): Promise<void> {
      // A tab behind another is drawn once a second, and every click waits for that.
      await page.bringToFront();
      for (const [label, value] of Object.entries(filled)) if ((await field(label).inputValue()) !== value) await field(label).fill(value);
      filled = {};
      await card.getByRole('button', { name, exact: true }).click();
    },
    /** Presses a button that opens an address, and returns the tab in which it did. */
    async follows(name: string): Promise<Page> {
      const [opened] = await Promise.all([page.context().waitForEvent('page'), card.getByRole('link', { name, exact: true }).click()]);
      await opened.waitForLoadState();
      return opened;
    },
    /** Keeps a picture of the end of the chat: from the last message that was typed where it can still be seen, else the newest card. */
    async picture(name: string, folder: 'docs' | 'out' = 'docs'): Promise<void> {
      await card.scrollIntoViewIfNeeded();
      const message = await page.getByText(written, { exact: true }).last().boundingBox();
      const newest = await card.boundingBox();
      const top = message && message.y > bar ? message.y : (newest?.y ?? 0);
      await picture(page, folder, name, Math.max(bar, top - 40));
    },
  };
}
