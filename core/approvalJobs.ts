import { type ApprovalView, approvalView } from './approvalView.ts';
import { askApprovers, close, note, refreshCards } from './asking.ts';
import { audit } from './audit.ts';
import { mailDecision } from './decisionLink.ts';
import { fallbackOf } from './groups.ts';
import { localeOf } from './i18n.ts';
import { mailboxKey } from './identifiers.ts';
import { enqueue } from './outbox.ts';
import { ownMailboxes } from './ownMailboxes.ts';
import type { Parts } from './parts.ts';
import { type ChatAddress, type Notifier, Undeliverable } from './ports.ts';
import { newId } from './secrets.ts';
import { tellRequester } from './tellRequester.ts';
import { endValidation } from './validation.ts';

/** So often a card is tried before its approver gets a mail instead. */
const cardAttempts = 4;

/** Done by nobody in person. */
const system = { person: 'system', channel: 'cli', locale: 'en', authenticated: false } as const;

/** What the worker does for requests; everything here can happen twice without harm. */
export type ApprovalJobs = ReturnType<typeof createApprovalJobs>;

/** Makes the outbox's part of approvals: cards out, cards changed, reminders, escalations, expiries, memberships. */
export function createApprovalJobs(parts: Parts, notifier: Notifier) {
  const { db, clock, secrets, portals, directory } = parts;

  const pending = async (id: string): Promise<ApprovalView | undefined> => {
    const view = await approvalView(db, portals, id);
    return view?.status === 'pending' ? view : undefined;
  };

  return {
    /** Shows the card to an approver, in every chat that Guichet knows of; a mail where no card can reach them (IN-10). */
    async ask(id: string, approver: string, attempts: number): Promise<void> {
      const view = await pending(id);
      if (!view?.open.includes(approver)) return;
      const chats = await chatsOf(approver, view.portal);
      for (const { address, locale } of attempts > cardAttempts ? [] : chats)
        try {
          const activityId = await notifier.card(address, undefined, view, localeOf(locale));
          // Without an id it cannot be changed: it is answered with how things stand when it is clicked.
          if (activityId !== '') await keep(id, approver, address, activityId);
          return;
        } catch (error) {
          if (!(error instanceof Undeliverable)) throw error;
        }
      await mailDecision(parts, view, approver);
    },

    /** Makes one copy of a card show how things stand. */
    async update(card: string): Promise<void> {
      const row = await db.selectFrom('approvalCard').selectAll().where('id', '=', card).executeTakeFirst();
      if (!row) return;
      // What changed while this was on its way may have arrived before it: a decided card would have its buttons back.
      for (let shown: string | undefined; ; ) {
        const view = await approvalView(db, portals, row.enrollmentId);
        const stands = JSON.stringify(view);
        if (!view || stands === shown) return;
        const [chat] = await chatsOf(row.approver, view.portal);
        try {
          await notifier.card(JSON.parse(row.address), row.activityId, view, localeOf(chat?.locale));
        } catch (error) {
          // The message or the chat is gone: there is no copy left to change.
          if (error instanceof Undeliverable) return;
          throw error;
        }
        shown = stands;
      }
    },

    /** A reminder, an escalation or an expiry, when it falls due and is still called for. */
    async due(id: string, what: 'remind' | 'escalate' | 'expire'): Promise<void> {
      const view = await pending(id);
      const portal = view && portals.get(view.portal);
      if (!view || !portal) return;
      const now = clock();
      await db.transaction().execute(async (tx) => {
        const row = await tx
          .updateTable('enrollment')
          .set({ status: what === 'expire' ? 'expired' : 'pending' })
          .where('id', '=', id)
          .where('status', '=', 'pending')
          .returningAll()
          .executeTakeFirst();
        if (!row) return;
        if (what === 'expire') {
          await tx.updateTable('enrollment').set({ decidedAt: now }).where('id', '=', id).execute();
          await close(tx, parts, id, now);
          if (row.organisationId !== null) await endValidation(tx, parts, portal, row.organisationId, { status: 'expired', by: null, reason: null }, now);
          await tellRequester(tx, parts, portal, row, now);
        } else if (what === 'escalate') {
          await note(tx, id, { at: now, kind: 'escalated', author: '', text: '' });
          const own = await ownMailboxes(tx, row);
          await askApprovers(
            tx,
            parts,
            id,
            fallbackOf(portal).filter((address) => !own.has(mailboxKey(address))),
            now,
          );
          await refreshCards(tx, parts, id, now);
        } else {
          await note(tx, id, { at: now, kind: 'reminded', author: '', text: '' });
          await refreshCards(tx, parts, id, now);
          for (const approver of view.open)
            await enqueue(tx, secrets, { kind: 'approval', enrollment: id, approver }, { reason: `remind:${id}:${approver}`, now, dueAt: now });
        }
        await audit(tx, {
          at: now,
          actor: system,
          action: `enroll.${what}`,
          portal: portal.id,
          subject: `account:${row.accountId}`,
          outcome: 'ok',
          detail: { enrollment: id },
        });
      });
      parts.wake();
    },

    /** Puts the account into the group, in the directory (IN-12). */
    async provision(membership: string): Promise<void> {
      const row = await db.selectFrom('membership').selectAll().where('id', '=', membership).executeTakeFirst();
      if (!row || row.provisionedAt !== null) return;
      await directory.join(row.portal, row.accountId, row.groupId);
      const now = clock();
      await db.transaction().execute(async (tx) => {
        await tx.updateTable('membership').set({ provisionedAt: now }).where('id', '=', membership).execute();
        await audit(tx, {
          at: now,
          actor: system,
          action: 'enroll.provisioned',
          portal: row.portal,
          subject: `account:${row.accountId}`,
          outcome: 'ok',
          detail: { group: row.groupId },
        });
      });
    },

    /** Provisioning was given up: the operator sees it in the outbox, and the requester is told so honestly. */
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
      parts.wake();
    },
  };

  /** Remembers a card that was sent, to change it. */
  async function keep(enrollmentId: string, approver: string, address: ChatAddress, activityId: string): Promise<void> {
    const card = newId();
    await db
      .insertInto('approvalCard')
      .values({ id: card, enrollmentId, approver, address: JSON.stringify(address), activityId })
      .execute();
    if (await pending(enrollmentId)) return;
    // Decided while it was on its way: it would keep its buttons.
    const now = clock();
    await enqueue(db, secrets, { kind: 'approvalUpdate', card }, { reason: `update:${card}:late`, now, dueAt: now });
    parts.wake();
  }

  /** The chats of who has this address in the roster, the latest first: of a tenant that the portal trusts, as another's administrator can write any. */
  async function chatsOf(approver: string, portal: string): Promise<{ address: ChatAddress; locale: string }[]> {
    const tenants = portals.get(portal)?.tenants ?? [];
    const rows = await db
      .selectFrom('person')
      .select(['address', 'locale'])
      .where('emailKey', '=', approver)
      .where('address', 'is not', null)
      .$if(tenants.length > 0, (trusted) => trusted.where('tenant', 'in', tenants))
      .orderBy('seenAt', 'desc')
      .limit(3)
      .execute();
    return rows.flatMap(({ address, locale }) => (address === null ? [] : [{ address: JSON.parse(address), locale }]));
  }
}
