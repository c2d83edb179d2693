import { isDeepStrictEqual } from 'node:util';
import type { Dependencies } from '../dependencies.ts';
import { holdRequest, manyWrite } from '../foundation/database/locks.ts';
import type { Database } from '../foundation/database/schema.ts';
import { type Locale, localeOf } from '../foundation/i18n.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { Undeliverable } from '../foundation/outbox/faults.ts';
import type { ChatAddress } from '../foundation/outbox/job.ts';
import { newId } from '../foundation/secrets.ts';
import { addressOfChannel, channelFor } from '../portal/index.ts';
import { type ApprovalView, approvalView, pendingView } from './approvalView.ts';
import { mailDecision } from './decisionLink.ts';

/** Shows approvers what they have to decide. A port that the host implements; throws like `Notifier`. */
export type ApprovalNotifier = {
  /** Sends an approver's card, or updates the one with this activity id. Returns the card's id; empty if the channel gives none. */
  card(address: ChatAddress, activityId: string | undefined, view: ApprovalView, approver: string | undefined, locale: Locale): Promise<string>;
};

/** How often a card is tried before its approver gets a mail instead. */
const cardAttempts = 4;

/** Stands for the approver of a card in a channel, which addresses no single person. */
const channel = '';
const personOf = (approver: string): string | undefined => (approver === channel ? undefined : approver);

/** Creates the worker's jobs that send and update approvers' cards. Each can run twice without harm. */
export function createApprovalCards(dependencies: Dependencies, notifier: ApprovalNotifier) {
  const { db, clock, secrets, portals } = dependencies;

  return {
    /** Sends the card to the approver's latest chat that accepts it, or a mail if no card can reach them (IN-10). */
    async ask(id: string, approver: string, attempts: number): Promise<void> {
      const view = await pendingView(db, portals, id);
      if (!view?.open.includes(approver)) return;
      const chats = attempts > cardAttempts ? [] : await chatsOf(approver, view.portal);
      for (const { address, locale } of chats) if (await sendCard(view, approver, address, localeOf(locale))) return;
      await mailDecision(dependencies, view, approver);
    },

    /** Posts the card in the channel that the profile names. If that fails, asks each approver in person. */
    async askInChannel(id: string, attempts: number): Promise<void> {
      const view = await pendingView(db, portals, id);
      const portal = view && portals.get(view.portal);
      const row = await db.selectFrom('enrollment').select(['groupId', 'locale']).where('id', '=', id).executeTakeFirst();
      if (!view || !portal || !row) return;
      const where = attempts > cardAttempts ? undefined : channelFor(portal, row.groupId);
      if (where && (await sendCard(view, channel, addressOfChannel(where), localeOf(row.locale)))) return;
      const now = clock();
      await db.transaction().execute(async (tx) => {
        for (const approver of view.open)
          await enqueue(tx, secrets, { kind: 'approval', enrollment: id, approver }, { reason: `ask-instead:${id}:${approver}`, now, dueAt: now });
      });
      dependencies.wake();
    },

    /** Updates one copy of a card to the request's current state. */
    async update(card: string): Promise<void> {
      const row = await db
        .selectFrom('approvalCard')
        .innerJoin('enrollment', 'enrollment.id', 'approvalCard.enrollmentId')
        .selectAll('approvalCard')
        .select('enrollment.locale')
        .where('approvalCard.id', '=', card)
        .executeTakeFirst();
      let view = row && (await approvalView(db, portals, row.enrollmentId));
      if (!row || !view) return;
      const [chat] = row.approver === channel ? [] : await chatsOf(row.approver, view.portal);
      for (let shown: ApprovalView | undefined; view && !isDeepStrictEqual(shown, view); ) {
        shown = view;
        try {
          await notifier.card(JSON.parse(row.address), row.activityId, shown, personOf(row.approver), localeOf(chat?.locale ?? row.locale));
        } catch (error) {
          // The message or the chat is gone, so there is no copy left to update.
          if (error instanceof Undeliverable) return;
          throw error;
        }
        // Another worker may have updated the card in between, and we have just overwritten it with an older state.
        view = await approvalView(db, portals, row.enrollmentId);
      }
    },
  };

  /** Sends a card and records it for later updates. Returns false if that chat accepts no card. */
  async function sendCard(view: ApprovalView, approver: string, address: ChatAddress, locale: Locale): Promise<boolean> {
    try {
      const activityId = await notifier.card(address, undefined, view, personOf(approver), locale);
      // A card without an id cannot be updated. A click on it is answered with the current state.
      if (activityId !== '') await recordCard(view, approver, address, activityId);
      return true;
    } catch (error) {
      if (error instanceof Undeliverable) return false;
      throw error;
    }
  }

  async function recordCard(view: ApprovalView, approver: string, address: ChatAddress, activityId: string): Promise<void> {
    const card = newId();
    const sent = { id: card, enrollmentId: view.id, approver, address: JSON.stringify(address), activityId };
    const write = (to: Database) => to.insertInto('approvalCard').values(sent).execute();
    // Waits for anyone who is changing the request: either they see this card, or we see their change below. SQLite has one writer anyway.
    if (manyWrite(db))
      await db.transaction().execute(async (tx) => {
        await holdRequest(tx, view.id);
        await write(tx);
      });
    else await write(db);
    if (isDeepStrictEqual(await approvalView(db, portals, view.id), view)) return;
    // The request changed while the card was on its way, and the card would go on showing the old state.
    const now = clock();
    await enqueue(db, secrets, { kind: 'approvalUpdate', card }, { reason: `update:${card}:late`, now, dueAt: now });
    dependencies.wake();
  }

  /**
   * The chats of the people with this address in the roster, the latest first. Only tenants that the portal trusts count: the administrator of
   * any other tenant can give a user any address.
   */
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
