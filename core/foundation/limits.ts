import type { Clock } from './clock.ts';
import type { Database, Tx } from './database/schema.ts';
import { sweep } from './database/sweep.ts';
import { type FixedLimit, fixedLimits, type Limit, type LimitSettings, limitOf, type ProfileLimit } from './limitTable.ts';
import { watcherOf } from './watch.ts';

/** Rate limits. Each is named in limitTable.ts; `of` says what is counted: an account, a person, a network. */
export type Limits = {
  /**
   * Counts one use. Returns false if it is beyond the limit. One statement, allowed or not (ALL-4). If counted in `tx`, a rollback undoes the count.
   */
  take(name: FixedLimit, of: string, tx?: Tx): Promise<boolean>;
  /** The same for a limit that a profile sets. */
  takeOf(portal: LimitSettings, name: ProfileLimit, of: string, tx?: Tx): Promise<boolean>;
  /** Takes a use back, of what turned out to be nobody's fault. */
  giveBack(name: FixedLimit | ProfileLimit, of: string, tx?: Tx): Promise<void>;
  /** How many uses are left of a limit that a profile sets. */
  leftOf(portal: LimitSettings, name: ProfileLimit, of: string): Promise<number>;
  /** Forgets all uses. */
  forget(name: ProfileLimit, of: string, tx?: Tx): Promise<void>;
  /** Counts one use under any key. For `take` and for tests. */
  consume(key: string, limit: Limit, tx?: Tx): Promise<boolean>;
  /** Deletes expired counters. Returns how many. */
  sweep(): Promise<number>;
};

/** Creates the limits. They are counted in the database, so they hold across processes and restarts. */
export function createLimits(db: Database, clock: Clock): Limits {
  const consume: Limits['consume'] = async (key, { points, within }, tx) => {
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
    const allowed = counted.points <= points;
    if (!allowed) watcherOf(db)?.saw('limit', key.split(':', 1).join());
    return allowed;
  };

  return {
    consume,
    take: (name, of, tx) => consume(keyOf(name, of), fixedLimits[name], tx),
    takeOf: (portal, name, of, tx) => consume(keyOf(name, of), limitOf(portal, name), tx),
    giveBack: async (name, of, tx) => {
      await (tx ?? db)
        .updateTable('rateLimit')
        .set((row) => ({ points: row('points', '-', 1) }))
        .where('key', '=', keyOf(name, of))
        .where('points', '>', 0)
        .execute();
    },
    leftOf: async (portal, name, of) => {
      const used = await db.selectFrom('rateLimit').select('points').where('key', '=', keyOf(name, of)).where('expiresAt', '>', clock()).executeTakeFirst();
      return Math.max(0, limitOf(portal, name).points - (used?.points ?? 0));
    },
    forget: async (name, of, tx) => void (await (tx ?? db).deleteFrom('rateLimit').where('key', '=', keyOf(name, of)).execute()),
    sweep: () => sweep(db, 'rateLimit', clock()),
  };
}

const keyOf = (name: string, of: string): string => `${name}:${of}`;
