import type { Clock } from '../clock.ts';
import { prepare } from '../database/prepared.ts';
import type { Database } from '../database/schema.ts';
import { type ChatEvent, readPayload } from './job.ts';

/** Returns the events that could not be delivered to a person's chat when they happened, oldest first. Each is handed out once (ALL-12). */
export type TakeHeld = (person: string) => Promise<ChatEvent[]>;

/** Creates the reader of held events. */
export function createTakeHeld(db: Database, clock: Clock): TakeHeld {
  // Every message looks here and mostly finds nothing, so nothing is written then.
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
