import { z } from 'zod';
import { companyField } from './companyFields.ts';
import { domain, link, mailbox, named, slug, team, text } from './fields.ts';

const terms = link.extend({ version: z.string().min(1).default('1').describe('Changed with the text: who agreed to another one is asked again') });

/** A profile's options for accepting invitations. */
export const acceptInvitationOptions = z.strictObject({
  ...named,
  terms: z.array(terms).default([]).describe('What the invited person agrees to before anything is created'),
  agree: text.optional().describe('The button that agrees to them'),
  company: z.array(companyField).default([]).describe('Fields of the company form; empty: no company is asked for'),
  countries: z
    .array(z.string().regex(/^[A-Z]{2}$/, 'a code such as FR'))
    .default([])
    .describe('Countries that stand first in the list of the company form'),
  welcome: z.array(link).default([]).describe("The portal's functions, shown once all is done"),
});

/** A profile's options for inviting. */
export const inviteOptions = z.strictObject({
  ...named,
  inviters: z
    .array(z.union([mailbox, team, domain], 'an address, @ and the id of a team, or a mail domain such as example.org'))
    .default([])
    .describe('Who may invite: addresses, @teams, mail domains; empty: nobody'),
  grants: z
    .array(z.strictObject({ id: slug, name: text }))
    .default([])
    .describe('Rights that an inviter may grant'),
});
