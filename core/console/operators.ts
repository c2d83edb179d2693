import { z } from 'zod';
import { identifierKey } from '../foundation/identifiers.ts';

/** What somebody may see and do in the console: help users, run the service, or read the audit. */
export const roles = ['support', 'operator', 'auditor'] as const;
export type Role = (typeof roles)[number];

const entry = z.strictObject({
  portal: z.string('the id of the portal where this person signs in'),
  account: z.string('the name that they sign in with').trim().min(1, 'the name that they sign in with'),
  roles: z
    .array(z.enum(roles, `one of ${roles.join(', ')}`))
    .min(1, `one of ${roles.join(', ')} at least`)
    .transform((list): readonly Role[] => [...new Set(list)]),
});

/** The people of the console: each signs in with their account of a portal, and its second factor. */
export const operatorsSchema = z.array(entry).min(1, 'one person at least');
export type Operators = z.output<typeof operatorsSchema>;

/** The roles of an account; none if nobody named it. */
export const rolesOf = (operators: Operators, { portal, identifier }: { readonly portal: string; readonly identifier: string }): readonly Role[] =>
  operators.find((each) => each.portal === portal && identifierKey(each.account) === identifierKey(identifier))?.roles ?? [];
