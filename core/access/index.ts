import type { Dependencies } from '../dependencies.ts';
import { type Absences, createAbsences } from './absences.ts';
import { type Approval, createApproval } from './decide.ts';
import { createDecisionPage, type DecisionPage } from './decidePage.ts';
import { countDifferences, createDifferenceLook, type DifferenceLook } from './differences/index.ts';
import { createEnrollment, type Enrollment } from './enroll.ts';
import { createReviews, type Reviews } from './reviews/index.ts';
import { createStepUp, type StepUp } from './stepUp.ts';

export type { Absence, Colleague } from './absences.ts';
export { type AccessRow, accessReport } from './accessReport.ts';
export type { ApprovalNotifier, SentCard } from './approvalCards.ts';
export { createApprovalJobs } from './approvalJobs.ts';
export type { ApprovalView, Note } from './approvalView.ts';
export { greetedAs } from './approverNames.ts';
export type { Prepared, Wanted } from './behalf.ts';
export type { Bundle, BundleItem } from './bundles.ts';
export type { Catalogue } from './catalogues.ts';
export { otherName } from './conflicts.ts';
export { type DecisionPage, type DecisionView, pageDecisions } from './decidePage.ts';
export {
  countDifferences,
  createDifferenceLook,
  type DifferenceKind,
  type DifferenceRow,
  differenceKinds,
  differenceList,
  lookNow,
} from './differences/index.ts';
export type { Enrollment } from './enroll.ts';
export { type Matter, matterOf } from './matter.ts';
export { approversFor, openRequest } from './openRequest.ts';
export { claimsToApprove, isKnownByAddress, ownMailboxes } from './ownMailboxes.ts';
export { type OwnRequest, requestsFor } from './ownRequests.ts';
export {
  beginReview,
  createReviewJobs,
  type ReviewDecision,
  type ReviewedPerson,
  type ReviewedRow,
  type ReviewNotifier,
  type ReviewPage,
  type ReviewSummary,
  type ReviewView,
  reviewReport,
} from './reviews/index.ts';
export type { CodeAsked } from './stepUp.ts';
export { giveDomicileGroup, leaveDomicileGroup } from './validation.ts';
export type { PendingPage } from './waiting.ts';

/** Asking for groups of a portal's catalogue, and deciding who gets them. */
export type Access = {
  /** The requester's side. */
  readonly enroll: Enrollment;
  /** The approver's side. */
  readonly decide: Approval;
  /** The fresh proof before a sensitive group is decided. */
  readonly stepUp: StepUp;
  /** Approvers who are away, and who decides in their place. */
  readonly absences: Absences;
  /** The page for approvers whom no card can reach. */
  readonly decidePage: DecisionPage;
  /** Reviews of who has access. */
  readonly reviews: Reviews;
  /** Where a directory and the records differ. */
  readonly differences: Pick<DifferenceLook, 'plan'> & { count(): ReturnType<typeof countDifferences> };
};

/** Creates the access room. */
export function createAccess(dependencies: Dependencies): Access {
  const decide = createApproval(dependencies);
  return {
    enroll: createEnrollment(dependencies),
    decide,
    stepUp: createStepUp(dependencies),
    absences: createAbsences(dependencies),
    decidePage: createDecisionPage(dependencies, decide),
    reviews: createReviews(dependencies),
    differences: { plan: createDifferenceLook(dependencies).plan, count: () => countDifferences(dependencies.db) },
  };
}
