import type { Millis } from '../foundation/clock.ts';
import type { Database, Tx } from '../foundation/database/schema.ts';
import { unlabelled } from '../foundation/pasted.ts';
import { newId, newReadable, type Secrets } from '../foundation/secrets.ts';

/** Codes in one set. */
const made = 10;

/** Normalises a typed recovery code; undefined if it cannot be one. Letters that look like digits count as those digits. */
export function readRecoveryCode(typed: string): string | undefined {
  const code = unlabelled(typed)
    .toUpperCase()
    .replace(/[\s.\p{Pd}]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  return /^[0-9A-HJKMNP-TV-Z]{12}$/.test(code) ? code : undefined;
}

const textOf = (accountId: string, code: string): string => `${accountId}:${code}`;

/** What their sealed digests are about. */
export const aboutRecovery = (accountId: string): string => `recovery ${accountId}`;

/** Replaces an account's recovery codes by ten new ones of 60 random bits. Show them now: only sealed digests are kept. */
export async function newRecoveryCodes(tx: Tx, secrets: Secrets, accountId: string): Promise<string[]> {
  await dropRecoveryCodes(tx, accountId);
  const codes = Array.from({ length: made }, () => newReadable(3));
  const rows = codes.map((code) => ({
    id: newId(),
    accountId,
    digest: secrets.sealedDigest('recovery', textOf(accountId, code.replaceAll('-', '')), aboutRecovery(accountId)),
    usedAt: null,
  }));
  await tx.insertInto('recoveryCode').values(rows).execute();
  return codes;
}

/** Spends a recovery code; true for one caller only, however many submit it at once. */
export async function spendRecoveryCode(tx: Tx, secrets: Secrets, accountId: string, code: string, now: Millis): Promise<boolean> {
  const unused = await tx.selectFrom('recoveryCode').select(['id', 'digest']).where('accountId', '=', accountId).where('usedAt', 'is', null).execute();
  const row = unused.find(({ digest }) => isDigestOf(secrets, accountId, code, digest));
  if (!row) return false;
  const spent = await tx
    .updateTable('recoveryCode')
    .set({ usedAt: now })
    .where('id', '=', row.id)
    // Of two simultaneous submissions, only one finds it unused.
    .where('usedAt', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return spent !== undefined;
}

const isDigestOf = (secrets: Secrets, accountId: string, code: string, digest: string): boolean =>
  secrets.keyOf(digest) === 'unnamed'
    ? secrets.matches('recovery', textOf(accountId, code), digest)
    : secrets.matchesSealed('recovery', textOf(accountId, code), digest, aboutRecovery(accountId));

/** Number of unused recovery codes. */
export async function recoveryCodesLeft(db: Database, accountId: string): Promise<number> {
  const rows = await db.selectFrom('recoveryCode').select('id').where('accountId', '=', accountId).where('usedAt', 'is', null).execute();
  return rows.length;
}

/** Deletes an account's recovery codes. */
export async function dropRecoveryCodes(tx: Tx, accountId: string): Promise<void> {
  await tx.deleteFrom('recoveryCode').where('accountId', '=', accountId).execute();
}
