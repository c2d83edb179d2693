import { z } from 'zod';
import { lifetime, text } from './fields.ts';

/** Where a browser is sent back to: compared letter by letter, so there are no wildcards, and nothing that could be read in two ways. */
const address = z
  .string()
  .regex(
    /^(https:\/\/[^\s#@*\\/?]+|http:\/\/(127\.\d+\.\d+\.\d+|localhost|\[::1\])(:\d+)?)([/?][^\s#*\\]*)?$/i,
    'a whole address, https:// or on this machine http://127.0.0.1, without # and *',
  )
  .refine((whole) => URL.canParse(whole), 'a whole address such as https://portal.example/callback');

const client = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'letters, digits, dots, hyphens and underscores'),
  name: text,
  redirectUris: z.array(address).min(1).describe('Where people come back to once they have signed in, letter by letter'),
  postLogoutUris: z.array(address).default([]).describe('Where they may come back to once they have signed out'),
  secret: z
    .string()
    .min(32, '32 characters at least: openssl rand -base64 32')
    .optional()
    .describe('By reference to the environment, 32 characters at least. Left out: an application that can keep none, in a browser or on a phone'),
  scopes: z
    .array(z.enum(['profile', 'email', 'groups']))
    .default(['profile', 'email'])
    .describe('What it may ask for beside openid: profile is names and identifier, email the address, groups the ids of the groups of this profile'),
});

/** Applications whose people sign in through Guichet, which is their OpenID provider (SSO-2). */
export const applicationSettings = z
  .strictObject({
    clients: z.array(client).min(1),
    keysEvery: lifetime('90d').describe('After how long a new key signs. The one before is published for 30 days more'),
  })
  .describe('Applications whose people sign in through Guichet, by OpenID Connect, where the directory is Guichet’s own');

export type Application = z.output<typeof client>;
