import { fallbackOf, type Group, peopleOf, type Staffed, stagesOf } from './groups.ts';
import { type ReviewOptions, reviewOptions } from './reviewOptions.ts';
import type { Portal } from './schema.ts';

const usual: ReviewOptions = reviewOptions.parse({});

/** How a group is reviewed: as it says itself, else as its portal does. */
export const reviewOf = ({ review }: Pick<Portal, 'review'>, group: Pick<Group, 'review'>): ReviewOptions =>
  group.review === false ? usual : (group.review ?? review ?? usual);

/** Who reviews a group, as the profile names them. The manager of each member is not asked: reviewers see the whole list. */
export const namedReviewers = (portal: Pick<Portal, 'review'>, group: Group): string[] => {
  const { reviewers } = reviewOf(portal, group);
  return reviewers.length > 0 ? reviewers : stagesOf(group).flatMap(({ approvers }) => approvers);
};

/** Everybody whom a profile names for the reviews of a group: to review, for what was not answered, and where nobody else can. */
export const namedInReview = (portal: Portal, group: Group): string[] => [
  ...namedReviewers(portal, group),
  ...reviewOf(portal, group).escalateTo,
  ...portal.fallback,
];

/** Who reviews a group now, as normalised addresses. */
export const reviewersOf = (portal: Staffed, group: Group): string[] => peopleOf(portal, namedReviewers(portal, group));

/** Who decides on what was not answered: `escalateTo`, else the fallback. */
export function escalatedTo(portal: Staffed, group: Group): string[] {
  const named = peopleOf(portal, reviewOf(portal, group).escalateTo);
  return named.length > 0 ? named : fallbackOf(portal);
}
