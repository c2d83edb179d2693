import type { Millis } from '../clock.ts';
import { manyWrite } from './locks.ts';
import type { Database } from './schema.ts';

const batch = 500;

/** Deletes what has expired; returns how many rows that were. */
export const sweep = (db: Database, table: 'keyv' | 'rateLimit', now: Millis): Promise<number> =>
  inBatches(() =>
    db
      .with('expired', (rows) =>
        rows
          .selectFrom(table)
          .select('key')
          .where('expiresAt', '<=', now)
          .limit(batch)
          // Another process that sweeps at the same hour takes others, and what is being renewed just now is let be.
          .$if(manyWrite(db), (some) => some.forUpdate().skipLocked()),
      )
      .deleteFrom(table)
      .where('key', 'in', (rows) => rows.selectFrom('expired').select('key'))
      .returning('key')
      .execute(),
  );

/**
 * Deletes the jobs of the outbox that were done before an instant; returns how many. What waits, is held or was given up stays, however old.
 * With a row goes the memory of its reason, so the instant has to be long past: everything that could ask again for the same reason has ended
 * within hours.
 */
export const sweepOutbox = (db: Database, before: Millis): Promise<number> =>
  inBatches(() =>
    db
      .with('old', (rows) =>
        rows
          .selectFrom('outbox')
          .select('id')
          .where('status', '=', 'done')
          // Nothing is done before it is due: the index of what is due leads there.
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

/** Deletes sessions that are over by their absolute lifetime, ended before it or not; returns how many. */
export const sweepSessions = (db: Database, now: Millis): Promise<number> =>
  inBatches(() =>
    db
      .with('over', (rows) =>
        rows
          .selectFrom('session')
          .select('id')
          .where('expiresAt', '<=', now)
          .limit(batch)
          .$if(manyWrite(db), (some) => some.forUpdate().skipLocked()),
      )
      .deleteFrom('session')
      .where('id', 'in', (rows) => rows.selectFrom('over').select('id'))
      .returning('id')
      .execute(),
  );

/** In batches short enough that nobody waits for one. */
async function inBatches(deleteSome: () => Promise<readonly unknown[]>): Promise<number> {
  for (let swept = 0; ; ) {
    const { length } = await deleteSome();
    swept += length;
    if (length < batch) return swept;
  }
}
