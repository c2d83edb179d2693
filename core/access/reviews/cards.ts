import type { Dependencies } from '../../dependencies.ts';
import { durably } from '../../foundation/database/durably.ts';
import { type Locale, localeOf, translate } from '../../foundation/i18n.ts';
import { enqueue } from '../../foundation/outbox/enqueue.ts';
import { Postponed, RetryAfter, Undeliverable } from '../../foundation/outbox/faults.ts';
import type { ChatAddress } from '../../foundation/outbox/job.ts';
import type { Roster } from '../../foundation/people.ts';
import { createApproverChats } from '../approverChats.ts';
import { type ReviewRow, reviewBy } from './rights.ts';
import { type ReviewSummary, type ReviewView, reviewSummary, reviewView } from './view.ts';

/** Shows reviewers what they have to decide. A port that the host implements; throws like `Notifier`. */
export type ReviewNotifier = {
  /** Sends a reviewer's card, or updates the one with this activity id. Returns the card's id; empty if the channel gives none. */
  reviewCard(
    address: ChatAddress,
    activityId: string | undefined,
    view: ReviewView | ReviewSummary,
    locale: Locale,
    about: { readonly reminds: boolean },
  ): Promise<string>;
  readonly roster: Roster;
};

/** How often a card is tried before its reviewer gets a mail instead. */
const cardAttempts = 4;

/** Creates the worker's jobs that send reviewers their cards. Each can run twice without harm. */
export function createReviewCards(dependencies: Dependencies, notifier: ReviewNotifier) {
  const { db, clock, secrets, portals } = dependencies;
  const { chatOf, holding } = createApproverChats(dependencies, notifier.roster);

  const rowOf = (id: string) => db.selectFrom('review').selectAll().where('id', '=', id).executeTakeFirst();

  return {
    /**
     * Sends the list to the chat of whoever has the reviewer's address now, or how the review ended; a mail instead if no card can reach them. Nothing to who has
     * nothing to decide. `job` is the same at each attempt.
     */
    async ask(
      { review: id, reviewer, reminds = false }: { review: string; reviewer: string; reminds?: boolean },
      job: string,
      attempts: number,
    ): Promise<void> {
      const row = await rowOf(id);
      if (!row) return;
      const sent = await db.selectFrom('reviewCard').select('activityId').where('id', '=', job).executeTakeFirst();
      // It arrived, and all that was lost is that this job is done.
      if (sent && sent.activityId !== '') return;
      const view = await viewFor(row, reviewer);
      if (!view || (row.endedAt === null && !('open' in view && view.open > 0))) return;
      const chat = attempts > cardAttempts ? undefined : await chatOf(reviewer, row.portal);
      if (chat && (await send(job, view, { row, reviewer, reminds, ...chat }))) return;
      if ('open' in view) await mail(row, reviewer, view, reminds);
    },

    /** Updates a card that was sent to how its review ended; whoever no longer has that address, or no longer reviews, keeps what they were shown. */
    async update(card: string): Promise<void> {
      const found = await db.selectFrom('reviewCard').selectAll().where('id', '=', card).executeTakeFirst();
      const row = found && (await rowOf(found.reviewId));
      const view = row && (await viewFor(row, found.reviewer));
      if (!found || !row || !view || found.activityId === '') return;
      const address: ChatAddress = JSON.parse(found.address);
      if (holding(await notifier.roster(address), found.reviewer, row.portal) !== 'own') return;
      try {
        await notifier.reviewCard(address, found.activityId, view, await languageOf(found.reviewer), { reminds: false });
      } catch (error) {
        // The message or the chat is gone, so there is no copy left to update.
        if (!(error instanceof Undeliverable)) throw error;
      }
    },
  };

  /** The language in which somebody with this address was last met. */
  async function languageOf(address: string): Promise<Locale> {
    const met = await db.selectFrom('person').select('locale').where('emailKey', '=', address).orderBy('seenAt', 'desc').limit(1).executeTakeFirst();
    return localeOf(met?.locale ?? 'fr');
  }

  /** What a reviewer sees; undefined for who is none, or no longer. */
  async function viewFor(row: ReviewRow, reviewer: string): Promise<ReviewView | ReviewSummary | undefined> {
    const found = await reviewBy(dependencies, row, { address: reviewer });
    if (!found) return undefined;
    return row.endedAt === null ? await reviewView(db, found) : await reviewSummary(db, found.portal, row);
  }

  type Sending = { readonly row: ReviewRow; readonly reviewer: string; readonly reminds: boolean; readonly address: ChatAddress; readonly locale: string };

  /** Sends a card and records it, so that it can be changed when the review is over. Returns false if that chat accepts no card. */
  async function send(job: string, view: ReviewView | ReviewSummary, { row, reviewer, reminds, address, locale }: Sending): Promise<boolean> {
    const card = { id: job, reviewId: row.id, reviewer, address: JSON.stringify(address), activityId: '' };
    await durably(db, (tx) =>
      tx
        .insertInto('reviewCard')
        .values(card)
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute(),
    );
    try {
      const activityId = await notifier.reviewCard(address, undefined, view, localeOf(locale), { reminds });
      if (activityId !== '') await db.updateTable('reviewCard').set({ activityId }).where('id', '=', job).execute();
      return true;
    } catch (error) {
      const refused = error instanceof Undeliverable;
      if (refused || error instanceof Postponed || error instanceof RetryAfter)
        await db.deleteFrom('reviewCard').where('id', '=', job).where('activityId', '=', '').execute();
      if (refused) return false;
      throw error;
    }
  }

  /** Whom no card can reach is told by mail how to open the review. */
  async function mail(row: ReviewRow, reviewer: string, view: ReviewView, reminds: boolean): Promise<void> {
    const portal = portals.get(row.portal);
    if (!portal) return;
    const locale = await languageOf(reviewer);
    const t = translate(locale);
    const now = clock();
    const params = { group: t.of(view.group), reference: row.reference, people: view.open, until: t.date(row.endsAt, 'dateTime', portal.timeZone) };
    const job = { kind: 'mail', to: reviewer, template: 'reviewAsked', portal: portal.id, locale, params } as const;
    await enqueue(db, secrets, job, { reason: `review-mail:${row.id}:${reviewer}:${row.endsAt}:${reminds}`, now, dueAt: now, until: row.endsAt });
    dependencies.wake();
  }
}
