import { type Clock, second } from '../clock.ts';
import type { Database } from './schema.ts';

/** A check writes to the disk, so it runs at most this often however often it is asked for. */
const lookEvery = 5 * second;

/** Larger than the free space in a page, so that a full disk shows. */
const probe = { key: 'readiness', value: '-'.repeat(16_384), expiresAt: 0 };

/** Makes a check that the database accepts writes. A read would not notice a full, locked or read-only one. */
export function createReadiness(db: Database, clock: Clock): () => Promise<boolean> {
  const look = (): Promise<boolean> =>
    db
      .transaction()
      .execute(async (tx) => {
        await tx.insertInto('keyv').values(probe).execute();
        await tx.deleteFrom('keyv').where('key', '=', probe.key).execute();
      })
      .then(
        () => true,
        () => false,
      );
  let last = { at: Number.NEGATIVE_INFINITY, found: Promise.resolve(false) };
  return () => {
    const now = clock();
    // Absolute, in case the clock was set back.
    if (Math.abs(now - last.at) >= lookEvery) last = { at: now, found: look() };
    return last.found;
  };
}
