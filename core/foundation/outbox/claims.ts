import type { Selectable } from 'kysely';
import { type Millis, minute } from '../clock.ts';
import { manyWrite } from '../database/locks.ts';
import type { Database, Schema } from '../database/schema.ts';

/** A job's row in the outbox. */
export type Row = Selectable<Schema['outbox']>;

/** How long a claim lasts: a job whose worker died is done again after that. */
const claimLife = 2 * minute;

/** Claims jobs that are due, as many as there is room for: in the order in which they fell due. */
export async function claim(db: Database, now: Millis, room: number): Promise<Row[]> {
  // What a dead worker held comes back first, so that the claim itself walks one index in order.
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
        // Two workers that look at once find others each, where one would else wait for the other and find nothing left.
        .$if(manyWrite(db), (some) => some.forUpdate().skipLocked()),
    )
    .updateTable('outbox')
    .set((column) => ({ status: 'claimed', claimedUntil: now + claimLife, attempts: column('attempts', '+', 1) }))
    .where('id', 'in', (rows) => rows.selectFrom('due').select('id'))
    .returningAll()
    .execute();
  // PostgreSQL returns what it has written in any order: of two codes to one person, the newer is to arrive last.
  return claimed.sort((one, other) => one.dueAt - other.dueAt);
}

/** Gives claims back, and the attempts with them. */
export async function release(db: Database, rows: Row[]): Promise<void> {
  for (const row of rows) await settle(db, row, { status: 'waiting', attempts: row.attempts - 1 });
}

/** The end of a claim; of one that has run out in the meantime, nothing is written. */
export async function settle(db: Database, row: Row, set: Partial<Omit<Row, 'id'>>): Promise<void> {
  await db
    .updateTable('outbox')
    .set({ claimedUntil: null, ...set })
    .where('id', '=', row.id)
    .where('claimedUntil', '=', row.claimedUntil)
    .execute();
}

/** When the next job that waits falls due; undefined where none does. */
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
