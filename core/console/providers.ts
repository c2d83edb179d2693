import { z } from 'zod';
import { type IdentityProviderSettings, identityProviderSettings } from '../portal/index.ts';
import type { OutsideIdentity } from '../ports.ts';
import { type Role, roles, rolesField } from './roles.ts';

/** Claims that people write themselves, or that say something of an address: no role hangs on them. */
const claimed =
  /^(sub|oid|name|given_name|family_name|middle_name|nickname|preferred_username|unique_name|upn|email|emails|email_verified|verified_\w+|phone_number|profile|website|picture|address|login_hint)$/i;

const rule = z
  .strictObject({
    subject: z.string().trim().min(1).optional(),
    claim: z
      .string()
      .regex(/^[\w:./-]{1,100}$/, 'the name of a claim such as roles or groups')
      .refine((name) => !claimed.test(name), 'people can write this claim themselves, or it is another name for subject: take roles or groups')
      .optional(),
    value: z.string().min(1).optional(),
    roles: rolesField,
  })
  .refine(
    ({ subject, claim, value }) => (subject === undefined) === (claim !== undefined && value !== undefined) && (claim === undefined) === (value === undefined),
    {
      message: 'needs either subject, or claim and value',
    },
  );
type Rule = z.output<typeof rule>;

/** An OpenID provider at which people sign in to the console, and who of them has which roles. */
export type ConsoleProvider = IdentityProviderSettings & {
  readonly roles: readonly Rule[];
  readonly scopes: readonly string[];
  readonly reads: readonly string[];
};

const own = z.looseObject({
  roles: z.array(rule, 'who has which roles').min(1, 'one rule at least'),
  scopes: z.array(z.string().regex(/^[\w:./-]+$/, 'a scope such as groups')).default([]),
  accounts: z.undefined('people of the console need no account: leave this out').optional(),
});

/** As the profile's (`signIn.openid`), with `roles` and `scopes`, and without `accounts`. */
export const providerSchema = own.transform(({ roles, scopes, ...settings }, { addIssue }): ConsoleProvider => {
  const read = identityProviderSettings.safeParse(settings);
  if (!read.success) {
    for (const { message, path } of read.error.issues) addIssue({ code: 'custom', message, path: [...path] });
    return z.NEVER;
  }
  return { ...read.data, roles, scopes, reads: [...new Set(roles.flatMap(({ claim }) => claim ?? []))] };
});

/** Whether a provider said of somebody what the file asks of it. */
export const isProven = ({ secondFactor }: ConsoleProvider, { factor }: Pick<OutsideIdentity, 'factor'>): boolean => secondFactor === undefined || factor;

/** The roles of somebody whom a provider vouches for: by their id there, or by what it says in a claim, and never by an address. */
export function rolesAt({ roles: rules, identifiedBy }: ConsoleProvider, { subject, claims }: Pick<OutsideIdentity, 'subject' | 'claims'>): readonly Role[] {
  const spelled = (id: string): string => (identifiedBy === 'oid' ? id.toLowerCase() : id);
  const given = new Set(
    rules
      .filter((one) => (one.claim === undefined ? spelled(one.subject ?? '') === spelled(subject) : (claims[one.claim]?.includes(one.value ?? '') ?? false)))
      .flatMap((one) => one.roles),
  );
  return roles.filter((role) => given.has(role));
}
