import { z } from 'zod';
import { domain, slug } from './fields.ts';
import { namePattern } from './namePattern.ts';
import { isLoopback, serviceAddress } from './serviceAddress.ts';

const guid = z
  .string()
  .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'an id such as 2819c223-7f76-453a-919d-413861904646')
  .toLowerCase();
/** Groups are named by what nobody can take from them: anybody may call a group of their own as another is called. */
export const groupId = guid.describe('A group by its object id, as the Entra admin centre shows it');
const property = z.string().regex(/^[a-z][A-Za-z0-9]*$/, 'a property of a user such as companyName');

const people = z.strictObject({
  identifier: z
    .enum(['userPrincipalName', 'mail', 'onPremisesSamAccountName', 'employeeId'])
    .default('userPrincipalName')
    .describe('What people type. Guests type their address: mail'),
  domains: z.array(z.string().min(1)).default([]).describe('What may stand around a short name: CORP of CORP\\jdupont, corp.example of jdupont@corp.example'),
  email: z
    .enum(['mail', 'userPrincipalName', 'otherMails'])
    .default('mail')
    .describe('The mailbox that proves whose account it is. otherMails: the first alternate address, for people whose mailbox the same password opens'),
  phone: z.enum(['mobilePhone', 'businessPhones']).optional(),
  entity: property.optional().describe('Such as companyName or department'),
});

const create = z.discriminatedUnion('as', [
  z.strictObject({
    as: z.literal('guest').describe('Invited (B2B): they sign in with the account that they have elsewhere, and choose no password here'),
    redirect: z.url({ protocol: /^https$/ }).describe('Where they are led after their first sign-in'),
    groups: z.array(groupId).default([]).describe('Groups that a new account is put into'),
  }),
  z.strictObject({
    as: z.literal('member').describe('An account of the tenant’s own, with a password'),
    domain: domain.describe('The verified domain of their user names'),
    identifier: namePattern.default('{givenName}.{familyName}'),
    attributes: z
      .record(property, z.string().min(1))
      .default({})
      .describe('Further properties, with {identifier}, {email}, {givenName}, {familyName}, {phone}, {entity} in their values'),
    groups: z.array(groupId).default([]).describe('Groups that a new account is put into'),
  }),
]);

const passwords = z.strictObject({
  federated: z.array(domain).default([]).describe('Domains of user names whose passwords are kept by another identity provider'),
  accessPass: z
    .strictObject({
      minutes: z.int().min(10).max(480).default(60).describe('How long a pass is good for; it works once'),
      instead: z.boolean().default(false).describe('For every account, in place of a password'),
    })
    .optional()
    .describe('Temporary access passes, given in place of passwords that are not set here. Guests can have none'),
  writeback: z.boolean().default(false).describe('Whether the passwords of accounts synchronised from Active Directory are written back there'),
});

/** Microsoft Entra through Microsoft Graph, as a profile describes it (DIR-1). */
export const graphSettings = z
  .strictObject({
    kind: z.literal('graph'),
    cloud: z.enum(['global', 'usGov', 'usGovDod', 'china']).default('global').describe('Which of Microsoft’s clouds the tenant is in'),
    url: serviceAddress
      .refine(isLoopback, 'is only for a stand-in on this machine: Microsoft’s own address follows from cloud')
      .optional()
      .describe('A stand-in of Graph on this machine'),
    tenant: z
      .string()
      .regex(/^[a-z0-9][a-z0-9.-]+$/i, 'the id of a tenant, or one of its domains')
      .optional(),
    clientId: guid.optional().describe('The application; with managedIdentity, the identity that is assigned by the user'),
    certificate: z
      .string()
      .min(1)
      .optional()
      .describe('A file with the application’s certificate and its private key (PEM). There is no field for a client secret: it could be copied'),
    managedIdentity: z.boolean().default(false).describe('On Azure: the identity of this machine, in place of a certificate'),
    people: people.prefault({}),
    create: create.optional(),
    groups: z.strictObject({ catalogue: z.record(slug, groupId).describe('The group of the directory for each group of this profile') }).optional(),
    passwords: passwords.prefault({}),
    remove: z.enum(['disable', 'delete']).default('disable').describe('How an account ends; it leaves the groups of the catalogue in both cases'),
    privileged: z.array(groupId).default([]).describe('Groups whose members are never touched from here, beside those who have a directory role'),
  })
  .refine(({ certificate, managedIdentity }) => (certificate !== undefined) !== managedIdentity, {
    path: ['certificate'],
    message: 'needs either a certificate or managedIdentity: true',
  })
  .refine(({ certificate, tenant, clientId }) => certificate === undefined || (tenant !== undefined && clientId !== undefined), {
    path: ['tenant'],
    message: 'a certificate is that of an application: needs tenant and clientId',
  })
  .refine(({ create: made, people: { identifier } }) => made?.as !== 'guest' || identifier === 'mail', {
    path: ['people', 'identifier'],
    message: 'guests have no user name that anybody knows: write mail',
  });

export type GraphSettings = z.output<typeof graphSettings>;
