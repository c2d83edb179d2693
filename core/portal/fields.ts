import { z } from 'zod';
import { day, hour, type Millis, minute, second } from '../foundation/clock.ts';

const sizes = { s: second, m: minute, h: hour, d: day } as const;

const written = z.string().regex(/^[1-9]\d{0,5}[smhd]$/, 'a whole number and a unit, such as 30m, 24h or 30d');
const millis = (text: string): Millis => Number(text.slice(0, -1)) * sizes[text.slice(-1) as keyof typeof sizes];

/** A lifetime as operators write it (`30s`, `5m`, `24h`, `30d`), parsed into milliseconds. */
export const lifetime = (fallback: `${number}${keyof typeof sizes}`) =>
  written.default(fallback).transform(millis).describe('A whole number and a unit: 30s, 5m, 24h, 30d');

/** A lifetime that may be left out. */
export const optionalLifetime = written.transform(millis).optional();

/** A text written by the operator. */
export const text = z
  .union([z.string().min(1), z.strictObject({ fr: z.string().min(1), en: z.string().min(1) })], 'one text for every language, or one each under fr and en')
  .describe('One text for every language, or one each');

/** A mail domain. */
export const domain = z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'a lower-case domain such as example.org');

/** A mailbox. */
export const mailbox = z.email();

/** How many characters of a kind are required. */
export const count = z.int().min(0).max(256);

/** An id chosen by the portal. */
export const slug = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and hyphens');

/** The id of a portal. */
export const portalId = z.string().regex(/^[a-z][a-z0-9-]{1,30}$/, 'lower-case letters, digits and hyphens, a letter first');

/** A reference to a team of the profile. */
export const team = z.string().regex(/^@[a-z0-9][a-z0-9-]*$/, 'an address, or @ and the id of a team');

/** A link: its address and its label. */
export const link = z.strictObject({ label: text, address: z.url() });

/** The options that every procedure has. */
export const named = {
  label: text.optional().describe('The words that users of this portal know it by'),
  path: z.array(text).default([]).describe('What is clicked for it in the portal itself, in order'),
  button: text.optional().describe('The button of the mail that belongs to it'),
  submit: text.optional().describe('The button that ends it'),
  words: z.array(z.string()).default([]).describe('Other words that mean it in free text'),
};

/** A channel of a team in Teams. */
export const teamsChannel = z.strictObject({
  conversation: z.string().regex(/^19:\S+@thread\.\S+$/, 'the id of a channel, as 19:…@thread.tacv2: decode what stands in the link to the channel'),
  serviceUrl: z.url().default('https://smba.trafficmanager.net/teams/'),
});
