import { isDeepStrictEqual } from 'node:util';
import type { Selectable } from 'kysely';
import type { Dependencies } from '../dependencies.ts';
import { withApprovers } from '../directory/index.ts';
import { durably } from '../foundation/database/durably.ts';
import { holdRequest } from '../foundation/database/locks.ts';
import type { Schema } from '../foundation/database/schema.ts';
import { type Locale, localeOf } from '../foundation/i18n.ts';
import { enqueue } from '../foundation/outbox/enqueue.ts';
import { Postponed, RetryAfter, Undeliverable } from '../foundation/outbox/faults.ts';
import type { ChatAddress } from '../foundation/outbox/job.ts';
import type { Roster } from '../foundation/people.ts';
import { addressOfChannel, channelFor } from '../portal/index.ts';
import { type ApprovalView, approvalView, pendingView } from './approvalView.ts';
import { createApproverChats } from './approverChats.ts';
import { isNamed, partOf } from './approverRights.ts';
import { noteMessage, takeOver } from './cardMessages.ts';
import { mailDecision } from './decisionLink.ts';

/** Shows approvers what they have to decide. A port that the host implements; throws like `Notifier`. */
export type ApprovalNotifier = {
  /** Sends an approver's card, or updates the one with this activity id. Returns the card's id; empty if the channel gives none. */
  card(
    address: ChatAddress,
    activityId: string | undefined,
    view: ApprovalView,
    approver: string | undefined,
    locale: Locale,
    how?: { readonly sent?: SentCard; readonly replaced?: boolean },
  ): Promise<string>;
  /** Replaces a card that was sent to somebody who is not, or no longer, the approver: nothing of the request stands on it. */
  withdraw(address: ChatAddress, activityId: string, locale: Locale): Promise<void>;
  /** What the channel's roster says now of the person whose chat this is. `gone` if they are not in it; `unavailable` if it does not answer. */
  readonly roster: Roster;
};

/** A card about to be sent: the row that its buttons name, and whether another may have arrived before it. */
export type SentCard = { readonly row: string; readonly again: boolean };

/** How often a card is tried before its approver gets a mail instead. */
const cardAttempts = 4;

/** Stands for the approver of a card in a channel, which addresses no single person. */
const channel = '';
const personOf = (approver: string): string | undefined => (approver === channel ? undefined : approver);

/** Who decides in the place of an approver now. */
const standsIn = ({ standIns = [] }: ApprovalView, approver: string): string | undefined => standIns.find(({ of }) => of === approver)?.by;

