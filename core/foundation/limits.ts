import type { Clock, Millis } from './clock.ts';
import type { Database, Tx } from './database/schema.ts';
import { sweep } from './database/sweep.ts';

/** How often something may be done. */
export type Limits = {
  /**
   * Counts one; false when that was more than `points` `within` so many milliseconds of the first. One statement, allowed or not (ALL-4).
   * Counted in `tx`, what fails after it has not been asked for.
   */
  consume(key: string, limit: { points: number; within: Millis }, tx?: Tx): Promise<boolean>;
  /** Forgets what is over; returns how many rows that were. */
  sweep(): Promise<number>;
};

/** Makes the limits, counted in the records: they hold over processes and restarts. */
export function createLimits(db: Database, clock: Clock): Limits {
  return {
    consume: async (key, { points, within }, tx) => {
      const now = clock();
      const counted = await (tx ?? db)
        .insertInto('rateLimit')
        .values({ key, points: 1, expiresAt: now + within })
        .onConflict((conflict) =>
          conflict.column('key').doUpdateSet((column) => {
            const over = column('rateLimit.expiresAt', '<=', now);
            return {
              points: column
                .case()
                .when(over)
                .then(1)
                .else(column('rateLimit.points', '+', 1))
                .end(),
              expiresAt: column
                .case()
                .when(over)
                .then(now + within)
                .else(column.ref('rateLimit.expiresAt'))
                .end(),
            };
          }),
        )
        .returning('points')
        .executeTakeFirstOrThrow();
      return counted.points <= points;
    },
    sweep: () => sweep(db, 'rateLimit', clock()),
  };
}
