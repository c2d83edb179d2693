import type { Dependencies } from '../dependencies.ts';
import { leaveGroup, tiedAccounts } from '../directory/index.ts';
import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import { closeAccess } from './accessEnds.ts';

/**
 * Gives access back that a request gave: the outbox takes the account out of the group (GOV-8). Given back twice at once, one wins. Refuses with
 * `enroll.notYours` (the account is not, or no longer, theirs) or `enroll.gone` (it is over already).
 */
export async function giveBack(dependencies: Dependencies, actor: Actor, enrollmentId: string): Promise<Outcome<{ groupId: string; portal: string }>> {
  const { db, clock, portals } = dependencies;
  const held = await db.selectFrom('membership').selectAll().where('enrollmentId', '=', enrollmentId).executeTakeFirst();
  const portal = held && portals.get(held.portal);
  if (!held || !portal) return refuse({ key: 'enroll.gone' });
  const { accountId, groupId } = held;
  const subject = `account:${accountId}`;
  const record = { actor, action: 'enroll.returned', portal: portal.id, subject, detail: { group: groupId, enrollment: enrollmentId } };
  if (!(await tiedAccounts(dependencies, actor, portal)).some(({ id }) => id === accountId)) {
    await audit(db, { ...record, at: clock(), outcome: 'enroll.notYours' });
    return refuse({ key: 'enroll.notYours' });
  }
  const now = clock();
  const given = await db.transaction().execute(async (tx) => {
    const row = await tx.deleteFrom('membership').where('id', '=', held.id).where('enrollmentId', '=', enrollmentId).returning('id').executeTakeFirst();
    if (!row) return false;
    await leaveGroup(tx, dependencies, held, now);
    await closeAccess(tx, dependencies, enrollmentId, 'returned', now);
    await audit(tx, { ...record, at: now, outcome: 'ok' });
    return true;
  });
  dependencies.wake();
  return given ? accept({ groupId, portal: portal.id }) : refuse({ key: 'enroll.gone' });
}
