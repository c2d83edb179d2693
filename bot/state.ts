import { AsyncLocalStorage } from 'node:async_hooks';
import type { Storage, StoreItems } from 'botbuilder';
import type { Keyv } from 'keyv';

/**
 * Keyv as the Bot Framework's Storage. Values are JSON and the last write wins: the turns of a conversation run one at
 * a time, so eTags would only refuse our own writes. If the store fails, the promise rejects; it never looks like «not found».
 */
export function createState(keyv: Keyv): Storage {
  // Keyv reports failures to its `error` listeners and then returns `undefined` or false. Without a listener, a socket
  // that drops between two operations would also end the process.
  const operation = new AsyncLocalStorage<{ error?: unknown }>();
  keyv.on('error', (error: unknown) => {
    const current = operation.getStore();
    if (current) current.error ??= error;
  });
  const attempt = async <T>(work: () => Promise<T>): Promise<T> => {
    const current: { error?: unknown } = {};
    const result = await operation.run(current, work);
    if (current.error !== undefined) throw current.error;
    return result;
  };

  return {
    async read(keys) {
      // One statement for all keys: a turn reads two, and a statement costs as much as what it reads.
      const values = await attempt(() => keyv.getMany<unknown>(keys));
      return Object.fromEntries(keys.map((key, place) => [key, values[place]] as const).filter(([, value]) => value !== undefined)) satisfies StoreItems;
    },
    async write(changes) {
      await Promise.all(
        Object.entries(changes).map(async ([key, { eTag: _, ...value }]) => {
          if (!(await attempt(() => keyv.set(key, value)))) throw new Error(`The conversation state was not stored under ${key}.`);
        }),
      );
    },
    async delete(keys) {
      await Promise.all(keys.map((key) => attempt(() => keyv.delete(key))));
    },
  };
}
