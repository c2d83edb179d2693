import { audit } from './audit.ts';
import { identifierKey } from './identifiers.ts';
import type { Parts } from './parts.ts';
import { verifyNothing, verifyPassword } from './password.ts';
import type { Portal } from './portal.ts';
import type { Actor } from './ports.ts';

/** The outcome of a sign-in: seen from outside, `refused` is all that is told of an unknown, a wrong and a locked one. */
export type SignIn = (
  actor: Actor,
  portal: Pick<Portal, 'id' | 'lockAfter'>,
  identifier: string,
  password: string,
) => Promise<{ accountId: string } | 'refused'>;

/** Makes the sign-in of the embedded directory, with its lock (EX-3). Known or not, locked or not, it costs the same hash and statements. */
export function createSignIn({ db, clock }: Parts): SignIn {
  return async (actor, portal, identifier, password) => {
    const key = identifierKey(identifier);
    const account = await db
      .selectFrom('account')
      .select(['id', 'passwordHash', 'lockedAt'])
      .where('portal', '=', portal.id)
      .where('identifierKey', '=', key)
      .executeTakeFirst();
    const right = account?.passwordHash ? await verifyPassword(password, account.passwordHash) : await verifyNothing(password);
    const now = clock();
    const good = right && account?.lockedAt === null;
    const counted = await db
      .updateTable('account')
      .set((column) => ({
        failedSignIns: good ? 0 : column('failedSignIns', '+', 1),
        // Decided by the row itself, so that simultaneous failures are all counted.
        lockedAt: good
          ? null
          : column
              .case()
              .when('lockedAt', 'is not', null)
              .then(column.ref('lockedAt'))
              .when('failedSignIns', '>=', portal.lockAfter - 1)
              .then(now)
              .else(null)
              .end(),
      }))
      .where('id', '=', account?.id ?? '')
      // A lock that fell while the password was being checked stands.
      .$if(good, (update) => update.where('lockedAt', 'is', null))
      .returning('id')
      .executeTakeFirst();
    const accountId = good && counted ? counted.id : undefined;
    await audit(db, {
      at: now,
      actor,
      action: 'signIn',
      portal: portal.id,
      subject: account ? `account:${account.id}` : `none:${portal.id}:${key}`,
      outcome: accountId ? 'ok' : 'refused',
    });
    return accountId ? { accountId } : 'refused';
  };
}
