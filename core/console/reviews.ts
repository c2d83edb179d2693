import { type DifferenceRow, differenceList, type ReviewedRow, reviewReport } from '../access/index.ts';
import type { Database } from '../foundation/database/schema.ts';
import type { Place } from './place.ts';

/** A review of who is in a group, with how far it is. */
export type ListedReview = {
  readonly id: string;
  readonly reference: string;
  readonly portal: string;
  readonly groupId: string;
  readonly begunAt: number;
  readonly endsAt: number;
  readonly state: 'reading' | 'open' | 'escalated' | 'ended';
  readonly kept: number;
  readonly removed: number;
  readonly undecided: number;
};

/** Which of them are looked at: of one portal, or all if it is empty; before one that was shown. */
export type ReviewSearch = { readonly portal: string; readonly before?: Place | undefined };
/** Some of them, the newest first, and whether there are more. */
export type ReviewsPage = { readonly reviews: readonly ListedReview[]; readonly more: boolean };

const most = 20;

/** Reads the reviews, a page at a time (GOV-4). */
export async function readReviews(db: Database, { portal, before }: ReviewSearch): Promise<ReviewsPage> {
  const rows = await db
    .selectFrom('review')
    .selectAll()
    .$if(portal !== '', (some) => some.where('portal', '=', portal))
    .$if(before !== undefined, (some) =>
      some.where(({ eb, refTuple, tuple }) => eb(refTuple('begunAt', 'id'), '<', tuple(before?.createdAt ?? 0, before?.id ?? ''))),
    )
    .orderBy('begunAt', 'desc')
    .orderBy('id', 'desc')
    .limit(most + 1)
    .execute();
  const some = rows.slice(0, most);
  const counts =
    some.length === 0
      ? []
      : await db
          .selectFrom('reviewItem')
          .select(({ fn }) => ['reviewId', 'decision', fn.countAll().as('people')])
          .where(
            'reviewId',
            'in',
            some.map(({ id }) => id),
          )
          .groupBy(['reviewId', 'decision'])
          .execute();
  const countOf = (id: string, decision: string | null) => Number(counts.find((row) => row.reviewId === id && row.decision === decision)?.people ?? 0);
  const reviews = some.map(({ readAt, escalatedAt, endedAt, ...review }) => ({
    ...review,
    state: endedAt !== null ? ('ended' as const) : readAt === null ? ('reading' as const) : escalatedAt !== null ? ('escalated' as const) : ('open' as const),
    ...{ kept: countOf(review.id, 'keep'), removed: countOf(review.id, 'remove'), undecided: countOf(review.id, null) },
  }));
  return { reviews, more: rows.length > most };
}

/** Who decided what about whom: in one review by its reference, or in all of a portal, or all. */
export const reviewRows = (db: Database, { portal, reference }: { readonly portal: string; readonly reference: string }): AsyncIterable<ReviewedRow> =>
  reviewReport(db, { ...(portal !== '' && { portal }), ...(reference !== '' && { reference }) });

/** Where a directory and the records differ about access: of one portal, or all if it is empty. */
export const differenceRows = (db: Database, portal: string): AsyncIterable<DifferenceRow> => differenceList(db, portal === '' ? {} : { portal });

/** The first of them, and whether there are more. */
export async function firstDifferences(db: Database, portal: string): Promise<{ readonly rows: readonly DifferenceRow[]; readonly more: boolean }> {
  const rows: DifferenceRow[] = [];
  for await (const row of differenceRows(db, portal)) {
    if (rows.length === shown) return { rows, more: true };
    rows.push(row);
  }
  return { rows, more: false };
}

/** Differences on a page; all are in the file. */
const shown = 50;
