import type { Millis } from '../clock.ts';
import type { Database } from './schema.ts';

const batch = 500;

/** Deletes what has expired, in batches short enough that nobody waits for one; returns how many rows that were. */
export async function sweep(db: Database, table: 'keyv' | 'rateLimit', now: Millis): Promise<number> {
  let swept = 0;
  for (;;) {
    const gone = await db
      .deleteFrom(table)
      .where('key', 'in', (expired) => expired.selectFrom(table).select('key').where('expiresAt', '<=', now).limit(batch))
      .returning('key')
      .execute();
    swept += gone.length;
    if (gone.length < batch) return swept;
  }
}
