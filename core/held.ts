import type { Millis } from './clock.ts';
import type { Database } from './database/schema.ts';
import { readPayload } from './outbox.ts';
import type { ChatEvent } from './ports.ts';

/** What could not be said in a person's chat when it happened, oldest first. Each is handed out once (ALL-12). */
export async function takeHeld(db: Database, person: string, now: Millis): Promise<ChatEvent[]> {
  // Looked for at each message of everybody: mostly there is nothing, and then nothing is written.
  const held = await db.selectFrom('outbox').select(['id', 'payload']).where('person', '=', person).where('status', '=', 'held').orderBy('createdAt').execute();
  if (held.length === 0) return [];
  const taken = await db
    .updateTable('outbox')
    .set({ status: 'done', payload: '', doneAt: now })
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
}
