import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import { oneAtATime } from '../foundation/database/locks.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import { Rollback, transact } from '../foundation/rollback.ts';
import { administeredOrganisation, isLastAdministrator, knownRights, membersLock, roleFor, standingOfPerson } from '../members/index.ts';
import type { Portal } from '../portal/index.ts';

/** Changing a user's rights, which is also how administration is handed over. */
export type UserRights = {
  /** Refuses with `addUser.notAdministrator`, `users.noRights`, `users.gone`, `users.lastAdministrator`. */
  setRights(actor: Actor, portal: Portal, organisationId: string, accountId: string, rights: readonly string[]): Promise<Outcome<void>>;
};

/** Creates the change of rights. */
export const createUserRights = ({ db, clock, directory }: Dependencies): UserRights => ({
  setRights: async (actor, portal, organisationId, accountId, chosen) => {
    const known = knownRights(portal, chosen);
    if (known.length === 0) return refuse({ key: 'users.noRights', field: 'rights' });
    const role = roleFor(portal, chosen);
    const standing = await standingOfPerson({ db, directory }, actor, portal);
    const now = clock();
    const record = { at: now, actor, action: 'addUser.rights', portal: portal.id, subject: `account:${accountId}` };
    const detail = { organisation: organisationId, rights: known.map(({ id }) => id).join(' ') };
    const changed = await transact(db, async (tx) => {
      await oneAtATime(tx, membersLock(organisationId));
      if (!(await administeredOrganisation(tx, actor, portal, organisationId, standing))) throw new Rollback({ key: 'addUser.notAdministrator' });
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
      if (!updated) throw new Rollback({ key: 'users.gone' });
      await audit(tx, { ...record, outcome: 'ok', detail });
    });
    if (!changed.ok) await audit(db, { ...record, outcome: changed.refusals[0].key, detail });
    return changed.ok ? accept(undefined) : changed;
  },
});
