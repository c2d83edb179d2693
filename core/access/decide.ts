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
import { type Mine, requestOf } from './approverRights.ts';
import { askApprovers, holdPending, note, refreshCards } from './asking.ts';
import { matterOf } from './matter.ts';
import { ownMailboxes } from './ownMailboxes.ts';
import { settle } from './settle.ts';
import { replaceDropped } from './successors.ts';
import { type Waiting, waitingFor } from './waiting.ts';

/** How a request is decided: a refusal has a reason. */
export type Decision = { readonly decision: 'approved' } | { readonly decision: 'refused'; readonly reason: string };

/**
 * What an approver can do. `actor.email` is the address that the channel's roster, or a code mailed there, proves; nothing that a card
 * carries counts. Each deed returns the request as it stands then, and refuses with `decide.notYours` (not, or no longer, an approver),
 * `decide.decided` (somebody was faster), `decide.given` (their own word is there, others' is waited for), `field.required` (a reason, a question) or `decide.forward`.
 */
export type Approval = {
  /** The request, for its approvers only. */
  look(actor: Actor, id: string): Promise<Outcome<ApprovalView>>;
  decide(actor: Actor, id: string, decision: Decision): Promise<Outcome<ApprovalView>>;
  /** A question to the requester, in their chat. */
  question(actor: Actor, id: string, text: string): Promise<Outcome<ApprovalView>>;
  /** Hands one's own part to another approver of the portal. */
  forward(actor: Actor, id: string, to: string): Promise<Outcome<ApprovalView>>;
  /** Addresses that a request can be handed to: the portal's approvers, without who asked for it and who is asked already. */
  others(actor: Actor, id: string): Promise<string[]>;
  /** What waits for this person, oldest first. */
  waiting(actor: Actor, page: { limit: number; after?: string }): Promise<Waiting>;
};

/** Makes the approvers' side of group enrollment. */
export function createApproval(dependencies: Dependencies): Approval {
  const { db, clock, secrets, portals } = dependencies;

  const view = async (id: string): Promise<ApprovalView> => {
    const found = await approvalView(db, portals, id);
    if (!found) throw new Error(`The enrollment ${id} has gone.`);
    return found;
  };

  /** Runs a deed on a request that is this actor's and pending; of two at once, one finds it so. */
  const act = async (actor: Actor, id: string, action: string, deed: (tx: Tx, found: Mine, now: number) => Promise<void>) => {
    const found = await requestOf(dependencies, actor, id);
    if (!found) {
      const row = await db.selectFrom('enrollment').select('portal').where('id', '=', id).executeTakeFirst();
      await audit(db, { at: clock(), actor, action, portal: row?.portal ?? '', subject: `enrollment:${row ? id : '?'}`, outcome: 'decide.notYours' });
      return refuse({ key: 'decide.notYours' });
    }
    if (found.row.status !== 'pending') return refuse({ key: 'decide.decided' });
    if (found.asked.open === 0) return refuse({ key: 'decide.given' });
    const now = clock();
    const done = await transact(db, async (tx) => {
      // Taken first, here and by who withdraws: the row decides the race, and whoever comes second waits for it.
      const pending = await holdPending(tx, id);
      const held = await tx
        .updateTable('approver')
        .set({ decidedAt: now })
        .where('enrollmentId', '=', id)
        .where('address', '=', found.address)
        .where('open', '=', 1)
        .returning('id')
        .executeTakeFirst();
      if (!held || !pending) throw new Rollback({ key: 'decide.decided' });
      await deed(tx, found, now);
      await audit(tx, {
        at: now,
        actor,
        action,
        portal: found.portal.id,
        subject: `account:${found.row.accountId}`,
        outcome: 'ok',
        detail: { enrollment: id, by: found.address },
      });
    });
    if (!done.ok) return done;
    dependencies.wake();
    return accept(await view(id));
  };

  const others: Approval['others'] = async (actor, id) => {
    const found = await requestOf(dependencies, actor, id);
    if (!found) return [];
    const asked = await db.selectFrom('approver').select('address').where('enrollmentId', '=', id).execute();
    const own = await ownMailboxes(db, found.row);
    const left = new Set(asked.map(({ address }) => address));
    return everyApprover(found.portal).filter((address) => !left.has(address) && !own.has(mailboxKey(address)));
  };

  return {
    look: async (actor, id) => ((await requestOf(dependencies, actor, id)) ? accept(await view(id)) : refuse({ key: 'decide.notYours' })),

    decide: async (actor, id, decision) => {
      const reason = decision.decision === 'refused' ? prose(decision.reason) : null;
      if (reason === '') return refuse({ key: 'field.required', field: 'reason' });
      return await act(actor, id, `decide.${decision.decision}`, async (tx, { row, portal, address }, now) => {
        await tx
          .updateTable('approver')
          .set({ open: 0, decision: decision.decision, decidedAt: now })
          .where('enrollmentId', '=', id)
          .where('address', '=', address)
          .execute();
        const all = matterOf(portal, row)?.decision === 'all';
        if (decision.decision === 'approved' && all && (await replaceDropped(tx, dependencies, portal, row, now)).length > 0) {
          await note(tx, id, { at: now, kind: 'approved', author: address, text: '' });
          await refreshCards(tx, dependencies, id, now);
          return;
        }
        await settle(tx, dependencies, { row, portal }, { decision: decision.decision, by: address, reason }, now);
      });
    },

    question: async (actor, id, text) => {
      const asked = prose(text);
      if (asked === '') return refuse({ key: 'field.required', field: 'comment' });
      return await act(actor, id, 'decide.question', async (tx, { row, address }, now) => {
        await note(tx, id, { at: now, kind: 'question', author: address, text: asked });
        await refreshCards(tx, dependencies, id, now);
        const event = { name: 'questionAsked', portal: row.portal, enrollment: id, reference: row.reference, text: asked } as const;
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
      if ((await requestOf(dependencies, actor, id)) && !(await others(actor, id)).includes(target)) return refuse({ key: 'decide.forward', field: 'email' });
      return await act(actor, id, 'decide.forwarded', async (tx, { address }, now) => {
        await tx.updateTable('approver').set({ open: 0, decision: 'forwarded' }).where('enrollmentId', '=', id).where('address', '=', address).execute();
        await note(tx, id, { at: now, kind: 'forwarded', author: address, text: target });
        await askApprovers(tx, dependencies, id, [target], now);
        await refreshCards(tx, dependencies, id, now);
      });
    },

    others,

    waiting: (actor, page) => waitingFor(dependencies, actor, page),
  };
}