/** Creates the worker's jobs that send and update approvers' cards. Each can run twice without harm. */
export function createApprovalCards(dependencies: Dependencies, notifier: ApprovalNotifier) {
  const { db, clock, secrets, portals } = dependencies;
  const { chatOf, holding, peopleNamed } = createApproverChats(dependencies, notifier.roster);

  return { ask, askInChannel, update };

  /**
   * Sends the card to the chat of the person who has the approver's address now, as the roster says at this moment; or a mail to that address if
   * there is nobody, if the roster does not answer, or if no card can reach them (IN-10). `job` is the same at each attempt.
   */
  async function ask(id: string, approver: string, job: string, attempts: number): Promise<void> {
    const view = await pendingView(db, portals, id, clock());
    if (!view?.open.includes(approver)) return;
    // Who stands in for several is asked once, and not at all where they are asked themselves.
    const to = standsIn(view, approver) ?? approver;
    if (to !== approver && (view.open.includes(to) || view.standIns?.find(({ by }) => by === to)?.of !== approver)) return;
    // Who left since they were asked gets neither the card nor the mail, which names the requester; their reminder asks whoever follows them.
    if (!(await stillDecides(id, to))) return;
    const chat = attempts > cardAttempts ? undefined : await chatOf(to, view.portal);
    if (chat && (await sendCard(job, view, to, chat.address, localeOf(chat.locale)))) return;
    // The roster may have said just now that the delegate has left: then it is the approver's again.
    if (to !== approver && standsIn((await pendingView(db, portals, id, clock())) ?? view, approver) !== to) return await ask(id, approver, job, attempts);
    await mailDecision(dependencies, view, to);
  }

  /** Posts the card in the channel that the profile names. If that fails, asks each approver in person. */
  async function askInChannel(id: string, job: string, attempts: number): Promise<void> {
    const view = await pendingView(db, portals, id, clock());
    const portal = view && portals.get(view.portal);
    const row = await db.selectFrom('enrollment').select(['groupId', 'locale']).where('id', '=', id).executeTakeFirst();
    if (!view || !portal || !row) return;
    const where = attempts > cardAttempts ? undefined : channelFor(portal, row.groupId);
    const isPosted = where !== undefined && (await sendCard(job, view, channel, addressOfChannel(where), localeOf(row.locale)));
    // Who stands in for somebody need not be in the channel.
    const asked = isPosted ? view.open.filter((approver) => standsIn(view, approver) !== undefined) : view.open;
    if (asked.length === 0) return;
    const now = clock();
    await db.transaction().execute(async (tx) => {
      for (const approver of asked)
        await enqueue(tx, secrets, { kind: 'approval', enrollment: id, approver }, { reason: `ask-instead:${id}:${approver}`, now, dueAt: now });
    });
    dependencies.wake();
  }

  /**
   * Updates one copy of a card to the request's current state. Whoever no longer has the approver's address, or is no longer named, sees nothing of it any more. A roster
   * that does not answer is asked again, a few times; after that the copy is withdrawn, as we do not know whose it is.
   */
  async function update(card: string, attempts: number): Promise<void> {
    const row = await db
      .selectFrom('approvalCard')
      .innerJoin('enrollment', 'enrollment.id', 'approvalCard.enrollmentId')
      .selectAll('approvalCard')
      .select('enrollment.locale')
      .where('approvalCard.id', '=', card)
      .executeTakeFirst();
    let view = row && (await approvalView(db, portals, row.enrollmentId, clock()));
    if (!row || row.activityId === '' || !view) return;
    const held = row.approver === channel ? 'own' : holding(await notifier.roster(JSON.parse(row.address)), row.approver, view.portal);
    if (held === 'unavailable' && attempts <= cardAttempts) throw new Error('The roster does not say whose card this is.');
    if (held !== 'own' || (row.approver !== channel && !(await stillDecides(row.enrollmentId, row.approver)))) return await withdraw(row);
    const [person] = await peopleNamed(row.approver);
    for (let shown: ApprovalView | undefined; view && !isDeepStrictEqual(shown, view); ) {
      shown = view;
      try {
        await notifier.card(JSON.parse(row.address), row.activityId, shown, personOf(row.approver), localeOf(person?.locale ?? row.locale), {
          replaced: row.replaced === 1,
        });
      } catch (error) {
        // The message or the chat is gone, so there is no copy left to update.
        if (error instanceof Undeliverable) return;
        throw error;
      }
      // Another worker may have updated the card in between, and we have just overwritten it with an older state.
      view = await approvalView(db, portals, row.enrollmentId, clock());
    }
  }

  /** Whether the profile, and the directory behind its teams, still names this approver, or in whose place they decide, for a request. Throws `DirectoryUnavailable`, and is then asked again. */
  async function stillDecides(id: string, approver: string): Promise<boolean> {
    const row = await db
      .selectFrom('enrollment')
      .select(['id', 'portal', 'accountId', 'person', 'groupId', 'organisationId', 'conflicts', 'stage'])
      .where('id', '=', id)
      .executeTakeFirst();
    const portal = row && portals.get(row.portal);
    const part = row && portal && (await partOf(db, portal, row, approver, clock()));
    if (!row || !portal || !part) return false;
    return await isNamed(db, await withApprovers(dependencies, portal, row.accountId), { ...row, stage: part.stage }, part.address);
  }

  /**
   * Sends a card and records it for later updates. That it will be sent is recorded before: who finds that and no id of the card does not know whether it
   * arrived, and sends one that says so. Returns false if that chat accepts no card.
   */
  async function sendCard(job: string, view: ApprovalView, approver: string, address: ChatAddress, locale: Locale): Promise<boolean> {
    const row = { id: job, enrollmentId: view.id, approver, address: JSON.stringify(address), activityId: '' };
    const before = await db.selectFrom('approvalCard').select('activityId').where('id', '=', job).executeTakeFirst();
    // It arrived, and all that was lost is that this job is done.
    if (before && before.activityId !== '') return true;
    await durably(db, async (tx) => {
      if (before) await tx.updateTable('approvalCard').set({ approver, address: row.address }).where('id', '=', job).execute();
      else await tx.insertInto('approvalCard').values(row).execute();
    });
    try {
      const activityId = await notifier.card(address, undefined, view, personOf(approver), locale, { sent: { row: job, again: before !== undefined } });
      // A card without an id cannot be updated. A click on it is answered with the current state.
      if (activityId !== '') await recordCard(view, row, activityId);
      return true;
    } catch (error) {
      const refused = error instanceof Undeliverable;
      // What was surely not taken leaves nothing to wonder about.
      if (!before && (refused || error instanceof Postponed || error instanceof RetryAfter)) await forget(job);
      if (refused) return false;
      throw error;
    }
  }

  async function forget(card: string): Promise<void> {
    await db.deleteFrom('approvalCard').where('id', '=', card).where('activityId', '=', '').execute();
  }

  /** Records the message that a card became, together with the update that it needs if the request changed meanwhile: a bot that dies here leaves both or neither. */
  async function recordCard(view: ApprovalView, row: Omit<Row, 'activityId' | 'replaced'>, activityId: string): Promise<void> {
    await db.transaction().execute(async (tx) => {
      // Waits for anyone who is changing the request: either they see this card, or we see their change.
      await holdRequest(tx, view.id);
      const card = await noteMessage(tx, row, activityId);
      if (card !== undefined) await takeOver(tx, dependencies, { ...row, id: card }, clock());
      if (card === undefined || isDeepStrictEqual(await approvalView(tx, portals, view.id, clock()), view)) return;
      const now = clock();
      await enqueue(tx, secrets, { kind: 'approvalUpdate', card }, { reason: `update:${card}:late`, now, dueAt: now });
    });
    dependencies.wake();
  }

  /** Takes a card back. A message or chat that is gone shows nothing anyway. */
  async function withdraw({ address, activityId, locale }: { address: string; activityId: string; locale: string }): Promise<void> {
    try {
      await notifier.withdraw(JSON.parse(address), activityId, localeOf(locale));
    } catch (error) {
      if (!(error instanceof Undeliverable)) throw error;
    }
  }
}

type Row = Selectable<Schema['approvalCard']>;
