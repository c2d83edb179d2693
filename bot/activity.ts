import type { Activity } from 'botbuilder';
import { z } from 'zod';
import type { Config } from './config.ts';

/** A non-empty id. Control characters are refused: no id has any, and PostgreSQL cannot store NUL. */
const filled = z
  .string()
  .max(2_048)
  .regex(/^\P{Cc}+$/u);
const instant = z
  .string()
  .transform((text) => new Date(text))
  .refine((date) => !Number.isNaN(date.getTime()))
  .optional();

/** The fields of an activity that routing, identity and answering rely on. All others pass unchanged. */
const shape = z.looseObject({
  type: filled,
  id: filled.optional(),
  channelId: filled,
  serviceUrl: filled,
  timestamp: instant,
  localTimestamp: instant,
  expiration: instant,
  from: z.looseObject({ id: filled, aadObjectId: z.string().optional(), name: z.string().nullish() }),
  recipient: z.looseObject({ id: filled }),
  conversation: z.looseObject({ id: filled, tenantId: z.string().optional(), conversationType: z.string().optional() }),
  text: z.string().nullish(),
  locale: z.string().nullish(),
  name: z.string().nullish(),
  channelData: z
    .looseObject({ tenant: z.looseObject({ id: z.string() }).optional() })
    .nullish()
    .catch({}),
});

const asActivity = z.custom<Activity>();
const named = shape.pick({ conversation: true, channelData: true });

/** Reads the activity that a channel posted; `undefined` if the body is not one. */
export function readActivity(body: unknown): Activity | undefined {
  const read = shape.safeParse(body);
  return read.success ? asActivity.parse(read.data) : undefined;
}

/**
 * Whether we serve the tenant that an activity comes from. A Teams activity must name a tenant, and every tenant it
 * names must be served. Other channels authenticate nobody, so they get only what needs no identity.
 */
export function tenantAllowed(activity: Activity, { allowedTenants }: Pick<Config, 'allowedTenants'>): boolean {
  if (activity.channelId !== 'msteams' || allowedTenants.length === 0) return true;
  const { conversation, channelData } = named.parse(activity);
  const tenants = [conversation.tenantId, channelData?.tenant?.id].filter((id) => id !== undefined);
  return tenants.length > 0 && tenants.every((id) => allowedTenants.includes(id.toLowerCase()));
}
