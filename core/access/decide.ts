import type { Dependencies } from '../dependencies.ts';
import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { localeOf } from '../foundation/i18n.ts';
import { emailKey, mailboxKey } from '../foundation/identifiers.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import { prose } from '../foundation/prose.ts';
import { Rollback, transact } from '../foundation/rollback.ts';
import { newId } from '../foundation/secrets.ts';
import { everyApprover } from '../portal/index.ts';
import { type ApprovalView, approvalView } from './approvalView.ts';
import { type ApproverRequest, requestFor, standIns } from './approverRights.ts';
import { addNote, askApprovers, lockPending, refreshCards, wasSaidLast } from './asking.ts';
import { holdingsFor } from './conflicts.ts';
import { type ClickedCard, noteFound, noteShown, type ShownCard } from './foundCards.ts';
import { matterOf, suffices } from './matter.ts';
import { ownMailboxes } from './ownMailboxes.ts';
import { hasProven, proofFor } from './proofs.ts';
import { completeStage, settleRequest } from './settle.ts';
import { agreedAt, replaceRemovedApprovers } from './successors.ts';
import { type PendingPage, pendingFor } from './waiting.ts';

/** An approver's decision. A refusal needs a reason. */
export type Decision = { readonly decision: 'approved' } | { readonly decision: 'refused'; readonly reason: string };

/**
 * What an approver can do. `actor.email` is the address proven by the channel's roster or by a code mailed there; nothing that a card
 * carries counts. Each action returns the request as it is afterwards. Refuses with `decide.notYours` (not, or no longer, an approver),
 * `decide.proof` (a sensitive group wants a fresh proof first), `decide.decided` (somebody was faster), `decide.over` (the end that was asked for has passed), `decide.incompatible` (GOV-7), `decide.given` (this approver has decided, others have not), `decide.reason` (a refusal wants one), `field.required` (the
 * question) or `decide.forward`.
 */
export type Approval = {
  /** The request, for its approvers only. */
  look(actor: Actor, id: string): Promise<Outcome<ApprovalView>>;
  /** `stage` is the one that the card showed: a click that comes again later decides on no other. */
  decide(actor: Actor, id: string, decision: Decision, stage?: number): Promise<Outcome<ApprovalView>>;
  /** Asks the requester a question in their chat. */
  question(actor: Actor, id: string, text: string): Promise<Outcome<ApprovalView>>;
  /** Hands the actor's part of the decision to another approver of the portal. */
  forward(actor: Actor, id: string, to: string): Promise<Outcome<ApprovalView>>;
  /** Addresses that a request can be forwarded to: the portal's approvers, except the requester and those who were asked already. */
  others(actor: Actor, id: string): Promise<string[]>;
  /** Hears of a click on a card that was sent, before it is acted on. */
  clicked(actor: Actor, card: ClickedCard): Promise<void>;
  /** Hears of a card that was shown as a message, because they asked what waits. */
  shown(actor: Actor, card: ShownCard): Promise<void>;
  /** The requests that wait for this person's decision, oldest first. */
  waiting(actor: Actor, page: { limit: number; after?: string }): Promise<PendingPage>;
};

