import { hour, type Millis } from '../foundation/clock.ts';
import type { Database, Schema, Tx } from '../foundation/database/schema.ts';
import type { KeyedKind, KeyedRow } from '../foundation/keyed.ts';
import type { Secrets } from '../foundation/secrets.ts';
import { openFactorSecret, sealFactorSecret } from './factorSecret.ts';
import { aboutRecovery } from './recoveryCodes.ts';

/** What SECRET_KEY protects of two-factor sign-in: the secrets of the apps, and the recovery codes that were not used. */
export const keyedFactors = (secrets: Secrets, now: Millis): readonly KeyedKind[] => [
  {
    name: 'second factors',
    locksOut: true,
    read: async (db, after, limit) => {
      const rows = await factors(db)
        // A secret that no code has confirmed lives an hour.
        .where((row) => row.or([row('confirmedAt', 'is not', null), row('createdAt', '>', now - hour)]))
        .where('accountId', '>', after)
        .orderBy('accountId')
        .limit(limit)
        .execute();
      return rows.map((row) => keyedFactor(secrets, row));
    },
  },
  {
    name: 'recovery codes',
    locksOut: true,
    read: async (db, after, limit) => {
      const rows = await recoveryCodes(db).where('id', '>', after).orderBy('id').limit(limit).execute();
      return rows.map((row) => keyedRecoveryCode(secrets, row));
    },
  },
];

/** Seals an account's second factor and recovery codes anew, if they are under the previous key or of an older version. */
export async function resealFactor(tx: Tx, secrets: Secrets, accountId: string): Promise<void> {
  const factor = await factors(tx).where('accountId', '=', accountId).execute();
  const codes = await recoveryCodes(tx).where('accountId', '=', accountId).execute();
  const rows = [...factor.map((row) => keyedFactor(secrets, row)), ...codes.map((row) => keyedRecoveryCode(secrets, row))];
  for (const { under, reseal } of rows) if (under === 'previous' || under === 'unnamed') await reseal?.(tx);
}

const factors = (db: Database) => db.selectFrom('secondFactor').select(['accountId', 'secret', 'bound']);
const recoveryCodes = (db: Database) => db.selectFrom('recoveryCode').select(['id', 'accountId', 'digest']).where('usedAt', 'is', null);

function keyedFactor(secrets: Secrets, row: Pick<Schema['secondFactor'], 'accountId' | 'secret'> & { readonly bound: number }): KeyedRow {
  const under = secrets.keyOf(row.secret);
  return {
    id: row.accountId,
    under: row.bound === 0 && under !== 'unknown' ? 'unnamed' : under,
    reseal: async (tx) => {
      const opened = openFactorSecret(secrets, row);
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

function keyedRecoveryCode(secrets: Secrets, row: Pick<Schema['recoveryCode'], 'id' | 'accountId' | 'digest'>): KeyedRow {
  const about = aboutRecovery(row.accountId);
  const under = secrets.keyOf(row.digest);
  return {
    id: row.id,
    under,
    reseal: async (tx) => {
      const digest = under === 'unnamed' ? secrets.adoptDigest(row.digest, about) : secrets.reseal(row.digest, about);
      const changed =
        digest !== undefined &&
        (await tx.updateTable('recoveryCode').set({ digest }).where('id', '=', row.id).where('digest', '=', row.digest).returning('id').executeTakeFirst());
      return Boolean(changed);
    },
  };
}
