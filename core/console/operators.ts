import { z } from 'zod';
import { identifierKey } from '../foundation/identifiers.ts';
import { type ConsoleProvider, providerSchema } from './providers.ts';
import { type Role, rolesField } from './roles.ts';

const entry = z.strictObject({
  portal: z.string('the id of the portal where this person signs in'),
  account: z.string('the name that they sign in with').trim().min(1, 'the name that they sign in with'),
  roles: rolesField,
});

/**
 * The people of the console. `accounts`: each signs in with their account of a portal, and its second factor; a list alone is these. `openid`: the
 * providers whose people sign in there.
 */
export const operatorsSchema = z.preprocess(
  (read) => (Array.isArray(read) ? { accounts: read } : read),
  z
    .strictObject({ accounts: z.array(entry).default([]), openid: z.array(providerSchema).default([]) }, 'a list of people, or accounts and openid')
    .refine(({ accounts, openid }) => accounts.length + openid.length > 0, 'one person at least')
    .refine(({ openid }) => new Set(openid.map(({ id }) => id)).size === openid.length, { path: ['openid'], message: 'two providers have the same id' }),
);
export type Operators = { readonly accounts: readonly z.output<typeof entry>[]; readonly openid: readonly ConsoleProvider[] };

/** The roles of an account; none if nobody named it. */
export const rolesOf = ({ accounts }: Operators, { portal, identifier }: { readonly portal: string; readonly identifier: string }): readonly Role[] =>
  accounts.find((each) => each.portal === portal && identifierKey(each.account) === identifierKey(identifier))?.roles ?? [];
