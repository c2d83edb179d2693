import type { TurnContext } from 'botbuilder';
import { z } from 'zod';
import { minute } from '../core/foundation/clock.ts';
import { locales } from '../core/foundation/i18n.ts';
import type { Encounter } from '../core/foundation/people.ts';
import type { Core } from '../core/index.ts';
import { isAuthenticated, rosterEmail } from './person.ts';

const card = z.looseObject({
  type: z.literal('AdaptiveCard'),
  version: z.literal('1.5'),
  body: z.array(z.looseObject({ type: z.string() })),
  actions: z.array(z.looseObject({ type: z.templateLiteral(['Action.', z.string()]) })).exactOptional(),
});

const schema = z.object({
  memory: z
    .object({
      locale: z.enum(locales).optional(),
      portal: z.string().optional(),
      ended: z.object({ nonce: z.string(), card }).optional(),
    })
    .default({}),
  /** The chat's owner: `person.id`, object id, the details last recorded, and when the roster may next be asked for an address. */
  person: z.object({ id: z.string(), objectId: z.string(), as: z.string(), rosterAt: z.number().optional() }).optional(),
  seen: z.array(z.string()).default([]),
  greetedAt: z.number().default(0),
});

/** What a conversation remembers besides its dialogs. */
export type Conversation = z.output<typeof schema>;

/** Reads a conversation. One that cannot be read starts afresh. */
export const conversationOrNew = schema.catch(() => schema.parse({}));

/** The `person.id` of the chat's owner, who is the first to have spoken in it. Undefined if somebody else is speaking. */
export async function ownerOf(core: Core, context: TurnContext, conversation: Conversation, encounter: Encounter, now: number): Promise<string | undefined> {
  const { objectId, name, locale } = encounter;
  const { activityId: _, ...address } = encounter.address;
  const known = conversation.person;
  if (known && known.objectId !== objectId) return undefined;
  const as = JSON.stringify([name, locale, address.serviceUrl]);
  // Without an address, approvers' cards cannot be sent here. The roster may only have been unreachable last time, so ask it again.
  const wanting = isAuthenticated(context.activity) && known?.rosterAt !== undefined && now >= known.rosterAt;
  if (known?.as === as && !wanting) return known.id;
  const email = await rosterEmail(context);
  const id = await core.conversation.people.meet({ ...encounter, address, ...(email !== undefined && { email }) });
  conversation.person = { id, objectId, as, ...(email === undefined && { rosterAt: now + minute }) };
  return id;
}
