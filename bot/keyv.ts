import { Keyv } from 'keyv';
import type { Clock } from '../core/foundation/clock.ts';
import { createKeyvStore } from '../core/foundation/database/keyvStore.ts';
import type { Database } from '../core/foundation/database/schema.ts';

/** Where conversations are kept. */
export type Conversations = {
  readonly keyv: Keyv;
  /** Whether they can be had just now, as far as that is another matter than whether the records can. */
  ready(): boolean;
  /** Deletes what has expired, where nobody else does. */
  sweep(): Promise<unknown>;
  close(): Promise<void>;
};

/** Keeps conversations in the records, or on Redis where KEYV_URL says so; Redis is loaded where it is used. */
export async function openConversations(url: string | undefined, db: Database, clock: Clock): Promise<Conversations> {
  const about = { namespace: 'conversation', serialization: JSON };
  if (url === undefined) {
    const store = createKeyvStore(db, clock);
    return { keyv: new Keyv({ store, ...about }), ready: () => true, sweep: store.sweep, close: async () => undefined };
  }
  const { store, ready, close } = await (await import('./redis.ts')).openRedis(url);
  return { keyv: new Keyv({ store, ...about }), ready, sweep: async () => undefined, close };
}

/** Keeps what the company register answered, with the records: few, small, and good for all bots. */
export const companyCache = (db: Database, clock: Clock): Keyv => new Keyv({ store: createKeyvStore(db, clock), namespace: 'company', serialization: JSON });
