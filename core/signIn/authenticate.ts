import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import type { Millis } from '../foundation/clock.ts';
import type { Database, Tx } from '../foundation/database/schema.ts';
import { identifierKey } from '../foundation/identifiers.ts';
import { hashPassword, needsRehash, verifyNothing, verifyPassword } from '../foundation/passwordHash.ts';
import type { Portal } from '../portal/index.ts';

/** What is done in the transaction that accepts a sign-in. */
type Accepted = (tx: Tx, accountId: string, now: Millis) => Promise<void>;

/** The outcome of a sign-in: seen from outside, `refused` is all that is told of an unknown, a wrong and a locked one. */
export type Authenticate = (
  actor: Actor,
  portal: Pick<Portal, 'id' | 'lockAfter'>,
  identifier: string,
  password: string,
  accepted?: Accepted,
  /** What the audit calls it. */
  action?: string,
) => Promise<{ accountId: string } | 'refused'>;

/**
 * Makes the sign-in of the embedded directory, with its lock (EX-3). Known or not, locked or not, it costs the same hash and statements.
 * A hash of weaker parameters than today's is renewed by whoever proves the password.
 */
export function createAuthenticate({ db, clock }: Dependencies): Authenticate {
  const authenticate: Authenticate = async (actor, portal, identifier, password, accepted, action = 'signIn') => {
    const key = identifierKey(identifier);
    const account = await db
      .selectFrom('account')
      .select(['id', 'passwordHash', 'lockedAt'])
      .where('portal', '=', portal.id)
      .where('identifierKey', '=', key)
      .executeTakeFirst();
    const hash = account?.passwordHash ?? null;
    const right = hash === null ? await verifyNothing(password) : await verifyPassword(password, hash);
    if (right && account && hash !== null && needsRehash(hash)) {
      await renew(db, account.id, hash, await hashPassword(password));
      // Looked at again: another sign-in may have renewed it first, or a reset have set another password.
      return await authenticate(actor, portal, identifier, password, accepted, action);
    }
    const now = clock();
    const record = { at: now, actor, action, portal: portal.id, subject: account ? `account:${account.id}` : `none:${portal.id}:${key}` };
    const isIn = async (tx: Tx) => {
      if (!account || hash === null || !(await forget(tx, { id: account.id, hash }))) return false;
      await accepted?.(tx, account.id, now);
      await audit(tx, { ...record, outcome: 'ok' });
      return true;
    };
    if (right && account?.lockedAt === null && (await db.transaction().execute(isIn))) return { accountId: account.id };
    const locks = await count(db, account?.id ?? '', portal.lockAfter, now);
    await audit(db, { ...record, outcome: 'refused', detail: locks ? { locked: true } : {} });
    return 'refused';
  };
  return authenticate;
}

/** Forgets the failures of an account; false where it was locked, or got another password, while the one given was being checked. */
async function forget(tx: Tx, { id, hash }: { id: string; hash: string }): Promise<boolean> {
  const forgotten = await tx
    .updateTable('account')
    .set({ failedSignIns: 0 })
    .where('id', '=', id)
    .where('lockedAt', 'is', null)
    .where('passwordHash', '=', hash)
    .returning('id')
    .executeTakeFirst();
  return forgotten !== undefined;
}

async function renew(db: Database, id: string, old: string, passwordHash: string): Promise<void> {
  await db.updateTable('account').set({ passwordHash }).where('id', '=', id).where('passwordHash', '=', old).execute();
}

/** Counts a failure; true where it is the one that locks the account. */
async function count(db: Database, id: string, lockAfter: number, now: Millis): Promise<boolean> {
  const counted = await db
    .updateTable('account')
    .set((column) => ({
      failedSignIns: column('failedSignIns', '+', 1),
      // Decided by the row itself, so that simultaneous failures are all counted.
      lockedAt: column
        .case()
        .when('lockedAt', 'is not', null)
        .then(column.ref('lockedAt'))
        .when('failedSignIns', '>=', lockAfter - 1)
        .then(now)
        .else(null)
        .end(),
    }))
    .where('id', '=', id)
    .returning('failedSignIns')
    .executeTakeFirst();
  return counted?.failedSignIns === lockAfter;
}
