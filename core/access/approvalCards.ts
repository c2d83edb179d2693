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
import { type ApprovalView, approvalView } from './approvalView.ts';
import { mailDecision } from './decisionLink.ts';

/** Shows approvers what they have to decide; throws as `Notifier` does. A port that the host fulfils. */
export type ApprovalNotifier = {
  /** Shows an approver's card, or, with the id of one sent before, changes that one. Returns its id; empty where the channel gives none. */
  card(address: ChatAddress, activityId: string | undefined, view: ApprovalView, approver: string | undefined, locale: Locale): Promise<string>;
};

/** So often a card is tried before its approver gets a mail instead. */
const cardAttempts = 4;

/** The approver of a card that stands in a channel: nobody in particular. */
const channel = '';
const holder = (approver: string): string | undefined => (approver === channel ? undefined : approver);

/** Makes what the worker does with approvers' cards: sends them and changes them. All of it can happen twice without harm. */
export function createApprovalCards(dependencies: Dependencies, notifier: ApprovalNotifier) {
  const { db, clock, secrets, portals } = dependencies;

  const pending = async (id: string): Promise<ApprovalView | undefined> => {
    const view = await approvalView(db, portals, id);
    return view?.status === 'pending' ? view : undefined;
  };

  return {
    /** Shows the card to an approver, in the latest chat of theirs that takes it; a mail where no card can reach them (IN-10). */
    async ask(id: string, approver: string, attempts: number): Promise<void> {
      const view = await pending(id);
      if (!view?.open.includes(approver)) return;
      const chats = attempts > cardAttempts ? [] : await chatsOf(approver, view.portal);
      for (const { address, locale } of chats) if (await send(view, approver, address, localeOf(locale))) return;
      await mailDecision(dependencies, view, approver);
    },

    /** Posts the card in the channel that the profile names; where it cannot be posted, each approver is asked in person. */
    async askInChannel(id: string, attempts: number): Promise<void> {
      const view = await pending(id);
      const portal = view && portals.get(view.portal);
      const row = await db.selectFrom('enrollment').select(['groupId', 'locale']).where('id', '=', id).executeTakeFirst();
      if (!view || !portal || !row) return;
      const where = attempts > cardAttempts ? undefined : channelFor(portal, row.groupId);
      if (where && (await send(view, channel, addressOfChannel(where), localeOf(row.locale)))) return;
      const now = clock();
      await db.transaction().execute(async (tx) => {
        for (const approver of view.open)
          await enqueue(tx, secrets, { kind: 'approval', enrollment: id, approver }, { reason: `ask-instead:${id}:${approver}`, now, dueAt: now });
      });
      dependencies.wake();
    },

    /** Makes one copy of a card show how things stand. */
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
          await notifier.card(JSON.parse(row.address), row.activityId, shown, holder(row.approver), localeOf(chat?.locale ?? row.locale));
        } catch (error) {
          // The message or the chat is gone: there is no copy left to change.
          if (error instanceof Undeliverable) return;
          throw error;
        }
        // Another worker may have changed the card in between, and this one put what is older over it.
        view = await approvalView(db, portals, row.enrollmentId);
      }
    },
  };

  /** Sends a card, and remembers it to change it; false where that chat takes none. */
  async function send(view: ApprovalView, approver: string, address: ChatAddress, locale: Locale): Promise<boolean> {
    try {
      const activityId = await notifier.card(address, undefined, view, holder(approver), locale);
      // Without an id it cannot be changed: it is answered with how things stand when it is clicked.
      if (activityId !== '') await keep(view, approver, address, activityId);
      return true;
    } catch (error) {
      if (error instanceof Undeliverable) return false;
      throw error;
    }
  }

  async function keep(view: ApprovalView, approver: string, address: ChatAddress, activityId: string): Promise<void> {
    const card = newId();
    const sent = { id: card, enrollmentId: view.id, approver, address: JSON.stringify(address), activityId };
    const write = (to: Database) => to.insertInto('approvalCard').values(sent).execute();
    // Behind whoever changes the request just now: they know of this card, or what they did is seen below. SQLite's one writer is that already.
    if (manyWrite(db))
      await db.transaction().execute(async (tx) => {
        await holdRequest(tx, view.id);
        await write(tx);
      });
    else await write(db);
    if (isDeepStrictEqual(await approvalView(db, portals, view.id), view)) return;
    // Decided, or asked about, while it was on its way: it would go on showing what was.
    const now = clock();
    await enqueue(db, secrets, { kind: 'approvalUpdate', card }, { reason: `update:${card}:late`, now, dueAt: now });
    dependencies.wake();
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
