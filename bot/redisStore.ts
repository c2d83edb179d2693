type Entry = { key: string; value: unknown; expires?: number };

/** The commands of a Redis client that are needed here. */
type Commands = {
  mGet(keys: string[]): Promise<(string | null)[]>;
  set(key: string, value: string, options: { expiration?: { type: 'PXAT'; value: number } }): Promise<unknown>;
  exists(key: string): Promise<number>;
  del(key: string): Promise<number>;
  unlink(keys: string[]): Promise<number>;
  scanIterator(options: { MATCH: string; COUNT: number }): AsyncIterable<string[]>;
};

/**
 * A Keyv 6 storage adapter over a Redis client, as core/foundation/database/keyvStore.ts is one over the records: Keyv's own for Redis has no release for
 * Keyv 6. Failures are thrown. `expires` is an instant (Redis 6.2 or later). Give each Keyv its own store, because Keyv writes its namespace on it.
 */
export function createRedisStore(client: Commands) {
  const own = (key: string) => (store.namespace === undefined ? key : `${store.namespace}::${key}`);

  const set = async (key: string, value: unknown, expires?: number): Promise<boolean> => {
    if (typeof value !== 'string') throw new TypeError('Redis keeps what Keyv has serialised: leave its serialization on');
    await client.set(own(key), value, expires === undefined ? {} : { expiration: { type: 'PXAT', value: expires } });
    return true;
  };
  const getMany = async (keys: string[]): Promise<(string | undefined)[]> =>
    keys.length === 0 ? [] : (await client.mGet(keys.map(own))).map((value) => value ?? undefined);
  const has = async (key: string): Promise<boolean> => (await client.exists(own(key))) === 1;
  const remove = async (key: string): Promise<boolean> => (await client.del(own(key))) === 1;

  const store = {
    namespace: undefined as string | undefined,
    capabilities: { expires: true },
    get: async (key: string) => (await getMany([key]))[0],
    getMany,
    set,
    setMany: (entries: Entry[]) => Promise.all(entries.map(({ key, value, expires }) => set(key, value, expires))),
    has,
    hasMany: (keys: string[]) => Promise.all(keys.map(has)),
    delete: remove,
    deleteMany: (keys: string[]) => Promise.all(keys.map(remove)),
    clear: async (): Promise<void> => {
      const prefix = store.namespace === undefined ? '' : own('');
      // A namespace may look like a pattern, so what is found is compared as it is.
      for await (const found of client.scanIterator({ MATCH: `${prefix.replace(/[*?[\]\\^-]/g, '\\$&')}*`, COUNT: 500 })) {
        const keys = found.filter((key) => key.startsWith(prefix));
        if (keys.length > 0) await client.unlink(keys);
      }
    },
  };
  return store;
}
