import { z } from 'zod';
import { mailbox, portalId, slug, team, text } from './fields.ts';

/** Groups that nobody should hold together, as a profile says it (GOV-7). */
export const incompatibleOptions = z.strictObject({
  group: slug.describe('The other group'),
  portal: portalId.optional().describe('The portal of the other group, where it is another one'),
  approvers: z
    .array(z.union([mailbox, team]))
    .default([])
    .describe('Who decides, after the stages of the group, whether somebody may hold both: addresses, @teams and @manager. Left out: nobody may'),
  reason: text.optional().describe('Why, for who is refused'),
});
