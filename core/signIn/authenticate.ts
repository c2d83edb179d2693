import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import type { Millis } from '../foundation/clock.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { identifierKey } from '../foundation/identifiers.ts';

/** What is done in the transaction that accepts a sign-in. */
type Accepted = (tx: Tx, accountId: string, now: Millis) => Promise<void>;

/** The outcome of a sign-in: seen from outside, `refused` is all that is told of an unknown, a wrong and a locked one. */
export type Authenticate = (
  actor: Actor,
  portal: { readonly id: string },
  identifier: string,
  password: string,
  accepted?: Accepted,
  /** What the audit calls it. */
  action?: string,
) => Promise<{ accountId: string } | 'refused'>;

/** Makes the sign-in by a directory's password. Known or not, locked or not, it costs the same comparison and statements (ALL-4). */
export function createAuthenticate({ db, clock, directory }: Dependencies): Authenticate {
  return async (actor, portal, identifier, password, accepted, action = 'signIn') => {
    const account = await directory.findByIdentifier(portal.id, identifier);
    const verified = await directory.verify(portal.id, account, password);
    const now = clock();
    const subject = account ? `account:${account.id}` : `none:${portal.id}:${identifierKey(identifier)}`;
    const record = { at: now, actor, action, portal: portal.id, subject };
    if (account && verified.ok) {
      const isIn = await db.transaction().execute(async (tx) => {
        if (!(await verified.commit(tx, now))) return false;
        await accepted?.(tx, account.id, now);
        await audit(tx, { ...record, outcome: 'ok' });
        return true;
      });
      if (isIn) return { accountId: account.id };
    }
    const locks = !verified.ok && verified.locks === true;
    await audit(db, { ...record, outcome: 'refused', detail: locks ? { locked: true } : {} });
    return 'refused';
  };
}
