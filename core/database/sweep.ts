import type { Millis } from '../clock.ts';
import { manyWrite } from './locks.ts';
import type { Database } from './schema.ts';

const batch = 500;

/** Deletes what has expired, in batches short enough that nobody waits for one; returns how many rows that were. */
export async function sweep(db: Database, table: 'keyv' | 'rateLimit', now: Millis): Promise<number> {
  let swept = 0;
  for (;;) {
    const gone = await db
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
      .execute();
    swept += gone.length;
    if (gone.length < batch) return swept;
  }
}
