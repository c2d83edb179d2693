import { z } from 'zod';
import { procedures } from '../foundation/procedures.ts';
import { applicationSettings } from './applicationSettings.ts';
import { ldapSettings } from './directorySettings.ts';
import { count, domain, lifetime, mailbox, named, optionalLifetime, portalId, slug, team, teamsChannel, text } from './fields.ts';
import { graphSettings } from './graphSettings.ts';
import { httpSettings } from './httpSettings.ts';
import { signInSettings } from './identityProviderSettings.ts';
import { incompatibleOptions } from './incompatibleOptions.ts';
import { acceptInvitationOptions, inviteOptions } from './invitationOptions.ts';
import { forOthersOptions, packOptions } from './packsOptions.ts';
import { passwordEndsOptions } from './passwordEnds.ts';
import { reviewOptions } from './reviewOptions.ts';
import { scimSettings } from './scimSettings.ts';

const passwordPolicy = z
  .strictObject({
    minLength: count.min(1).default(12),
    upper: count.default(0),
    lower: count.default(0),
    letters: count.default(0).describe('Alphabetic characters'),
    digits: count.default(0),
    special: count.default(0).describe('Characters that are neither letters, digits nor white space'),
  })
  .describe('At most 256 characters, the blocklist and the names of the account apply everywhere and are not set here');

const support = z.strictObject({
  name: text,
  email: mailbox,
  phone: z.string().optional(),
  channel: teamsChannel.optional().describe('A Teams channel that also gets a card for each case handed over'),
});

const trust = z
  .strictObject({
    tenants: z.array(z.string().toLowerCase()).default([]),
    networks: z.array(z.union([z.cidrv4(), z.cidrv6()], 'a range such as 192.0.2.0/24')).default([]),
  })
  .describe('Whom the portal trusts: tenants in Teams, CIDR ranges on the web page');

const approvers = z.array(z.union([mailbox, team]));
const decision = z.union([z.enum(['any', 'all']), z.int().min(1)], 'any, all, or how many');

const stage = z.strictObject({
  name: text.optional().describe('What the cards call it'),
  approvers: approvers.min(1).describe('Addresses, @teams, and @manager: the manager of who asks'),
  decision: decision.default('any').describe('Whether any one of its approvers decides, all must agree, or so many of them'),
});

const group = z.strictObject({
  id: slug,
  name: text,
  description: text.optional(),
  approvers: approvers.default([]).describe('Addresses, @teams, and @manager: the manager of who asks'),
  decision: decision.default('any').describe('Whether any one of the approvers decides, all must, or so many of them'),
  stages: z.array(stage).max(9).default([]).describe('In place of approvers: who decides in turn. A refusal at any of them ends the request'),
  for: z.array(z.string()).default([]).describe('Entities whose people may ask for it; empty: everybody'),
  justification: z.boolean().default(false).describe('Whether who asks must say why'),
  remindAfter: lifetime('24h'),
  escalateAfter: lifetime('3d').describe('After this the fallback decides too'),
  expireAfter: lifetime('14d'),
  longest: optionalLifetime.describe(
    'The longest time that access lasts: 90d. It then ends by itself, unless it is extended. Left out: as long as is asked for, or for good',
  ),
  incompatible: z
    .array(incompatibleOptions)
    .default([])
    .describe('Groups that nobody should hold together with this one. Named at one of the two, it holds for both'),
  sensitive: z.boolean().default(false).describe('Whether who decides has to prove anew that it is them, with a mailed code'),
  proofLasts: lifetime('10m').describe('How long such a proof is good for'),
  endReminder: lifetime('7d').describe('How long before its end who has access is told'),
  review: z
    .union([z.literal(false), reviewOptions], 'how it is reviewed, or false')
    .optional()
    .describe('How access to it is reviewed, in place of the portal’s review; false: not by itself'),
  channel: teamsChannel.optional().describe("A Teams channel in which this group's approvers are asked, instead of approvals.channel"),
});