/** Creates the approver's side of requests. */
export function createApproval(dependencies: Dependencies): Approval {
  const { db, clock, secrets, portals } = dependencies;

  const view = async (id: string): Promise<ApprovalView> => {
    const found = await approvalView(db, portals, id, clock());
    if (!found) throw new Error(`The enrollment ${id} has gone.`);
    return found;
  };

  /** Runs `change` on a pending request that this actor may decide on. Of two calls at once, only one finds it pending. */
  const changePending = async (
    actor: Actor,
    { id, stage }: { readonly id: string; readonly stage?: number | undefined },
    action: string,
    change: (tx: Tx, found: ApproverRequest, now: number) => Promise<Outcome<void> | void>,
  ) => {
    const found = await requestFor(dependencies, actor, id);
    if (!found) {
      const row = await db.selectFrom('enrollment').select('portal').where('id', '=', id).executeTakeFirst();
      await audit(db, { at: clock(), actor, action, portal: row?.portal ?? '', subject: `enrollment:${row ? id : '?'}`, outcome: 'decide.notYours' });
      return refuse({ key: 'decide.notYours' });
    }
    if (found.row.status !== 'pending') return refuse({ key: 'decide.decided' });
    if (found.approver.open === 0 || (stage !== undefined && stage !== found.row.stage)) return refuse({ key: 'decide.given' });
    const now = clock();
    // Its expiry may be late: nothing is given whose end is over.
    if (found.row.until !== null && found.row.until <= now) return refuse({ key: 'decide.over' });
    // Who chooses who decides, decides. A question does neither.
    const lasts = action === 'decide.question' ? undefined : proofFor(found.portal, found.row);
    const proof = lasts === undefined ? undefined : await hasProven(db, found.portal, actor, lasts, now);
    if (lasts !== undefined && proof === undefined) return refuse({ key: 'decide.proof' });
    const changed = await transact(db, async (tx) => {
      // Locked first, here and when the requester withdraws: the row decides the race, and the second waits for it.
      const pending = await lockPending(tx, id);
      const claimed = await tx
        .updateTable('approver')
        .set({ decidedAt: now })
        .where('enrollmentId', '=', id)
        .where('address', '=', found.part)
        .where('open', '=', 1)
        // Their part of a later stage, which another has just begun, is not what they saw.
        .where('stage', '=', found.row.stage)
        .returning('id')
        .executeTakeFirst();
      if (!claimed || !pending) throw new Rollback({ key: 'decide.decided' });
      // Who stands in may have been told just now that they no longer do.
      const isTheirs =
        found.behalf === null || (await standIns(tx, found.portal, found.row, now)).some(({ of, by }) => of === found.part && by === found.address);
      if (!isTheirs) throw new Rollback({ key: 'decide.notYours' });
      const done = await change(tx, found, now);
      if (done && !done.ok) throw new Rollback(done.refusals[0]);
      await audit(tx, {
        at: now,
        actor,
        action,
        portal: found.portal.id,
        subject: `account:${found.row.accountId}`,
        outcome: 'ok',
        detail: {
          enrollment: id,
          by: found.address,
          ...(found.behalf !== null && { for: found.behalf }),
          ...(proof !== undefined && { proof }),
          ...(found.row.stage > 0 && { stage: found.row.stage + 1 }),
        },
      });
    });
    if (!changed.ok) return changed;
    dependencies.wake();
    return accept(await view(id));
  };

  const others: Approval['others'] = async (actor, id) => {
    const found = await requestFor(dependencies, actor, id);
    if (!found) return [];
    const asked = await db.selectFrom('approver').select('address').where('enrollmentId', '=', id).where('stage', '=', found.row.stage).execute();
    const own = await ownMailboxes(db, found.portal, found.row);
    const known = new Set(asked.map(({ address }) => address));
    return everyApprover(found.portal).filter((address) => address !== found.address && !known.has(address) && !own.has(mailboxKey(address)));
  };

  return {
    look: async (actor, id) => ((await requestFor(dependencies, actor, id)) ? accept(await view(id)) : refuse({ key: 'decide.notYours' })),

    decide: async (actor, id, decision, stage) => {
      const reason = decision.decision === 'refused' ? prose(decision.reason) : null;
      if (reason === '') return refuse({ key: 'decide.reason', field: 'reason' });
      const asked = decision.decision === 'approved' ? await requestFor(dependencies, actor, id) : undefined;
      const held = asked ? await holdingsFor(dependencies, asked.portal, asked.row) : new Set<string>();
      return await changePending(actor, { id, stage }, `decide.${decision.decision}`, async (tx, { row, portal, address, part, behalf }, now) => {
        const by = behalf === null ? null : address;
        await tx
          .updateTable('approver')
          .set({ open: 0, decision: decision.decision, decidedAt: now, by })
          .where('enrollmentId', '=', id)
          .where('address', '=', part)
          .execute();
        const decider = { by: address, behalf };
        if (decision.decision === 'refused') return await settleRequest(tx, dependencies, { row, portal }, { decision: 'refused', ...decider, reason }, now);
        const matter = matterOf(portal, row);
        const several = matter !== undefined && matter.decision !== 'any';
        const open = several ? (await replaceRemovedApprovers(tx, dependencies, portal, row, now)).length : 0;
        if (several && !suffices(matter, (await agreedAt(tx, portal, row)).length, open)) {
          await addNote(tx, id, { at: now, kind: 'approved', author: address, behalf, text: '' });
          await refreshCards(tx, dependencies, id, now);
          return;
        }
        return await completeStage(tx, dependencies, { row, portal, held }, { decider, locale: actor.locale }, now);
      });
    },

    question: async (actor, id, text) => {
      const question = prose(text);
      if (question === '') return refuse({ key: 'field.required', field: 'comment' });
      const found = await requestFor(dependencies, actor, id);
      if (found && (await wasSaidLast(db, id, { kind: 'question', author: found.address, text: question }))) return accept(await view(id));
      return await changePending(actor, { id }, 'decide.question', async (tx, { row, address, behalf }, now) => {
        await addNote(tx, id, { at: now, kind: 'question', author: address, behalf, text: question });
        await refreshCards(tx, dependencies, id, now);
        const event = { name: 'questionAsked', portal: row.portal, enrollment: id, reference: row.reference, text: question } as const;
        await enqueue(
          tx,
          secrets,
          { kind: 'chat', person: row.person, event, locale: localeOf(row.locale) },
          { reason: `question:${newId()}`, now, dueAt: now },
        );
      });
    },

    forward: async (actor, id, to) => {
      const target = emailKey(to);
      if ((await requestFor(dependencies, actor, id)) && !(await others(actor, id)).includes(target)) return refuse({ key: 'decide.forward', field: 'email' });
      return await changePending(actor, { id }, 'decide.forwarded', async (tx, { row, address, part, behalf }, now) => {
        await tx.updateTable('approver').set({ open: 0, decision: 'forwarded' }).where('enrollmentId', '=', id).where('address', '=', part).execute();
        await addNote(tx, id, { at: now, kind: 'forwarded', author: address, behalf, text: target });
        await askApprovers(tx, dependencies, id, [target], now, { stage: row.stage });
        await refreshCards(tx, dependencies, id, now);
      });
    },

    others,

    clicked: (actor, card) => noteFound(dependencies, actor, card),

    shown: (actor, card) => noteShown(dependencies, actor, card),

    waiting: (actor, page) => pendingFor(dependencies, actor, page),
  };
}
