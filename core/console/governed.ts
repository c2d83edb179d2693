import type { DifferenceRow, ReviewedRow } from '../access/index.ts';
import type { Dependencies } from '../dependencies.ts';
import type { Visitor } from '../foundation/actor.ts';
import { accept, type Outcome } from '../foundation/outcome.ts';
import type { Ticket } from '../signIn/index.ts';
import { endOpenSession, listOpenSessions, type OpenSession } from './openSessions.ts';
import type { Operators } from './operators.ts';
import { differenceRows, firstDifferences, type ReviewSearch, type ReviewsPage, readReviews, reviewRows } from './reviews.ts';
import type { Within } from './within.ts';

/** Who has access: the reviews of it, where a directory differs, and who is in the console itself. */
export type Governed = {
  /** For operators and auditors: the reviews of who has access, the newest first, a page at a time. */
  reviews(ticket: Ticket, search: ReviewSearch, visitor: Visitor): Promise<Outcome<ReviewsPage>>;
  /** For operators and auditors: who decided what about whom, of a portal or in one review. */
  reviewReport(ticket: Ticket, which: { portal: string; reference: string }, visitor: Visitor): Promise<Outcome<AsyncIterable<ReviewedRow>>>;
  /** For operators and auditors: where a directory and the records differ about access, of a portal or all: the first of them, and all. */
  differences(ticket: Ticket, portal: string, visitor: Visitor): Promise<Outcome<Awaited<ReturnType<typeof firstDifferences>>>>;
  differenceReport(ticket: Ticket, portal: string, visitor: Visitor): Promise<Outcome<AsyncIterable<DifferenceRow>>>;
  /** For operators: the open sessions of everybody of the console. */
  openSessions(ticket: Ticket, visitor: Visitor): Promise<Outcome<readonly OpenSession[]>>;
  /** For operators: ends one of them. Refuses as `endOpenSession`. */
  endOpenSession(ticket: Ticket, wanted: { readonly id: string; readonly why: string }, visitor: Visitor): Promise<Outcome<true>>;
};

/** Creates it. */
export function createGoverned(dependencies: Dependencies, operators: Operators, { within, looked }: Pick<Within, 'within' | 'looked'>): Governed {
  const { db } = dependencies;

  return {
    reviews: (ticket, search, visitor) =>
      within({ ticket, visitor, what: 'reviews', needs: ['operator', 'auditor'] }, async () => accept(await readReviews(db, search))),

    reviewReport: (ticket, which, visitor) =>
      within({ ticket, visitor, what: 'reviews', needs: ['operator', 'auditor'] }, async (who) => {
        await looked(who, visitor, 'console.reviews', { of: which.portal, review: which.reference }, 'reviews');
        return accept(reviewRows(db, which));
      }),

    differences: (ticket, portal, visitor) =>
      within({ ticket, visitor, what: 'differences', needs: ['operator', 'auditor'] }, async (who) => {
        const found = await firstDifferences(db, portal);
        await looked(who, visitor, 'console.differences', { of: portal, found: found.rows.length }, 'differences');
        return accept(found);
      }),

    differenceReport: (ticket, portal, visitor) =>
      within({ ticket, visitor, what: 'differences', needs: ['operator', 'auditor'] }, async (who) => {
        await looked(who, visitor, 'console.differences', { of: portal, file: 1 }, 'differences');
        return accept(differenceRows(db, portal));
      }),

    openSessions: (ticket, visitor) =>
      within({ ticket, visitor, what: 'openSessions', needs: 'operator' }, async (who) => {
        const found = await listOpenSessions(dependencies, operators);
        await looked(who, visitor, 'console.openSessions', { found: found.length }, 'sessions');
        return accept(found);
      }),

    endOpenSession: (ticket, wanted, visitor) =>
      within({ ticket, visitor, what: 'openSessions', needs: 'operator' }, (who) => endOpenSession(dependencies, operators, who, wanted, visitor)),
  };
}
