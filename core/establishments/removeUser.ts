import { leaveDomicileGroup } from '../access/index.ts';
import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import type { Millis } from '../foundation/clock.ts';
import { holdAccount, oneAtATime } from '../foundation/database/locks.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import type { Outcome, Refusal } from '../foundation/outcome.ts';
import { Rollback, transact } from '../foundation/rollback.ts';
import { type Administered, administered, endRole, placesOf, usersOf } from '../members/index.ts';
import type { Portal } from '../portal/index.ts';
import type { Account } from '../ports.ts';
import { endSession } from '../signIn/index.ts';
import { membersWith } from './userPages.ts';

/** Deleting a user (EX-7). */
export type RemoveUser = {
  /**
   * Ends a user's place in an establishment. With the last of their places an account that was made for one goes, with its sessions and what bound it to a
   * chat; one that was there before stays, without the place. They are told by mail. Refuses with `addUser.notAdministrator`, `users.gone`, `users.oneself`, `users.lastAdministrator`.
   */
  remove(actor: Actor, portal: Portal, organisationId: string, accountId: string): Promise<Outcome<{ name: string; organisation: string }>>;
};

/** Makes the removal of users. */
export function createRemoveUser(dependencies: Dependencies): RemoveUser {
  const { db, clock, directory } = dependencies;
  return {
    remove: async (actor, portal, organisationId, accountId) => {
      const now = clock();
      const account = await directory.get(portal.id, accountId);
      const removed = await transact(db, async (tx) => {
        // Two administrators who remove each other: the second is none any more.
        await oneAtATime(tx, usersOf(organisationId));
        const by = await administered(tx, actor, portal, organisationId);
        if (!by) throw new Rollback({ key: 'addUser.notAdministrator' });
        if (!account) throw new Rollback({ key: 'users.gone' });
        const shown = await membersWith(tx, organisationId).where('accountId', '=', accountId).executeTakeFirst();
        if (!shown) throw new Rollback({ key: 'users.gone' });
        await removeIn(tx, dependencies, portal, { actor, by, account, now });
        return { name: `${shown.givenName} ${shown.familyName}`.trim() || account.identifier, organisation: by.name };
      });
      if (removed.ok) dependencies.wake();
      else {
        const record = { at: now, actor, action: 'removeUser.removed', portal: portal.id, subject: `account:${accountId}` };
        await audit(db, { ...record, outcome: removed.refusals[0].key, detail: { organisation: organisationId } });
      }
      return removed;
    },
  };
}

type Removal = { readonly actor: Actor; readonly by: Administered; readonly account: Account; readonly now: Millis };

async function removeIn(tx: Tx, dependencies: Dependencies, portal: Portal, { actor, by, account, now }: Removal): Promise<void> {
  const { organisationId, name } = by;
  await oneAtATime(tx, placesOf(account.id));
  await holdAccount(tx, account.id);
  // By another account of theirs that administers too, somebody may end their old one (EX-5).
  const isOneself = by.accounts.every((own) => own === account.id);
  const why = (await lastAdministrator(tx, organisationId, account.id)) ?? (isOneself ? ({ key: 'users.oneself' } as const) : undefined);
  if (why) throw new Rollback(why);
  if (!(await endRole(tx, organisationId, account.id, now))) throw new Rollback({ key: 'users.gone' });
  const places = await tx.selectFrom('organisationMember').select(['endedAt', 'madeAccount']).where('accountId', '=', account.id).execute();
  // An account that was there before, or has another place, is not this organisation's to end, nor are its sessions.
  const goes = places.every(({ endedAt }) => endedAt !== null) && places.some(({ madeAccount }) => madeAccount === 1);
  if (goes) {
    await endSession(tx, { accountId: account.id }, 'revoked', now);
    await tx.updateTable('binding').set({ endedAt: now }).where('accountId', '=', account.id).where('endedAt', 'is', null).execute();
    await dependencies.directory.remove(tx, account, now);
  } else await leaveDomicileGroup(tx, dependencies, portal, { organisationId, accountId: account.id }, now);
  const params = { organisation: name, identifier: account.identifier };
  const mail = { kind: 'mail', to: account.email, template: goes ? 'userRemoved' : 'placeEnded', portal: portal.id, locale: actor.locale, params } as const;
  await enqueue(tx, dependencies.secrets, mail, { reason: `removed:${organisationId}:${account.id}:${now}`, now, dueAt: now });
  const record = { at: now, actor, action: 'removeUser.removed', portal: portal.id, subject: `account:${account.id}`, outcome: 'ok' };
  await audit(tx, { ...record, detail: { organisation: organisationId, identifier: account.identifier, account: goes } });
}

/** Refuses to leave an establishment without an administrator; asked under its lock. */
export async function lastAdministrator(tx: Tx, organisationId: string, accountId: string): Promise<Refusal | undefined> {
  const another = await tx
    .selectFrom('organisationMember')
    .select('id')
    .where('organisationId', '=', organisationId)
    .where('accountId', '!=', accountId)
    .where('role', '=', 'administrator')
    .where('endedAt', 'is', null)
    .executeTakeFirst();
  return another ? undefined : { key: 'users.lastAdministrator' };
}
