import { z } from 'zod';
import { slug } from './fields.ts';
import { namePattern } from './namePattern.ts';

/** The name of an entry in a directory (RFC 4514). */
export const distinguishedName = z.string().regex(/^[a-z][a-z0-9.-]*=.+/i, 'a distinguished name such as OU=People,DC=corp,DC=example');
const attribute = z.string().regex(/^[a-z][a-z0-9-]*$/i, 'the name of an attribute such as mail');
const server = z.string().regex(/^ldaps?:\/\/[^\s/?#@]+$/i, 'a server such as ldaps://dc1.corp.example:636, without a path');

/** One expression in parentheses; those within values are written \28 and \29 (RFC 4515, 3), so all match up. */
function isOneFilter(text: string): boolean {
  let depth = 0;
  const within = [...text].every((sign, at) => {
    depth += sign === '(' ? 1 : sign === ')' ? -1 : 0;
    return depth > 0 || at === text.length - 1;
  });
  return text.length > 2 && within && depth === 0;
}

const people = z.strictObject({
  base: distinguishedName.describe('Where people are looked for, in all that is below'),
  filter: z
    .string()
    .refine(isOneFilter, 'a filter in parentheses such as (objectClass=person)')
    .default('(objectClass=person)')
    .describe('Who counts as a person'),
  identifier: attribute.describe('What people type: sAMAccountName, uid or mail'),
  domains: z.array(z.string().min(1)).default([]).describe('What may stand around a short name: CORP of CORP\\jdupont, corp.example of jdupont@corp.example'),
  email: attribute.default('mail'),
  givenName: attribute.default('givenName'),
  familyName: attribute.default('sn'),
  phone: attribute.optional().describe('A number in international form, such as mobile'),
  entity: attribute.optional(),
  manager: attribute.optional(),
  closed: z.array(distinguishedName).default([]).describe('Places below which an account counts as disabled'),
});

const create = z.strictObject({
  in: distinguishedName.describe('The place of new accounts'),
  name: attribute.default('cn').describe('The attribute that names an entry in its place'),
  objectClasses: z.array(z.string().min(1)).min(1),
  identifier: namePattern.optional(),
  attributes: z
    .record(attribute, z.string().min(1))
    .default({})
    .describe('Further attributes, with {identifier}, {email}, {givenName}, {familyName}, {phone}, {entity} in their values'),
  groups: z.array(distinguishedName).default([]).describe('Groups that a new account is put into'),
});

const groups = z.strictObject({
  base: distinguishedName.describe('Where groups are looked for, nested ones included'),
  member: attribute.default('member'),
  catalogue: z.record(slug, distinguishedName).describe('The group of the directory for each group of this profile'),
});

/** An LDAP directory, as a profile describes it (DIR-1). */
export const ldapSettings = z.strictObject({
  kind: z.literal('ldap'),
  flavour: z.enum(['activeDirectory', 'openLdap']),
  servers: z.array(server).min(1).describe('In the order in which they are tried'),
  startTls: z.boolean().default(false).describe('Turn TLS on within ldap://'),
  ca: z.string().min(1).optional().describe('A file with the certificates of the authority that signed those of the servers (PEM)'),
  serverName: z.string().min(1).optional().describe('The name in the certificates, where it is not the one in servers'),
  bind: z.strictObject({ dn: distinguishedName, password: z.string().min(1).describe('By reference to the environment') }).describe('The service account'),
  connections: z.int().min(1).max(50).default(8).describe('How many connections are open at most'),
  people,
  create: create.optional(),
  groups: groups.optional(),
  remove: z.enum(['disable', 'delete']).default('disable').describe('How an account ends; it leaves the groups of the catalogue in both cases'),
  passwordPolicy: distinguishedName
    .optional()
    .describe('OpenLDAP: the policy of accounts without one of their own (ppolicy_default), from which follows when their passwords end'),
  privileged: z.array(distinguishedName).default([]).describe('Groups whose members are never touched from here, nested ones included'),
});

export type LdapSettings = z.output<typeof ldapSettings>;

/** Each server that would be spoken to in clear over a network (DIR-9), as what is wrong in the profile. */
export const inClear = ({ servers, startTls }: LdapSettings): { path: (string | number)[]; message: string }[] =>
  servers.flatMap((url, at) =>
    startTls || !/^ldap:/i.test(url) || /^ldap:\/\/(127\.\d+\.\d+\.\d+|localhost|\[::1\])(:\d+)?$/i.test(url)
      ? []
      : [{ path: ['directory', 'servers', at], message: `${url} would be spoken to in clear: write ldaps://, or startTls: true` }],
  );
