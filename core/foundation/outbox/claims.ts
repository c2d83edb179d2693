import type { Selectable } from 'kysely';
import { type Millis, second } from '../clock.ts';
import { manyWrite } from '../database/locks.ts';
import type { Database, Schema } from '../database/schema.ts';

/** A job's row in the outbox. */
export type Row = Selectable<Schema['outbox']>;

/** How long a claim lasts unless it is renewed. If a worker dies, its jobs run again after that. */
const claimLife = 30 * second;
export const renewedEvery = claimLife / 3;

/** How many jobs of a lane there is room for. */
export type Room = { readonly lane: string; readonly room: number };

/** Claims due jobs: of each lane at most what there is room for, and at most `room` in all, oldest first. */
export async function claim(db: Database, now: Millis, rooms: readonly Room[], room: number): Promise<Row[]> {
  // Jobs of dead workers go back first, so that the claim itself reads a single index in order.
  await db.updateTable('outbox').set({ status: 'waiting', claimedUntil: null }).where('status', '=', 'claimed').where('claimedUntil', '<=', now).execute();
  const due = (rows: Pick<Database, 'selectFrom'>, { lane, room }: Room) =>
    rows
      .selectFrom('outbox')
      .select(['id', 'dueAt'])
      .where('status', '=', 'waiting')
      .where('lane', '=', lane)
      .where('dueAt', '<=', now)
      .orderBy('dueAt')
      .limit(room)
      // Two workers at once each take different jobs. Otherwise one would wait for the other and then find nothing left.
      .$if(manyWrite(db), (some) => some.forUpdate().skipLocked());
  const claimed = await db
    .with('due', (rows) => {
      const [first, ...others] = rooms.map((of) => rows.selectFrom(due(rows, of).as('of')).select(['id', 'dueAt']));
      if (!first) throw new RangeError('There is no lane to claim from.');
      return others.reduce((all, one) => all.unionAll(one), first);
    })
    .updateTable('outbox')
    .set((column) => ({
      status: 'claimed',
      claimedUntil: now + claimLife,
      attempts: column('attempts', '+', 1),
      triedAt: column.fn.coalesce('triedAt', column.val(now)),
    }))
    .where('id', 'in', (rows) => rows.selectFrom('due').select('id').orderBy('dueAt').limit(room))
    .returningAll()
    .execute();
  // PostgreSQL returns updated rows in any order. Of two codes to one person, the newer must arrive last.
  return claimed.sort((one, other) => one.dueAt - other.dueAt);
}

/** Renews the claims of jobs that are still at work. One that was lost meanwhile stays lost. */
export async function renew(db: Database, rows: readonly Row[], now: Millis): Promise<void> {
  for (const row of rows)
    await held(db, row)
      .set({ claimedUntil: now + claimLife })
      .execute();
}

/** The row of a claim, while it is held: each claim counts an attempt, so its number names it. */
const held = (db: Database, { id, attempts }: Row) =>
  db.updateTable('outbox').where('id', '=', id).where('status', '=', 'claimed').where('attempts', '=', attempts);

/** Releases claims, and does not count their attempts. */
export async function release(db: Database, rows: Row[]): Promise<void> {
  for (const row of rows) await settle(db, row, { status: 'waiting', attempts: row.attempts - 1 });
}

/** Releases the claims of a worker that died. Only where no other can be at work: SQLite's file has one. */
export async function releaseAll(db: Database): Promise<void> {
  await db.updateTable('outbox').set({ status: 'waiting', claimedUntil: null }).where('status', '=', 'claimed').execute();
}

/** Ends a claim. Writes nothing if the claim has expired meanwhile. */
export async function settle(db: Database, row: Row, set: Partial<Omit<Row, 'id'>>): Promise<void> {
  await held(db, row)
    .set({ claimedUntil: null, ...set })
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
