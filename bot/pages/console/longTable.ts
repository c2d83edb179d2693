import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { csvLines, csvOf } from '../../../core/foundation/spreadsheet.ts';
import { type Reply, savedAsItComes } from '../reply.ts';

/** A long table that the browser saves, written a quarter of the time at most: chats go on beside it. */
export const longTable = (name: string, headings: readonly string[], bits: AsyncIterable<readonly (readonly string[])[]>): Reply =>
  savedAsItComes(name, async (to) => {
    to.write(csvOf(headings, []));
    let began = performance.now();
    for await (const bit of bits) {
      if (to.destroyed) return;
      if (!to.write(csvLines(bit))) await Promise.race([once(to, 'drain'), once(to, 'close')]);
      await sleep(3 * (performance.now() - began));
      began = performance.now();
    }
    to.end();
  });

/** Rows in one bit. */
const atOnce = 200;

/** Rows as lines of a table, so many at once. */
export async function* inBits<T>(rows: AsyncIterable<T>, lineOf: (row: T) => readonly string[]): AsyncGenerator<readonly (readonly string[])[]> {
  let bit: (readonly string[])[] = [];
  for await (const row of rows) {
    bit.push(lineOf(row));
    if (bit.length < atOnce) continue;
    yield bit;
    bit = [];
  }
  if (bit.length > 0) yield bit;
}

/** An instant in a file; empty where there is none. */
export const inFile = (at: number | null): string => (at === null ? '' : new Date(at).toISOString());
