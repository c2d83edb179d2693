import type { Page } from 'playwright-core';
import { z } from 'zod';
import { indexedPng } from '../../cards/png.ts';

const indexed = z.object({ width: z.number(), height: z.number(), palette: z.array(z.number()), rows: z.string() });

/** Sixteen steps a channel, which nobody tells apart on a screen: a picture of cards is then left with fewer than 256 colours. */
const toPalette = (source: string) => `(async () => {
  const image = new Image();
  image.src = ${JSON.stringify(source)};
  await image.decode();
  const { width, height } = image;
  const context = new OffscreenCanvas(width, height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const step = (value) => Math.round(value / 17) * 17;
  const colours = new Map();
  const rows = [];
  for (let y = 0; y < height; y++) {
    const row = [0];
    for (let at = y * width * 4; at < (y + 1) * width * 4; at += 4) {
      const colour = (step(data[at]) << 16) | (step(data[at + 1]) << 8) | step(data[at + 2]);
      if (!colours.has(colour)) colours.set(colour, colours.size);
      row.push(colours.get(colour));
    }
    rows.push(new Uint8Array(row));
  }
  const read = new FileReader();
  const done = new Promise((resolve) => { read.onload = resolve; });
  read.readAsDataURL(new Blob(rows));
  await done;
  return { width, height, palette: [...colours.keys()], rows: read.result.split(',')[1] };
})()`;

/** A screenshot again, as a PNG with a palette (PNG, third edition, W3C, sections 5 and 11): a third of its size. */
export async function palettePng(page: Page, screenshot: Buffer): Promise<Buffer> {
  const source = `data:image/png;base64,${screenshot.toString('base64')}`;
  const { width, height, palette, rows } = indexed.parse(await page.evaluate(toPalette(source)));
  if (palette.length > 256) throw new Error(`The picture has ${palette.length} colours, and a palette holds 256.`);
  return indexedPng({
    width,
    height,
    palette: palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]),
    rows: Buffer.from(rows, 'base64'),
  });
}
