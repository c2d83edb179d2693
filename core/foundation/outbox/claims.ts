import type { Selectable } from 'kysely';
import { type Millis, minute } from '../clock.ts';
import { manyWrite } from '../database/locks.ts';
import type { Database, Schema } from '../database/schema.ts';

/** A job's row in the outbox. */
export type Row = Selectable<Schema['outbox']>;

/** How long a claim lasts. If a worker dies, its jobs run again after that. */
const claimLife = 2 * minute;

/** Claims due jobs, at most `room` of them, oldest first. */
export async function claim(db: Database, now: Millis, room: number): Promise<Row[]> {
  // Jobs of dead workers go back first, so that the claim itself reads a single index in order.
  await db.updateTable('outbox').set({ status: 'waiting', claimedUntil: null }).where('status', '=', 'claimed').where('claimedUntil', '<=', now).execute();
  const claimed = await db
    .with('due', (rows) =>
      rows
        .selectFrom('outbox')
        .select('id')
        .where('status', '=', 'waiting')
        .where('dueAt', '<=', now)
        .orderBy('dueAt')
        .limit(room)
        // Two workers at once each take different jobs. Otherwise one would wait for the other and then find nothing left.
        .$if(manyWrite(db), (some) => some.forUpdate().skipLocked()),
    )
    .updateTable('outbox')
    .set((column) => ({ status: 'claimed', claimedUntil: now + claimLife, attempts: column('attempts', '+', 1) }))
    .where('id', 'in', (rows) => rows.selectFrom('due').select('id'))
    .returningAll()
    .execute();
  // PostgreSQL returns updated rows in any order. Of two codes to one person, the newer must arrive last.
  return claimed.sort((one, other) => one.dueAt - other.dueAt);
}

/** Releases claims, and does not count their attempts. */
export async function release(db: Database, rows: Row[]): Promise<void> {
  for (const row of rows) await settle(db, row, { status: 'waiting', attempts: row.attempts - 1 });
}

/** Ends a claim. Writes nothing if the claim has expired meanwhile. */
export async function settle(db: Database, row: Row, set: Partial<Omit<Row, 'id'>>): Promise<void> {
  await db
    .updateTable('outbox')
    .set({ claimedUntil: null, ...set })
    .where('id', '=', row.id)
    .where('claimedUntil', '=', row.claimedUntil)
    .execute();
}

/** When the next waiting job is due. Undefined if there is none. */
export async function dueNext(db: Database, after: Millis): Promise<Millis | undefined> {
  const next = await db
    .selectFrom('outbox')
    .select('dueAt')
    .where('status', '=', 'waiting')
    .where('dueAt', '>', after)
    .orderBy('dueAt')
    .limit(1)
    .executeTakeFirst();
  return next?.dueAt;
}
