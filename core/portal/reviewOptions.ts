import { z } from 'zod';
import { lifetime, mailbox, optionalLifetime, team } from './fields.ts';

const people = z.array(z.union([mailbox, team])).default([]);

/** How access is reviewed (GOV-4). */
export const reviewOptions = z.strictObject({
  every: optionalLifetime.describe('How often a review begins by itself: 90d. Left out: only by npm run access -- review'),
  first: z.iso.date().optional().describe('The day on which the first one begins. Left out: that long after Guichet first reads this'),
  lasts: lifetime('14d').describe('How long there is to answer'),
  reminder: lifetime('3d').describe('How long before its end those who have not answered are reminded'),
  reviewers: people.describe('In place of the approvers of the group, of all its stages'),
  unanswered: z
    .enum(['keep', 'remove', 'escalate'])
    .default('keep')
    .describe('What becomes at the end of access that nobody has decided on. escalate: it goes to escalateTo for as long again, and is kept after that'),
  escalateTo: people.describe('Who decides on what was not answered. Left out: the fallback'),
});

/** How access to a group is reviewed. Without `every` a review begins by command alone. */
export type ReviewOptions = z.output<typeof reviewOptions>;
