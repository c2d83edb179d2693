import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import { oneAtATime } from '../foundation/database/locks.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import { Rollback, transact } from '../foundation/rollback.ts';
import { administeredOrganisation, isLastAdministrator, knownRights, membersLock, pastFactor, roleFor, standingOfPerson } from '../members/index.ts';
import type { Portal } from '../portal/index.ts';
import { tellAdministrator } from './tellAdministrator.ts';
import { shownMembers } from './userPages.ts';

/** Changing a user's rights, which is also how administration is handed over. */
export type UserRights = {
  /** Refuses with `addUser.notAdministrator`, `factor.needed`, `users.noRights`, `users.gone`, `users.lastAdministrator`. */
  setRights(actor: Actor, portal: Portal, organisationId: string, accountId: string, rights: readonly string[]): Promise<Outcome<void>>;
};

/** Creates the change of rights. */
export const createUserRights = (dependencies: Dependencies): UserRights => ({
  setRights: async (actor, portal, organisationId, accountId, chosen) => {
    const known = knownRights(portal, chosen);
    if (known.length === 0) return refuse({ key: 'users.noRights', field: 'rights' });
    const role = roleFor(portal, chosen);
    const { db, clock } = dependencies;
    const standing = await standingOfPerson(dependencies, actor, portal);
    const now = clock();
    const record = { at: now, actor, action: 'addUser.rights', portal: portal.id, subject: `account:${accountId}` };
    const detail = { organisation: organisationId, rights: known.map(({ id }) => id).join(' ') };
    const changed = await transact(db, async (tx) => {
      await oneAtATime(tx, membersLock(organisationId));
      const by = await administeredOrganisation(tx, actor, portal, organisationId, standing);
      if (!by) throw new Rollback({ key: 'addUser.notAdministrator' });
      const [acting] = await pastFactor(tx, actor, by.accounts, now);
      if (acting === undefined) throw new Rollback({ key: 'factor.needed' });
      const before = await shownMembers(tx, organisationId).where('accountId', '=', accountId).executeTakeFirst();
      if (role.role !== 'administrator' && (await isLastAdministrator(tx, portal, organisationId, accountId)))
        throw new Rollback({ key: 'users.lastAdministrator' });
      const updated = await tx
        .updateTable('organisationMember')
        .set(role)
        .where('organisationId', '=', organisationId)
        .where('accountId', '=', accountId)
        .where('endedAt', 'is', null)
        .returning('id')
        .executeTakeFirst();
      if (!updated || !before) throw new Rollback({ key: 'users.gone' });
      if (role.role !== before.role) {
        const deed = role.role === 'administrator' ? 'rights' : 'lowered';
        await tellAdministrator(tx, dependencies, portal, { actor, acting, by, deed, whom: before.email, now });
      }
      await audit(tx, { ...record, outcome: 'ok', detail });
    });
    if (!changed.ok) await audit(db, { ...record, outcome: changed.refusals[0].key, detail });
    dependencies.wake();
    return changed.ok ? accept(undefined) : changed;
  },
});
