import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { csvLines, csvOf } from '../../../core/foundation/spreadsheet.ts';
import type { RecordTable } from '../../recordTables.ts';
import { type Reply, savedAsItComes } from '../reply.ts';

/** A long table that the browser saves, written a fifteenth of the time at most: chats go on beside it. */
export const longTable = <T>(name: string, { head, lineOf }: RecordTable<T>, bits: AsyncIterable<readonly T[]>): Reply =>
  savedAsItComes(name, async (to) => {
    to.write(csvOf(head, []));
    let began = performance.now();
    for await (const bit of bits) {
      if (to.destroyed) return;
      if (!to.write(csvLines(bit.map(lineOf)))) await Promise.race([once(to, 'drain'), once(to, 'close')]);
      await sleep(14 * (performance.now() - began));
      began = performance.now();
    }
    to.end();
  });

/** Rows in one bit. */
const atOnce = 200;

/** Rows, so many at once. */
export async function* inBits<T>(rows: AsyncIterable<T>): AsyncGenerator<readonly T[]> {
  let bit: T[] = [];
  for await (const row of rows) {
    bit.push(row);
    if (bit.length < atOnce) continue;
    yield bit;
    bit = [];
  }
  if (bit.length > 0) yield bit;
}
