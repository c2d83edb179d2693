import type { Storage } from 'botbuilder';
import { Keyv } from 'keyv';
import type { Clock, Millis } from '../core/foundation/clock.ts';
import { createKeyvStore } from '../core/foundation/database/keyvStore.ts';
import type { Database } from '../core/foundation/database/schema.ts';
import { createKeptState } from './keptState.ts';
import { createState } from './state.ts';

/** The store of conversations. */
export type Conversations = {
  readonly keyv: Keyv;
  /** The same for the turns of this process. */
  readonly storage: Storage;
  /** Tells that another bot may have written a conversation. */
  forget(conversation: string): void;
  /** Whether the store is reachable now. Always true when it is part of the records, which have a check of their own. */
  ready(): boolean;
  /** Deletes what has expired, unless the store does so itself. */
  sweep(): Promise<unknown>;
  close(): Promise<void>;
};

/** Keeps conversations in the records, or in Redis if KEYV_URL names one, for so long after they were last written. The Redis client is loaded only then. */
export async function openConversations(url: string | undefined, db: Database, clock: Clock, keptFor: Millis): Promise<Conversations> {
  const about = { namespace: 'conversation', serialization: JSON };
  if (url === undefined) {
    const store = createKeyvStore(db, clock, keptFor);
    const keyv = new Keyv({ store, ...about });
    const storage = createKeptState(store, clock);
    return { keyv, storage, forget: storage.forget, ready: () => true, sweep: store.sweep, close: async () => undefined };
  }
  const { store, ready, close } = await (await import('./redis.ts')).openRedis(url);
  const keyv = new Keyv({ store, ttl: keptFor, ...about });
  return { keyv, storage: createState(keyv), forget: () => undefined, ready, sweep: async () => undefined, close };
}

/** Caches answers of the company register with the records: they are few, small, and valid for all bots. */
export const companyCache = (db: Database, clock: Clock): Keyv => new Keyv({ store: createKeyvStore(db, clock), namespace: 'company', serialization: JSON });
