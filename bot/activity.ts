import type { Activity } from 'botbuilder';
import { z } from 'zod';
import type { Config } from './config.ts';

/** No id has control characters, and PostgreSQL keeps no NUL. */
const filled = z
  .string()
  .max(2_048)
  .regex(/^\P{Cc}+$/u);
const instant = z
  .string()
  .transform((text) => new Date(text))
  .refine((date) => !Number.isNaN(date.getTime()))
  .optional();

/** The parts of an activity that routing, identity and answering lean on; everything else passes as it came. */
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

/** An activity as a channel posted it, or `undefined` where it is none. */
export function readActivity(body: unknown): Activity | undefined {
  const read = shape.safeParse(body);
  return read.success ? asActivity.parse(read.data) : undefined;
}

/**
 * Whether the tenant that an activity comes from is served. In Teams it has to name one, and every one that it names
 * has to be served; other channels authenticate nobody, and are given only what needs no identity.
 */
export function tenantAllowed(activity: Activity, { allowedTenants }: Pick<Config, 'allowedTenants'>): boolean {
  if (activity.channelId !== 'msteams' || allowedTenants.length === 0) return true;
  const { conversation, channelData } = named.parse(activity);
  const tenants = [conversation.tenantId, channelData?.tenant?.id].filter((id) => id !== undefined);
  return tenants.length > 0 && tenants.every((id) => allowedTenants.includes(id.toLowerCase()));
}
