import { leaveDomicileGroup } from '../access/index.ts';
import type { Dependencies } from '../dependencies.ts';
import { endTies, lastLanguageOf } from '../directory/index.ts';
import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import type { Millis } from '../foundation/clock.ts';
import { holdAccount, oneAtATime } from '../foundation/database/locks.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import type { Outcome } from '../foundation/outcome.ts';
import { Rollback, transact } from '../foundation/rollback.ts';
import {
  type AdministeredOrganisation,
  administeredOrganisation,
  endRole,
  isLastAdministrator,
  membershipsLock,
  membersLock,
  pastFactor,
  standingOfPerson,
} from '../members/index.ts';
import type { Portal } from '../portal/index.ts';
import type { Account } from '../ports.ts';
import { endSession } from '../signIn/index.ts';
import { doerName } from './doerName.ts';
import { tellAdministrator } from './tellAdministrator.ts';
import { shownMembers } from './userPages.ts';

/** Deleting a user (EX-7). */
export type RemoveUser = {
  /**
   * Ends a user's membership of an establishment and tells them by mail. After the last membership, an account that was created for one is deleted
   * with its sessions and bindings; an account that existed before stays. Refuses with `addUser.notAdministrator`, `factor.needed`, `users.gone`, `users.oneself`, `users.lastAdministrator`.
   */
  remove(actor: Actor, portal: Portal, organisationId: string, accountId: string): Promise<Outcome<{ name: string; organisation: string }>>;
};

/** Creates the removal of users. */
export function createRemoveUser(dependencies: Dependencies): RemoveUser {
  const { db, clock, directory } = dependencies;
  return {
    remove: async (actor, portal, organisationId, accountId) => {
      const now = clock();
      const account = await directory.get(portal.id, accountId);
      const standing = await standingOfPerson(dependencies, actor, portal);
      const removed = await transact(db, async (tx) => {
        // Of two administrators who remove each other, the second is no longer one.
        await oneAtATime(tx, membersLock(organisationId));
        const by = await administeredOrganisation(tx, actor, portal, organisationId, standing);
        if (!by) throw new Rollback({ key: 'addUser.notAdministrator' });
        const [acting] = await pastFactor(tx, actor, by.accounts, now);
        if (acting === undefined) throw new Rollback({ key: 'factor.needed' });
        if (!account) throw new Rollback({ key: 'users.gone' });
        const shown = await shownMembers(tx, organisationId).where('accountId', '=', accountId).executeTakeFirst();
        if (!shown) throw new Rollback({ key: 'users.gone' });
        await removeIn(tx, dependencies, portal, { actor, by, account, now });
        if (shown.role === 'administrator') await tellAdministrator(tx, dependencies, portal, { actor, acting, by, deed: 'removed', whom: shown.email, now });
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

type Removal = { readonly actor: Actor; readonly by: AdministeredOrganisation; readonly account: Account; readonly now: Millis };

async function removeIn(tx: Tx, dependencies: Dependencies, portal: Portal, { actor, by, account, now }: Removal): Promise<void> {
  const { organisationId, name } = by;
  await oneAtATime(tx, membershipsLock(account.id));
  await holdAccount(tx, account.id);
  // A person with another administrator account may remove their old one (EX-5).
  const isOneself = by.accounts.every((own) => own === account.id);
  if (await isLastAdministrator(tx, portal, organisationId, account.id)) throw new Rollback({ key: 'users.lastAdministrator' });
  if (isOneself) throw new Rollback({ key: 'users.oneself' });
  if (!(await endRole(tx, organisationId, account.id, now))) throw new Rollback({ key: 'users.gone' });
  // Asked before their ties end: in whose chat they were met.
  const locale = await lastLanguageOf(tx, account, portal.tenants, actor.locale);
  const places = await tx.selectFrom('organisationMember').select(['endedAt', 'madeAccount']).where('accountId', '=', account.id).execute();
  // An account that existed before, or has another membership, is not this organisation's to delete, nor are its sessions.
  const isDeleted = places.every(({ endedAt }) => endedAt !== null) && places.some(({ madeAccount }) => madeAccount === 1);
  if (isDeleted) {
    await endSession(tx, { accountId: account.id }, 'revoked', now);
    await endTies(tx, portal, account.id, { why: 'removed', actor, now });
    await dependencies.directory.remove(tx, account, now);
  } else await leaveDomicileGroup(tx, dependencies, portal, { organisationId, accountId: account.id }, now);
  const params = { by: await doerName(tx, actor, by.accounts[0]), organisation: name, identifier: account.identifier };
  const mail = {
    kind: 'mail',
    to: account.email,
    template: isDeleted ? 'userRemoved' : 'placeEnded',
    portal: portal.id,
    locale,
    params,
  } as const;
  await enqueue(tx, dependencies.secrets, mail, { reason: `removed:${organisationId}:${account.id}:${now}`, now, dueAt: now });
  const record = { at: now, actor, action: 'removeUser.removed', portal: portal.id, subject: `account:${account.id}`, outcome: 'ok' };
  await audit(tx, { ...record, detail: { organisation: organisationId, identifier: account.identifier, account: isDeleted } });
}
