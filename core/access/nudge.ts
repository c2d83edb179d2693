import type { Dependencies } from '../dependencies.ts';
import { withApprovers } from '../directory/index.ts';
import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import { day } from '../foundation/clock.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import { addNote, refreshCards } from './asking.ts';
import { procedureOf } from './matter.ts';
import { replaceRemovedApprovers } from './successors.ts';

/**
 * Asks those again who have not decided on one's request yet, once a day at most (GOV-8). Who was removed from the profile since is replaced, not asked.
 * Refuses with `enroll.decided`, or with `enroll.nudged` where the last time was less than a day ago.
 */
export async function nudgeApprovers(dependencies: Dependencies, actor: Actor, id: string): Promise<Outcome<{ reference: string }>> {
  const { db, clock, secrets, portals } = dependencies;
  const asked = await db.selectFrom('enrollment').select(['portal', 'accountId']).where('id', '=', id).where('person', '=', actor.person).executeTakeFirst();
  const profile = asked && portals.get(asked.portal);
  if (!asked || !profile) return refuse({ key: 'enroll.decided' });
  const portal = await withApprovers(dependencies, profile, asked.accountId);
  const now = clock();
  const nudged = await db.transaction().execute(async (tx) => {
    // One statement decides between two clicks, and between this and a decision.
    const row = await tx
      .updateTable('enrollment')
      .set({ nudgedAt: now })
      .where('id', '=', id)
      .where('person', '=', actor.person)
      .where('status', '=', 'pending')
      .where((last) => last.or([last('nudgedAt', 'is', null), last('nudgedAt', '<=', now - day)]))
      .returningAll()
      .executeTakeFirst();
    if (!row) return undefined;
    const open = await tx.selectFrom('approver').select('address').where('enrollmentId', '=', id).where('open', '=', 1).execute();
    const waited = await replaceRemovedApprovers(tx, dependencies, portal, row, now);
    await addNote(tx, id, { at: now, kind: 'nudged', author: '', text: '' });
    await refreshCards(tx, dependencies, id, now);
    // Successors have just been asked for the first time.
    for (const approver of waited.filter((address) => open.some((each) => each.address === address)))
      await enqueue(tx, secrets, { kind: 'approval', enrollment: id, approver }, { reason: `nudge:${id}:${approver}:${now}`, now, dueAt: now });
    const subject = `account:${row.accountId}`;
    await audit(tx, { at: now, actor, action: `${procedureOf(row)}.nudged`, portal: row.portal, subject, outcome: 'ok', detail: { enrollment: id } });
    return { reference: row.reference };
  });
  dependencies.wake();
  if (nudged) return accept(nudged);
  const { status } = (await db.selectFrom('enrollment').select('status').where('id', '=', id).executeTakeFirst()) ?? {};
  return refuse({ key: status === 'pending' ? 'enroll.nudged' : 'enroll.decided' });
}
