import type { Database } from '../../core/foundation/database/schema.ts';
import { keptForDays } from '../../core/privacy/index.ts';
import { openConversations } from '../keyv.ts';

/** Where conversations stand, if that is not kept with the records. */
type Elsewhere = {
  read(keys: readonly string[]): Promise<{ key: string; value: unknown }[]>;
  remove(keys: readonly string[]): Promise<void>;
};

/** Does something with the conversations on Redis, if KEYV_URL names one. With the records they are rows like others, and nothing is left to do. */
export async function conversationsOf<T>(url: string | undefined, db: Database, work: (elsewhere: Elsewhere) => Promise<T[]>): Promise<T[]> {
  if (!url) return [];
  const { keyv, close } = await openConversations(url, db, Date.now, keptForDays({}).conversations);
  try {
    return await work({
      read: async (keys) => {
        const values = await Promise.all(keys.map((key) => keyv.get<unknown>(key)));
        return keys.map((key, at) => ({ key, value: values[at] })).filter(({ value }) => value !== undefined);
      },
      remove: async (keys) => void (await Promise.all(keys.map((key) => keyv.delete(key)))),
    });
  } finally {
    await close();
  }
}
