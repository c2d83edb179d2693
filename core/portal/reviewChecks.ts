import type { Faults } from './fault.ts';
import { type Group, managerTeam } from './groups.ts';
import type { ReviewOptions } from './reviewOptions.ts';
import { namedReviewers, reviewOf } from './reviews.ts';
import type { Portal } from './schema.ts';

/** What a profile says against itself about reviews (GOV-4). */
export const reviewFaults = (portal: Portal): Faults => [
  ...(portal.review ? optionFaults(portal, portal.review, ['review']) : []),
  ...portal.groups.flatMap((group, at) => [
    ...(group.review ? optionFaults(portal, group.review, ['groups', at, 'review']) : []),
    isReviewed(portal, group) &&
      namedReviewers(portal, group).every((name) => name === `@${managerTeam}`) &&
      portal.fallback.length === 0 && {
        path: ['groups', at],
        message: 'nobody could review it: name reviewers, or a fallback (@manager decides on one person’s request, and reviews nothing)',
      },
  ]),
];

/** Whether reviews of a group begin by themselves. */
export const isReviewed = (portal: Portal, group: Group): boolean => reviewOf(portal, group).every !== undefined;

function optionFaults(portal: Portal, options: ReviewOptions, path: readonly (string | number)[]): Faults {
  const { every, first, lasts, reminder, unanswered, escalateTo } = options;
  const whole = unanswered === 'escalate' ? 2 * lasts : lasts;
  return [
    every !== undefined && whole >= every && { path: [...path, 'lasts'], message: 'the next one would begin before this one is over: needs less than every' },
    first !== undefined && every === undefined && { path: [...path, 'first'], message: 'needs every' },
    reminder >= lasts && { path: [...path, 'reminder'], message: 'needs less than lasts' },
    unanswered === 'escalate' &&
      escalateTo.length + portal.fallback.length === 0 && { path: [...path, 'unanswered'], message: 'escalate needs escalateTo, or a fallback' },
    ...(['reviewers', 'escalateTo'] as const).flatMap((field) =>
      options[field].map((name, at) => {
        if (!name.startsWith('@')) return false;
        const message =
          name === `@${managerTeam}`
            ? '@manager is the manager of who asks for a group: nobody asks for one here'
            : !portal.teams.some(({ id }) => `@${id}` === name) && `${name} is not declared under teams`;
        return message !== false && { path: [...path, field, at], message };
      }),
    ),
  ];
}
