import type { Dependencies } from '../dependencies.ts';
import { type KeyedKind, keyIn } from '../foundation/keyed.ts';
import { aboutKey } from './signingKeys.ts';

/** What SECRET_KEY protects of signing in to applications: the keys that sign. One that is lost is replaced where it is next needed. */
export const keyedSigningKeys = (secrets: Dependencies['secrets']): KeyedKind => ({
  name: 'signing keys',
  locksOut: false,
  count: async (db) => {
    const rows = await db
      .selectFrom('openidKey')
      .select((row) => [keyIn('secret').as('key'), row.fn.countAll<number>().as('rows')])
      .groupBy('key')
      .execute();
    return rows.map(({ key, rows }) => ({ under: secrets.keyOf(key), rows: Number(rows) }));
  },
  stale: async (db, after, limit) => {
    const rows = await db
      .selectFrom('openidKey')
      .select(['id', 'secret'])
      .where(keyIn('secret'), '!=', secrets.currentKey)
      .where('id', '>', after)
      .orderBy('id')
      .limit(limit)
      .execute();
    return rows.map(({ id, secret }) => ({
      id,
      under: secrets.keyOf(secret),
      reseal: async (tx) => {
        const anew = secrets.reseal(secret, aboutKey(id));
        if (anew === undefined) return false;
        const changed = await tx
          .updateTable('openidKey')
          .set({ secret: anew })
          .where('id', '=', id)
          .where('secret', '=', secret)
          .returning('id')
          .executeTakeFirst();
        return changed !== undefined;
      },
    }));
  },
});