const profile = z.strictObject({
  id: portalId,
  name: text,
  article: z
    .strictObject({ fr: z.enum(['le', 'la', 'l’', 'les']).exactOptional(), en: z.literal('the').exactOptional() })
    .optional()
    .describe('The article that the name takes in a sentence, where it takes one: «se connecter à l’Extranet»'),
  description: text.optional(),
  words: z.array(z.string()).default([]).describe('Other words that people use for this portal'),
  terms: z.array(z.string()).default([]).describe('Words that only its own people use: they point to this portal where none is named'),
  address: z.url().describe("The portal's own sign-in page"),
  help: z.url().optional().describe('Documentation that mails link to'),
  accent: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i, 'a colour such as #005a9c')
    .default('#2f5d8a'),
  support,
  sender: z.strictObject({
    name: z.string().min(1),
    address: mailbox,
    replyTo: mailbox.optional(),
    dkimSelector: z
      .string()
      .regex(/^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/i, 'the s= of a DKIM-Signature, such as selector1')
      .optional()
      .describe('The key that the mail server signs with (s= in the DKIM-Signature of a mail that arrived): npm run doctor looks for it'),
  }),
  tenants: z
    .array(z.string().toLowerCase())
    .default([])
    .describe(
      'Entra tenants whose members may use this portal in chat, and whose rosters it trusts; empty: all that the bot serves, of which, where there are several, only its own is trusted',
    ),
  guests: z
    .union([z.boolean(), z.array(z.enum(['forgotIdentifier', 'invite', 'decide']))])
    .default(false)
    .describe('Whether guests of a trusted tenant are trusted as its employees are; a list names for what: to look identifiers up, to invite, to approve'),
  timeZone: z.string().default('Europe/Paris'),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'a country code such as FR')
    .default('FR')
    .describe('Where telephone numbers without a country code are from'),
  identifier: z.strictObject({
    kind: z.enum(['email', 'userName', 'account']),
    label: text,
    example: z.string().optional(),
    professional: z.boolean().default(false).describe('Refuse addresses of personal mail services'),
    personalDomains: z.array(domain).default([]).describe('Further domains counted as personal'),
  }),
  entities: z
    .array(z.strictObject({ id: z.string(), name: text }))
    .default([])
    .describe('Entities that a user can declare at sign-up'),
  excluded: z.array(z.strictObject({ entity: z.string(), domains: z.array(domain).default([]), reason: text })).default([]),
  procedures: z.strictObject({
    signUp: z
      .strictObject({
        ...named,
        kind: z.enum(['create', 'firstPassword']).describe('create: makes the account; firstPassword: the account exists in the directory before'),
        fields: z.array(z.enum(['userName', 'givenName', 'familyName', 'phone'])).default([]),
        userNameIsEmail: z.boolean().default(false),
        then: z.enum(procedures).optional(),
      })
      .optional(),
    reset: z
      .strictObject({
        ...named,
        confirmEmail: z.boolean().default(false).describe('Ask for the e-mail address too; it is never shown'),
        confirm: text.optional().describe('The button that confirms the address'),
        choose: text.optional().describe('The button that sets the new password, on its page'),
        then: z.enum(procedures).optional(),
      })
      .optional(),
    forgotIdentifier: z.strictObject({ ...named, kind: z.enum(['lookup', 'support']), trust: trust.optional() }).optional(),
    unlock: z.strictObject(named).optional(),
    changePassword: z
      .strictObject({
        ...named,
        askCurrent: z
          .boolean()
          .default(false)
          .describe('Whether the current password is always asked for. Else a sign-in of the last five minutes counts, where the directory is Guichet’s own'),
      })
      .optional(),
    acceptInvitation: acceptInvitationOptions.optional(),
    invite: inviteOptions.optional(),
    enroll: z.strictObject(named).optional(),
    myRequests: z.strictObject(named).optional(),
    decide: z.strictObject(named).optional(),
    createOrganisation: z
      .strictObject({
        ...named,
        proof: z
          .strictObject({
            directory: z.strictObject({
              kind: z.literal('embedded'),
              accounts: portalId.describe(
                'The name under which its accounts are kept, as in npm run accounts:import -- <name> <file.csv>; their entity is the region',
              ),
            }),
            label: text.optional().describe('What users call an account of it'),
            region: z.string().optional().describe('Where the account must live'),
          })
          .describe('The account of another directory that is proven first, by its e-mail and password, on the web page'),
        search: text.optional().describe('The button that looks the SIRET up'),
        approvers: z
          .array(z.union([mailbox, team]))
          .default([])
          .describe('Who validates a new organisation: addresses, and @teams'),
        remindAfter: lifetime('24h'),
        escalateAfter: lifetime('3d').describe('After this the fallback decides too'),
        expireAfter: lifetime('30d'),
        domiciles: z.strictObject({ france: z.string(), abroad: z.string() }).optional().describe('Directory groups that see the products of each domicile'),
      })
      .optional(),
    addUser: z
      .strictObject({
        ...named,
        rights: z
          .array(z.strictObject({ id: slug, name: text, administrator: z.boolean().default(false).describe('Whoever has it manages the users') }))
          .default([])
          .describe('Access rights that an administrator chooses from'),
        administrators: z
          .array(team)
          .default([])
          .describe('Teams that are groups of the directory: members of an organisation who are in one administer it, and nobody else'),
        invites: z.boolean().default(false).describe('A new user is invited, and has access once that is accepted; else they have it at once'),
        existing: text.optional().describe('The button for somebody who is a user of another establishment'),
        review: text.optional().describe('The button that shows the access rights'),
      })
      .optional(),
    removeUser: z.strictObject(named).optional(),
    changeEmail: z
      .strictObject({
        ...named,
        localSupportFrom: z.int().min(1).optional().describe('Establishments managed from which on local support takes over'),
        localSupport: z
          .array(z.strictObject({ countries: z.array(z.string().regex(/^[A-Z]{2}$/, 'a country code such as FR')).min(1), name: text, email: mailbox }))
          .default([])
          .describe("Local support teams, by the establishment's country"),
      })
      .optional(),
    twoFactor: z.strictObject(named).optional(),
  }),
  signIn: signInSettings.prefault({}).describe('Signing in on the portal’s pages by other means than its passwords (SSO-1)'),
  password: passwordPolicy.prefault({}),
  pageCode: z
    .strictObject({ by: z.enum(['sms', 'email']).default('email'), label: text.optional().describe('The button that sends it') })
    .optional()
    .describe('Ask for a code on the password page; sms falls back to e-mail where the account has no number'),
  lifetimes: z
    .strictObject({
      setPassword: lifetime('24h'),
      reset: lifetime('30m'),
      invitation: lifetime('30d'),
      code: lifetime('10m'),
      newAddress: lifetime('24h').describe('How long no password link is mailed to an address that the import gave an account in place of another'),
      newPhone: lifetime('72h').describe('How long codes still go to the number that an account had before it changed'),
    })
    .prefault({}),
  codeTries: z.int().min(1).max(10).default(5),
  asking: z
    .strictObject({
      perAccount: z.int().min(1).default(5),
      perPerson: z.int().min(1).default(20),
      perAddress: z.int().min(1).default(60).describe('On the public pages, where nobody is known: many people may stand behind one network address'),
      perCrowd: z
        .int()
        .min(1)
        .default(300)
        .describe('In chats where nobody is known, as Web Chat: all their conversations together, each of which is free to open'),
      within: lifetime('1h'),
    })
    .prefault({})
    .describe('How often mails and codes may be asked for'),
  lockAfter: z.int().min(1).default(10).describe('Failed sign-ins in a row that lock an account'),
  lockFor: lifetime('1h').describe('How long a lock lasts, where no new password ends it before'),
  passwordEnds: passwordEndsOptions
    .optional()
    .describe('When people are told that their password ends, where the directory says so. Left out: 14, 3 and 1 days before'),
  opensOn: z.iso.date().optional().describe('The day the portal opens; access is provisioned then'),
  until: text.optional().describe('What serves until the portal opens'),
  teams: z
    .array(
      z.strictObject({
        id: slug,
        members: z.array(mailbox).default([]),
        group: z.string().min(1).optional().describe('In place of members: a group of the directory, named as the directory names it, nested ones included'),
      }),
    )
    .default([])
    .describe('People who are named together, as @id'),
  fallback: z
    .array(z.union([mailbox, team]))
    .default([])
    .describe('Who decides where nobody else can, or does in time: addresses, @teams, and @manager'),
  approvals: z
    .strictObject({ channel: teamsChannel.optional().describe('A Teams channel in which approvers are asked, instead of each in person') })
    .prefault({})
    .describe('How those who decide on groups are asked'),
  review: reviewOptions.optional().describe('How access to the groups is reviewed, those that say otherwise apart'),
  groups: z.array(group).default([]),
  forOthers: forOthersOptions.optional().describe('Who may ask for groups in somebody else’s name. Left out: nobody'),
  packs: z.array(packOptions).default([]).describe('Groups that are asked for together for somebody who arrives'),
  openid: applicationSettings.optional(),
  directory: z
    .discriminatedUnion('kind', [z.strictObject({ kind: z.literal('embedded') }), ldapSettings, scimSettings, graphSettings, httpSettings])
    .prefault({ kind: 'embedded' })
    .describe('Where the accounts are: tables of Guichet’s own, or a directory of the organisation’s'),
});

/** What the bot's settings add to a profile: whose rosters it trusts if it names no `tenants`; undefined means any. */
const settings: { readonly home?: readonly string[] | undefined } = {};

/** A portal as its profile describes it: everything that makes one procedure differ from another's. */
export const portalSchema = profile.transform((portal) => ({ ...portal, ...settings }));

export type Portal = z.output<typeof portalSchema>;
export type PasswordPolicy = Portal['password'];
