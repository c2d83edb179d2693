import { z } from 'zod';
import { mailbox, portalId, slug, team, text } from './fields.ts';

/** Who may ask for groups in somebody else's name (GOV-5). */
export const forOthersOptions = z.strictObject({
  askers: z
    .array(z.union([mailbox, team]))
    .min(1)
    .describe('Addresses, @teams, and @manager: the manager of the person concerned, for those who have an account'),
  decide: z.boolean().default(false).describe('Whether who asks counts as an approver of what they ask for; never for themselves'),
});

/** Groups that are asked for together for somebody who arrives (GOV-5). */
export const packOptions = z.strictObject({
  id: slug,
  name: text.describe('What it is called: Arrivée comptabilité'),
  words: z.array(z.string()).default([]).describe('Other words that mean it: comptabilité, accounting'),
  groups: z
    .array(z.union([slug, z.templateLiteral([portalId, '/', slug])], 'the id of a group, or portal/group of another portal'))
    .min(1)
    .describe('Groups of this portal, and portal/group of others'),
});
