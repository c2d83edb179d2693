import { z } from 'zod';

/** What somebody may see and do in the console: help users, run the service, or read the audit. */
export const roles = ['support', 'operator', 'auditor'] as const;
export type Role = (typeof roles)[number];

/** The roles of an entry of the console's file. */
export const rolesField = z
  .array(z.enum(roles, `one of ${roles.join(', ')}`))
  .min(1, `one of ${roles.join(', ')} at least`)
  .transform((list): readonly Role[] => [...new Set(list)]);
