import { hour, type Millis } from '../foundation/clock.ts';
import type { Database, Schema, Tx } from '../foundation/database/schema.ts';
import { type KeyedKind, type KeyedRow, keyIn } from '../foundation/keyed.ts';
import type { KeyName, Secrets } from '../foundation/secrets.ts';
import { openFactorSecret, sealFactorSecret } from './factorSecret.ts';
import { aboutRecovery } from './recoveryCodes.ts';

/** What SECRET_KEY protects of two-factor sign-in: the secrets of the apps, and the recovery codes that were not used. */
export const keyedFactors = (secrets: Secrets, now: Millis): readonly KeyedKind[] => [keyedSecrets(secrets, now), keyedCodes(secrets)];

const keyedSecrets = (secrets: Secrets, now: Millis): KeyedKind => {
  // A secret that no code has confirmed lives an hour.
  const living = (db: Database) =>
    db.selectFrom('secondFactor').where((row) => row.or([row('confirmedAt', 'is not', null), row('createdAt', '>', now - hour)]));
  return {
    name: 'second factors',
    locksOut: true,
    count: async (db) => {
      const rows = await living(db)
        .select((row) => [keyIn('secret').as('key'), 'bound', row.fn.countAll<number>().as('rows')])
        .groupBy(['key', 'bound'])
        .execute();
      return rows.map(({ key, bound, rows }) => ({ under: underOf(secrets, key, bound), rows: Number(rows) }));
    },
    stale: async (db, after, limit) => {
      const rows = await living(db)
        .select(['accountId', 'secret', 'bound'])
        .where((row) => row.or([row(keyIn('secret'), '!=', secrets.currentKey), row('bound', '=', 0)]))
        .where('accountId', '>', after)
        .orderBy('accountId')
        .limit(limit)
        .execute();
      return rows.map((row) => keyedSecret(secrets, row));
    },
  };
};

const keyedCodes = (secrets: Secrets): KeyedKind => ({
  name: 'recovery codes',
  locksOut: true,
  count: async (db) => {
    const rows = await db
      .selectFrom('recoveryCode')
      .select((row) => [keyIn('digest').as('key'), row.fn.countAll<number>().as('rows')])
      .where('usedAt', 'is', null)
      .groupBy('key')
      .execute();
    return rows.map(({ key, rows }) => ({ under: secrets.keyOf(key), rows: Number(rows) }));
  },
  stale: async (db, after, limit) => {
    const rows = await unused(db).where(keyIn('digest'), '!=', secrets.currentKey).where('id', '>', after).orderBy('id').limit(limit).execute();
    return rows.map((row) => keyedCode(secrets, row));
  },
});

/** Seals an account's second factor and recovery codes anew, if they are under the previous key; recovery codes of an older version too. */
export async function resealFactor(tx: Tx, secrets: Secrets, accountId: string): Promise<void> {
  const factors = await tx.selectFrom('secondFactor').select(['accountId', 'secret', 'bound']).where('accountId', '=', accountId).execute();
  const codes = await unused(tx).where('accountId', '=', accountId).execute();
  // What is bound to no account is for a start to seal anew, which leaves a record: here it could be anybody's.
  const bound = factors.filter((row) => row.bound === 1);
  const rows = [...bound.map((row) => keyedSecret(secrets, row)), ...codes.map((row) => keyedCode(secrets, row))];
  for (const { under, reseal } of rows) if (under === 'previous' || under === 'unnamed') await reseal(tx);
}

const unused = (db: Database) => db.selectFrom('recoveryCode').select(['id', 'accountId', 'digest']).where('usedAt', 'is', null);

/** One that is bound to no account is of an older version, whatever its key, if that key is known. */
function underOf(secrets: Secrets, key: string, bound: number): KeyName {
  const under = secrets.keyOf(key);
  return bound === 0 && under !== 'unknown' ? 'unnamed' : under;
}

function keyedSecret(secrets: Secrets, row: Pick<Schema['secondFactor'], 'accountId' | 'secret'> & { readonly bound: number }): KeyedRow {
  return {
    id: row.accountId,
    under: underOf(secrets, row.secret, row.bound),
    reseal: async (tx) => {
      const opened = openFactorSecret(secrets, row, true);
      if (!opened) return false;
      const changed = await tx
        .updateTable('secondFactor')
        .set({ secret: sealFactorSecret(secrets, row.accountId, opened), bound: 1 })
        .where('accountId', '=', row.accountId)
        .where('secret', '=', row.secret)
        .returning('accountId')
        .executeTakeFirst();
      return changed !== undefined;
    },
  };
}

function keyedCode(secrets: Secrets, row: Pick<Schema['recoveryCode'], 'id' | 'accountId' | 'digest'>): KeyedRow {
  const about = aboutRecovery(row.accountId);
  const under = secrets.keyOf(row.digest);
  return {
    id: row.id,
    under,
    reseal: async (tx) => {
      const digest = under === 'unnamed' ? secrets.adoptDigest(row.digest, about) : secrets.reseal(row.digest, about);
      if (digest === undefined) return false;
      const changed = await tx
        .updateTable('recoveryCode')
        .set({ digest })
        .where('id', '=', row.id)
        .where('digest', '=', row.digest)
        .returning('id')
        .executeTakeFirst();
      return changed !== undefined;
    },
  };
}
