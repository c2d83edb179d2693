import { z } from 'zod';
import { contractAbilities } from '../../ports.ts';

// What a service of the operator's answers (DIR-13). docs/directory-service.openapi.json is made of these.

const id = z.string().min(1).max(200).describe('Never changes, and is never given to another account');
const text = z.string().max(300);

export const account = z.object({
  id,
  identifier: text.min(1).describe('What its owner types'),
  email: text.min(3).describe('The mailbox that proves whose account it is'),
  givenName: text.default(''),
  familyName: text.default(''),
  phone: text.nullable().default(null).describe('In E.164 form, such as +33612345678'),
  entity: text.nullable().default(null),
  hasPassword: z.boolean().default(true).describe('False until the first one is set'),
  locked: z.boolean().default(false),
  disabled: z.boolean().default(false).describe('Disabled or expired: nothing is changed then'),
  privileged: z.boolean().default(false).describe('Never to be touched from Guichet'),
  passwordEndsAt: z.iso.datetime({ offset: true }).nullable().default(null),
});

export const lookup = z.union([z.object({ identifier: text }), z.object({ email: text }), z.object({ id: text })]);
export const newAccount = z.object({
  identifier: text,
  email: text,
  givenName: text,
  familyName: text,
  phone: text.nullable(),
  entity: text.nullable(),
  password: z.string().optional().describe('Left out: the account has none until the first is set'),
});

export const found = z.object({ account: account.nullable().describe('null where none matches, and where several do') });
export const several = z.object({ accounts: z.array(account).describe('As many as were asked for at most') });
export const made = z.object({ account });
export const compared = z.object({ result: z.enum(['right', 'wrong', 'locked', 'disabled', 'expired', 'mustChange']) });
export const groupsHeld = z.object({ groups: z.array(text).describe('Those of the groups asked for, also if it is in them through others') });
export const members = z.object({
  members: z.array(account),
  next: z.string().nullable().default(null).describe('Where there are many: what to send as cursor for the next page. Left out or null on the last one'),
});
export const endings = z.object({
  endings: z.array(z.object({ id, passwordEndsAt: z.iso.datetime({ offset: true }) })),
  next: z.string().nullable().describe('What to send as cursor for the next page; null on the last one'),
});
/** What the service says of itself. */
export const service = z.object({ contract: z.literal(1), can: z.array(z.enum(contractAbilities)) });

/** Refusals that are expected, by the last part of their type (RFC 9457): `urn:guichet:directory:…`. */
export const problems = ['taken', 'closed', 'not-found', 'wrong-password', 'password-refused', 'key-reused'] as const;
export type ProblemName = (typeof problems)[number];
export const problemType = (name: ProblemName): string => `urn:guichet:directory:${name}`;
export const reasons = ['short', 'history', 'young', 'simple', 'refused'] as const;
export const problem = z.object({
  type: z.enum(problems.map(problemType)),
  title: z.string().optional(),
  reason: z.enum(reasons).optional().describe('Why a password is refused'),
});
