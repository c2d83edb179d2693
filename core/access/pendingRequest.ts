import type { Dependencies } from '../dependencies.ts';
import { bindingsOf } from '../directory/index.ts';
import type { Actor } from '../foundation/actor.ts';
import { type AuditRecord, audit } from '../foundation/audit.ts';
import type { Millis } from '../foundation/clock.ts';
import type { Limits } from '../foundation/limits.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import { prose } from '../foundation/prose.ts';
import type { Portal } from '../portal/index.ts';
import { addNote, closeRequest, lockPending, notifyQuestioner, refreshCards, wasSaidLast } from './asking.ts';
import { procedureOf } from './matter.ts';
import { nudgeApprovers } from './nudge.ts';
import { endValidation } from './validation.ts';

/** What a requester can do while their request is pending. */
export type PendingRequest = {
  /** Withdraws a pending request. Refuses with `enroll.decided` if somebody was faster. */
  withdraw(actor: Actor, id: string): Promise<Outcome<{ reference: string }>>;
  /** Answers an approver's question: the answer goes onto every card, and that approver gets a new one. Refuses as `withdraw`, or with `field.required`, `enroll.notYours` (the account is no longer theirs) or `enroll.limit`. */
  answer(actor: Actor, id: string, text: string): Promise<Outcome<void>>;
  /** Asks those again who have not decided yet, once a day. Refuses with `enroll.decided` or `enroll.nudged`. */
  nudge(actor: Actor, id: string): Promise<Outcome<{ reference: string }>>;
};

/** Counts a request or an answer, and tells whether it is within the limit. Each one goes to every approver and must not flood them. */
export const mayReachApprovers = (limits: Limits, { person }: Actor, portal: Portal): Promise<boolean> => limits.takeOf(portal, 'enroll.person', person);

/** Creates the requester's side of pending requests. */
export function createPendingRequest(dependencies: Dependencies): PendingRequest {
  const { db, clock, limits, portals } = dependencies;
  return {
    nudge: (actor, id) => nudgeApprovers(dependencies, actor, id),

    withdraw: async (actor, id) => {
      const now = clock();
      const withdrawn = await db.transaction().execute(async (tx) => {
        const row = await tx
          .updateTable('enrollment')
          .set({ status: 'withdrawn', decidedAt: now })
          .where('id', '=', id)
          .where('person', '=', actor.person)
          .where('status', '=', 'pending')
          .returning(['reference', 'portal', 'accountId', 'organisationId'])
          .executeTakeFirst();
        if (!row) return undefined;
        await closeRequest(tx, dependencies, id, now);
        const portal = portals.get(row.portal);
        if (portal && row.organisationId !== null)
          await endValidation(tx, dependencies, portal, row.organisationId, { status: 'withdrawn', by: null, reason: null }, now);
        await audit(tx, recordOf(actor, row, 'withdrawn', { id, now }));
        return row;
      });
      dependencies.wake();
      return withdrawn ? accept({ reference: withdrawn.reference }) : await withdrawnBefore(dependencies, actor, id);
    },

    answer: async (actor, id, text) => {
      const answer = prose(text);
      if (answer === '') return refuse({ key: 'field.required', field: 'comment' });
      const now = clock();
      const row = await db
        .selectFrom('enrollment')
        .select(['portal', 'accountId', 'organisationId', 'onBehalf'])
        .where('id', '=', id)
        .where('person', '=', actor.person)
        .where('status', '=', 'pending')
        .executeTakeFirst();
      const portal = row && portals.get(row.portal);
      if (!row || !portal) return refuse({ key: 'enroll.decided' });
      // Whose tie to the account was ended since no longer speaks in its name. An organisation's founder, and who asks for somebody else, speak in their own.
      if (row.organisationId === null && row.onBehalf === 0 && !(await bindingsOf(db, actor.person)).some(({ accountId }) => accountId === row.accountId))
        return refuse({ key: 'enroll.notYours' });
      const note = { kind: 'answer', author: actor.name ?? '', text: answer };
      if (await wasSaidLast(db, id, note)) return accept(undefined);
      if (!(await mayReachApprovers(limits, actor, portal))) return refuse({ key: 'enroll.limit' });
      const answered = await db.transaction().execute(async (tx) => {
        // Locked first, as a decision does: a request that is over takes no answer.
        if (!(await lockPending(tx, id))) return false;
        await addNote(tx, id, { at: now, ...note });
        await refreshCards(tx, dependencies, id, now);
        await notifyQuestioner(tx, dependencies, id, now);
        await audit(tx, recordOf(actor, row, 'answered', { id, now }));
        return true;
      });
      dependencies.wake();
      return answered ? accept(undefined) : refuse({ key: 'enroll.decided' });
    },
  };
}

/** The answer of the click before was lost: it was withdrawn, and by nobody else. */
async function withdrawnBefore({ db }: Dependencies, { person }: Actor, id: string): Promise<Outcome<{ reference: string }>> {
  const row = await db
    .selectFrom('enrollment')
    .select('reference')
    .where('id', '=', id)
    .where('person', '=', person)
    .where('status', '=', 'withdrawn')
    .executeTakeFirst();
  return row ? accept(row) : refuse({ key: 'enroll.decided' });
}

type Row = { readonly portal: string; readonly accountId: string; readonly organisationId: string | null };

const recordOf = (actor: Actor, row: Row, step: 'withdrawn' | 'answered', { id, now }: { readonly id: string; readonly now: Millis }): AuditRecord => ({
  at: now,
  actor,
  action: `${procedureOf(row)}.${step}`,
  portal: row.portal,
  subject: `account:${row.accountId}`,
  outcome: 'ok',
  detail: { enrollment: id },
});
