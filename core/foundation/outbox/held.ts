import type { Clock } from '../clock.ts';
import { prepare } from '../database/prepared.ts';
import type { Database } from '../database/schema.ts';
import { type ChatEvent, readPayload } from './job.ts';

/** What could not be said in a person's chat when it happened, oldest first. Each is handed out once (ALL-12). */
export type TakeHeld = (person: string) => Promise<ChatEvent[]>;

/** Makes what hands out the events that are held. */
export function createTakeHeld(db: Database, clock: Clock): TakeHeld {
  // Looked for at each message of everybody: mostly there is nothing, and then nothing is written.
  const heldBy = prepare(db, () =>
    db.selectFrom('outbox').select(['id', 'payload']).where('person', '=', '').where('status', '=', 'held').orderBy('createdAt'),
  );
  return async (person) => {
    const held = await heldBy(person, 'held');
    if (held.length === 0) return [];
    const taken = await db
      .updateTable('outbox')
      .set({ status: 'done', payload: '', doneAt: clock() })
      .where(
        'id',
        'in',
        held.map(({ id }) => id),
      )
      .where('status', '=', 'held')
      .returning('id')
      .execute();
    const mine = new Set(taken.map(({ id }) => id));
    return held.flatMap(({ id, payload }) => {
      const job = mine.has(id) ? readPayload(payload) : undefined;
      return job?.kind === 'chat' ? [job.event] : [];
    });
  };
}
