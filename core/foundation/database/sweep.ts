import type { Millis } from '../clock.ts';
import { manyWrite } from './locks.ts';
import type { Database } from './schema.ts';

const batch = 500;

/** Deletes expired rows. Returns how many. */
export const sweep = (db: Database, table: 'keyv' | 'rateLimit' | 'openid', now: Millis): Promise<number> =>
  inBatches(() =>
    db
      .with('expired', (rows) =>
        rows
          .selectFrom(table)
          .select('key')
          .where('expiresAt', '<=', now)
          .limit(batch)
          // Rows locked by another process that sweeps, or by a renewal, are skipped.
          .$if(manyWrite(db), (some) => some.forUpdate().skipLocked()),
      )
      .deleteFrom(table)
      .where('key', 'in', (rows) => rows.selectFrom('expired').select('key'))
      .returning('key')
      .execute(),
  );

/**
 * Deletes outbox jobs that were done before an instant. Returns how many. Waiting, held and given-up jobs stay, however old. A row is also the
 * memory of its reason, so the instant must be long past: everything that could ask again for the same reason ends within hours.
 */
export const sweepOutbox = (db: Database, before: Millis): Promise<number> =>
  inBatches(() =>
    db
      .with('old', (rows) =>
        rows
          .selectFrom('outbox')
          .select('id')
          .where('status', '=', 'done')
          // No job is done before it is due, so the index on due times can narrow the search.
          .where('dueAt', '<', before)
          .where('doneAt', '<', before)
          .limit(batch)
          .$if(manyWrite(db), (some) => some.forUpdate().skipLocked()),
      )
      .deleteFrom('outbox')
      .where('id', 'in', (rows) => rows.selectFrom('old').select('id'))
      .returning('id')
      .execute(),
  );

/** Deletes sessions past their absolute lifetime, whether or not they ended before. Returns how many. */
export const sweepSessions = (db: Database, table: 'session' | 'consoleSession', now: Millis): Promise<number> =>
  inBatches(() =>
    db
      .with('over', (rows) =>
        rows
          .selectFrom(table)
          .select('id')
          .where('expiresAt', '<=', now)
          .limit(batch)
          .$if(manyWrite(db), (some) => some.forUpdate().skipLocked()),
      )
      .deleteFrom(table)
      .where('id', 'in', (rows) => rows.selectFrom('over').select('id'))
      .returning('id')
      .execute(),
  );

/** Deletes the memory of notices about passwords that ended before an instant. Returns how many. */
export async function sweepNotices(db: Database, before: Millis): Promise<number> {
  const { numDeletedRows } = await db.deleteFrom('passwordNotice').where('endsAt', '<', before).executeTakeFirst();
  return Number(numDeletedRows);
}

/** Deletes what was found to differ and has not been looked at since an instant, and the memory of who has left a group of a directory. */
export async function sweepDifferences(db: Database, before: Millis, leftBefore: Millis): Promise<void> {
  await db.deleteFrom('accessDifference').where('seenAt', '<', before).execute();
  await db.deleteFrom('accessLeaving').where('leftAt', '<', leftBefore).execute();
}

/** In batches, short enough that nobody waits long for one. */
async function inBatches(deleteSome: () => Promise<readonly unknown[]>): Promise<number> {
  for (let swept = 0; ; ) {
    const { length } = await deleteSome();
    swept += length;
    if (length < batch) return swept;
  }
}
