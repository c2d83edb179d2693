import type { Dependencies } from '../../dependencies.ts';
import { system } from '../../foundation/actor.ts';
import { applyReview } from './apply.ts';
import { createReviewPlan, type ReviewPlan } from './begin.ts';
import { createReviewCards, type ReviewNotifier } from './cards.ts';
import { createReviewing, type Reviewing } from './decide.ts';
import { createReviewEnds } from './end.ts';
import { readMembers } from './read.ts';

export { type Begun, beginReview } from './begin.ts';
export type { ReviewNotifier } from './cards.ts';
export type { ReviewChoice, ReviewDecision, Reviewing } from './decide.ts';
export { type ReviewedRow, reviewReport } from './report.ts';
export type { ReviewedPerson, ReviewPage, ReviewSummary, ReviewView } from './view.ts';

/** Reviews of who has access (GOV-4). */
export type Reviews = Reviewing & Pick<ReviewPlan, 'plan'>;

/** Creates the reviewers' side, and what plans reviews. */
export const createReviews = (dependencies: Dependencies): Reviews => ({ ...createReviewing(dependencies), plan: createReviewPlan(dependencies, system).plan });

/** The worker's jobs for reviews. Each can run twice without harm. */
export type ReviewJobs = ReturnType<typeof createReviewJobs>;

/** Creates the worker's jobs for reviews. */
export const createReviewJobs = (dependencies: Dependencies, notifier: ReviewNotifier) => ({
  ...createReviewCards(dependencies, notifier),
  ...createReviewEnds(dependencies),
  begin: createReviewPlan(dependencies, system).begin,
  read: (review: string) => readMembers(dependencies, review),
  apply: (review: string) => applyReview(dependencies, review),
});
