import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import type { Millis } from '../foundation/clock.ts';
import { holdAccount } from '../foundation/database/locks.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { identifierKey } from '../foundation/identifiers.ts';

/** Runs in the transaction that accepts a sign-in. */
type Accepted = (tx: Tx, accountId: string, now: Millis) => Promise<void>;

/** Checks identifier and password. From outside, an unknown account, a wrong password and a lock all look like `refused`. */
export type Authenticate = (
  actor: Actor,
  portal: { readonly id: string },
  identifier: string,
  password: string,
  accepted?: Accepted,
  /** The action's name in the audit. */
  action?: string,
) => Promise<{ accountId: string } | 'refused'>;

/** Signs in with the directory's password. An unknown or locked account costs the same comparison and statements as any other (ALL-4). */
export function createAuthenticate({ db, clock, directory }: Dependencies): Authenticate {
  return async (actor, portal, identifier, password, accepted, action = 'signIn') => {
    const account = await directory.findByIdentifier(portal.id, identifier);
    const verified = await directory.verify(portal.id, account, password);
    const now = clock();
    const subject = account ? `account:${account.id}` : `none:${portal.id}:${identifierKey(identifier)}`;
    const record = { at: now, actor, action, portal: portal.id, subject };
    if (account && verified.ok) {
      const isIn = await db.transaction().execute(async (tx) => {
        // A second factor that is being turned on waits, and then ends the session that begins here.
        await holdAccount(tx, account.id);
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
