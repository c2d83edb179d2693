import { type Clock, second } from '../clock.ts';
import type { Database } from './schema.ts';

/** A look writes to the disk: however often it is asked for, it is taken so often at most. */
const lookEvery = 5 * second;

/** More than what is free in a page, so that a full disk shows. */
const probe = { key: 'readiness', value: '-'.repeat(16_384), expiresAt: 0 };

/** Makes what tells whether the records take a change just now; one that only reads would not see a full, locked or read-only one. */
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
    // Also where the clock was put back.
    if (Math.abs(now - last.at) >= lookEvery) last = { at: now, found: look() };
    return last.found;
  };
}
