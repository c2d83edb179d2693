import type { Dependencies } from '../dependencies.ts';
import { withApprovers } from '../directory/index.ts';
import { system } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import { localeOf } from '../foundation/i18n.ts';
import { mailboxKey } from '../foundation/identifiers.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { fallbackOf, type Staffed } from '../portal/index.ts';
import { createAbsenceJobs } from './absenceJobs.ts';
import { createAccessEnds } from './accessEnds.ts';
import { type ApprovalNotifier, createApprovalCards } from './approvalCards.ts';
import { pendingView } from './approvalView.ts';
import { addNote, askApprovers, closeRequest, refreshCards } from './asking.ts';
import { continueBundle } from './behalfOpening.ts';
import { holdingsFor } from './conflicts.ts';
import { procedureOf } from './matter.ts';
import { ownMailboxes } from './ownMailboxes.ts';
import { completeStage } from './settle.ts';
import { lastToApprove, replaceRemovedApprovers } from './successors.ts';
import { tellRequester } from './tellRequester.ts';
import { endValidation } from './validation.ts';

/** The worker's jobs for requests. Each can run twice without harm. */
export type ApprovalJobs = ReturnType<typeof createApprovalJobs>;

/** Creates the worker's jobs for requests: cards, reminders, escalations, expiries. */
export function createApprovalJobs(dependencies: Dependencies, notifier: ApprovalNotifier) {
  const { db, clock, secrets, portals } = dependencies;

  return {
    ...createApprovalCards(dependencies, notifier),

    ends: createAccessEnds(dependencies),

    absences: createAbsenceJobs(dependencies),
    /** Opens what was asked for in somebody else's name and waits for their account (GOV-5). */
    bundle: (id: string): Promise<void> => continueBundle(dependencies, id),

    /** Reminds, escalates or expires a request that is still pending when this falls due; the first two only while it is at that stage. */
    async due(id: string, what: 'remind' | 'escalate' | 'expire', stage = 0): Promise<void> {
      const view = await pendingView(db, portals, id, clock());
      const profile = view && portals.get(view.portal);
      if (!view || !profile) return;
      const asking = await db.selectFrom('enrollment').selectAll().where('id', '=', id).executeTakeFirst();
      // A request ends on its day, whether or not the directory of its approvers answers.
      const portal: Staffed = what === 'expire' ? { ...profile, staffed: true } : await withApprovers(dependencies, profile, asking?.accountId);
      const held = asking && what !== 'expire' ? await holdingsFor(dependencies, profile, asking) : new Set<string>();
      const now = clock();
      await db.transaction().execute(async (tx) => {
        const row = await tx
          .updateTable('enrollment')
          .set({ status: what === 'expire' ? 'expired' : 'pending' })
          .where('id', '=', id)
          .where('status', '=', 'pending')
          .$if(what !== 'expire', (query) => query.where('stage', '=', stage))
          .returningAll()
          .executeTakeFirst();
        if (!row) return;
        // The last open approver may have left the profile since. They may no longer decide, and nobody else would.
        const waited = what === 'expire' ? [] : await replaceRemovedApprovers(tx, dependencies, portal, row, now);
        const agreed = what !== 'expire' && waited.length === 0 ? await lastToApprove(tx, portal, row) : undefined;
        if (agreed !== undefined) {
          const done = await completeStage(tx, dependencies, { row, portal, held }, { decider: agreed, locale: localeOf(row.locale) }, now);
          // What must not be held together stays undecided, until one of the two is given back or it expires.
          if (!done.ok) return;
        } else if (what === 'expire') {
          await tx.updateTable('enrollment').set({ decidedAt: now }).where('id', '=', id).execute();
          await closeRequest(tx, dependencies, id, now);
          if (row.organisationId !== null)
            await endValidation(tx, dependencies, portal, row.organisationId, { status: 'expired', by: null, reason: null }, now);
          await tellRequester(tx, dependencies, portal, row, now);
        } else if (what === 'escalate') {
          await addNote(tx, id, { at: now, kind: 'escalated', author: '', text: '' });
          const own = await ownMailboxes(tx, portal, row);
          await askApprovers(
            tx,
            dependencies,
            id,
            fallbackOf(portal).filter((address) => !own.has(mailboxKey(address))),
            now,
            { stage },
          );
          await refreshCards(tx, dependencies, id, now);
        } else {
          await addNote(tx, id, { at: now, kind: 'reminded', author: '', text: '' });
          await refreshCards(tx, dependencies, id, now);
          for (const approver of waited.filter((address) => view.open.includes(address)))
            await enqueue(tx, secrets, { kind: 'approval', enrollment: id, approver }, { reason: `remind:${id}:${approver}`, now, dueAt: now });
        }
        await audit(tx, {
          at: now,
          actor: system,
          action: agreed === undefined ? `${procedureOf(row)}.${what}` : 'decide.approved',
          portal: portal.id,
          subject: `account:${row.accountId}`,
          outcome: 'ok',
          detail: { enrollment: id, ...(agreed && { by: agreed.by, ...(agreed.behalf !== null && { for: agreed.behalf }) }) },
        });
      });
      dependencies.wake();
    },

    /** Tells the requester that provisioning was given up. The operator sees it in the outbox. */
    async provisionFailed(membership: string): Promise<void> {
      const row = await db
        .selectFrom('membership')
        .innerJoin('enrollment', 'enrollment.id', 'membership.enrollmentId')
        .selectAll('enrollment')
        .where('membership.id', '=', membership)
        .executeTakeFirst();
      const portal = row && portals.get(row.portal);
      if (!row || !portal) return;
      const now = clock();
      const event = { name: 'provisionFailed', portal: row.portal, enrollment: row.id, reference: row.reference } as const;
      await db
        .transaction()
        .execute((tx) =>
          enqueue(
            tx,
            secrets,
            { kind: 'chat', person: row.person, event, locale: localeOf(row.locale) },
            { reason: `provision-failed:${membership}`, now, dueAt: now },
          ),
        );
      dependencies.wake();
    },
  };
}
