import { z } from 'zod';
import { slug } from './fields.ts';
import { namePattern } from './namePattern.ts';
import { serviceAddress } from './serviceAddress.ts';

/** The path of an attribute (RFC 7644, 3.10), such as `name.givenName`, `emails[type eq "work"].value` or `urn:…:User:department`. */
const path = z
  .string()
  .regex(
    /^(urn:[\w.:-]+:)?[a-z$][\w$-]*(\[type eq "[^"\\]+"\])?(\.[a-z$][\w$-]*)?$/i,
    'the path of an attribute such as userName, name.givenName or emails[type eq "work"].value',
  );
const groupName = z.string().min(1).describe('A group by its displayName, or by its id as id:2819c223');
const people = z.strictObject({
  identifier: path.default('userName').describe('What people type'),
  domains: z.array(z.string().min(1)).default([]).describe('What may stand around a short name: CORP of CORP\\jdupont, corp.example of jdupont@corp.example'),
  email: path.default('emails').describe('emails is the primary one, else the first'),
  givenName: path.default('name.givenName'),
  familyName: path.default('name.familyName'),
  phone: path.optional().describe('phoneNumbers is the mobile one, else the first'),
  entity: path.optional(),
  manager: path.optional().describe('Where the manager’s id is: urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value'),
});

const create = z.strictObject({
  identifier: namePattern.optional(),
  attributes: z
    .record(path, z.string().min(1))
    .default({})
    .describe('Further attributes, with {identifier}, {email}, {givenName}, {familyName}, {phone}, {entity} in their values'),
  groups: z.array(groupName).default([]).describe('Groups that a new account is put into'),
});

/** A service that speaks SCIM 2.0 (RFC 7643, RFC 7644), as a profile describes it (DIR-1). */
export const scimSettings = z
  .strictObject({
    kind: z.literal('scim'),
    url: serviceAddress.describe('The base address, below which are /Users and /Groups'),
    token: z
      .string()
      .regex(/^[\x21-\x7e]+$/, 'is one line of letters, digits and signs')
      .optional()
      .describe('A bearer token, by reference to the environment'),
    oauth: z
      .strictObject({
        tokenUrl: serviceAddress,
        clientId: z.string().min(1),
        clientSecret: z.string().min(1).describe('By reference to the environment'),
        scope: z.string().min(1).optional(),
      })
      .optional()
      .describe('Tokens by the client credentials grant (RFC 6749, 4.4), where there is no token'),
    people: people.prefault({}),
    create: create.optional(),
    groups: z.strictObject({ catalogue: z.record(slug, groupName).describe('The group of the directory for each group of this profile') }).optional(),
    remove: z.enum(['disable', 'delete']).default('disable').describe('How an account ends; it leaves the groups of the catalogue in both cases'),
    writes: z
      .enum(['patch', 'entra', 'put'])
      .default('patch')
      .describe(
        'patch: as RFC 7644 has it, and by PUT where the service says that it has no PATCH; entra: members are taken out as Microsoft’s own client does; put: always',
      ),
    privileged: z.array(groupName).default([]).describe('Groups whose members are never touched from here'),
  })
  .refine(({ token, oauth }) => (token === undefined) !== (oauth === undefined), { path: ['token'], message: 'needs either token or oauth' });

export type ScimSettings = z.output<typeof scimSettings>;
