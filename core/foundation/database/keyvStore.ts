import { sql } from 'kysely';
import { type Clock, day, type Millis } from '../clock.ts';
import { type Prepared, prepare } from './prepared.ts';
import type { Database } from './schema.ts';
import { sweep } from './sweep.ts';

type Entry = { key: string; value: unknown; expires?: number };

export type KeyvStore = ReturnType<typeof createKeyvStore>;

/**
 * A Keyv 6 storage adapter over our database, for data that may be lost. Failures are thrown. `expires` is an instant. Give each Keyv its own
 * store, because Keyv writes its namespace on it. `keptFor`: how long what has no end of its own is kept after it was last written.
 */
export function createKeyvStore(db: Database, clock: Clock, keptFor?: Millis) {
  // In whole days: PostgreSQL writes a row in place only if no indexed column changes.
  const end = (): Millis | null => (keptFor === undefined ? null : (Math.ceil((clock() + keptFor) / day) + 1) * day);
  const own = (key: string) => (store.namespace === undefined ? key : `${store.namespace}::${key}`);

  /** Prepared reads by number of keys. A turn asks for two. */
  const reads = new Map<number, Prepared<{ key: string; value: string }>>();
  const readOf = (keys: readonly string[]) => {
    const read =
      reads.get(keys.length) ??
      prepare(db, () =>
        db
          .selectFrom('keyv')
          .select(['key', 'value'])
          .where('key', 'in', keys)
          .where((row) => row.or([row('expiresAt', 'is', null), row('expiresAt', '>', 0)])),
      );
    reads.set(keys.length, read);
    return read;
  };
  const write = prepare(db, () =>
    db
      .insertInto('keyv')
      .values({ key: '', value: '', expiresAt: null })
      .onConflict((conflict) => conflict.column('key').doUpdateSet((row) => ({ value: row.ref('excluded.value'), expiresAt: row.ref('excluded.expiresAt') }))),
  );

  const replacing = prepare(db, () => db.updateTable('keyv').set({ value: '', expiresAt: null }).where('key', '=', '').returning('key'));

  const getMany = async (keys: string[]): Promise<(string | undefined)[]> => {
    if (keys.length === 0) return [];
    const rows = await readOf(keys)(...keys.map(own), clock());
    const found = new Map(rows.map(({ key, value }) => [key, value]));
    return keys.map((key) => found.get(own(key)));
  };

  const setMany = async (entries: Entry[]): Promise<boolean[]> => {
    for (const { key, value, expires } of entries) await write(own(key), text(value), expires ?? end());
    return entries.map(() => true);
  };

  const deleteMany = async (keys: string[]): Promise<boolean[]> => {
    if (keys.length === 0) return [];
    const gone = await db.deleteFrom('keyv').where('key', 'in', keys.map(own)).returning(['key', 'expiresAt']).execute();
    const was = new Set(gone.filter(({ expiresAt }) => expiresAt === null || expiresAt > clock()).map(({ key }) => key));
    return keys.map((key) => was.has(own(key)));
  };

  const one = async <T>(answers: Promise<T[]>): Promise<T | undefined> => (await answers)[0];

  const store = {
    namespace: undefined as string | undefined,
    capabilities: { expires: true },
    get: (key: string) => one(getMany([key])),
    getMany,
    set: async (key: string, value: unknown, expires?: number) => (await setMany([{ key, value, ...(expires !== undefined && { expires }) }]))[0] === true,
    setMany,
    has: async (key: string) => (await getMany([key]))[0] !== undefined,
    hasMany: async (keys: string[]) => (await getMany(keys)).map((value) => value !== undefined),
    delete: async (key: string) => (await deleteMany([key]))[0] === true,
    deleteMany,
    clear: async () => {
      // In `like`, a prefix with % or _ would match other keys, and a range would depend on the database's collation.
      const prefix = store.namespace === undefined ? undefined : own('');
      await db
        .deleteFrom('keyv')
        .$if(prefix !== undefined, (rows) => rows.where(sql`substr(key, 1, length(${prefix}))`, '=', prefix))
        .execute();
    },
    /** Writes in the place of what is there. False, and writes nothing, if nothing is. */
    replace: async (key: string, value: string) => (await replacing(value, end(), own(key))).length > 0,
    /** Deletes expired entries. Returns how many. */
    sweep: () => sweep(db, 'keyv', clock()),
  };
  return store;
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new TypeError('The records keep what Keyv has serialised: leave its serialization on');
}
