import type { Clock, Millis } from './clock.ts';
import type { Database, Tx } from './database/schema.ts';
import { sweep } from './database/sweep.ts';

/** Rate limits. */
export type Limits = {
  /**
   * Counts one use. Returns false if there were more than `points` within `within` milliseconds of the first. One statement, allowed or not
   * (ALL-4). If counted in `tx`, a rollback undoes the count.
   */
  consume(key: string, limit: { points: number; within: Millis }, tx?: Tx): Promise<boolean>;
  /** Deletes expired counters. Returns how many. */
  sweep(): Promise<number>;
};

/** Creates the limits. They are counted in the database, so they hold across processes and restarts. */
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
