import type { TurnContext } from 'botbuilder';
import { z } from 'zod';
import type { Card } from '../cards/card.ts';
import { givenSchema } from '../core/conversation/index.ts';
import { day, minute } from '../core/foundation/clock.ts';
import { locales } from '../core/foundation/i18n.ts';
import type { Speaker } from '../core/foundation/people.ts';
import type { Core } from '../core/index.ts';
import { frontSchema } from '../dialogs/conversation/front.ts';
import { stateSchema } from '../dialogs/state.ts';
import { isAuthenticated, ownEntry } from './person.ts';
import { referenceOf } from './reference.ts';

/** The frame of a card that the bot kept. What is in it, the bot wrote itself. */
const frame = z.looseObject({
  type: z.literal('AdaptiveCard'),
  version: z.literal('1.5'),
  body: z.array(z.looseObject({ type: z.string() })),
  actions: z.array(z.looseObject({ type: z.templateLiteral(['Action.', z.string()]) })).exactOptional(),
});

const card = z.custom<Card>((kept) => frame.safeParse(kept).success);

const schema = z.object({
  memory: z
    .object({
      locale: z.enum(locales).optional(),
      waits: z.object({ nonce: z.string(), message: z.string() }).optional(),
      zone: z.string().optional(),
      portal: z.string().optional(),
      ended: z.object({ nonce: z.string(), card }).optional(),
      front: frontSchema.optional(),
      interrupted: z.string().optional(),
      missed: z.number().optional(),
      doubted: z.string().optional(),
      answered: z.enum(['foreign', 'smallTalk', 'listening']).optional(),
      offered: z
        .union([
          z.object({ portals: z.array(z.string()), procedure: z.string().optional(), said: givenSchema.optional() }),
          z.object({ procedures: z.array(z.string()), portal: z.string().optional(), said: givenSchema.optional() }),
        ])
        .optional(),
      next: z.object({ procedure: z.string(), portal: z.string().optional(), said: givenSchema.optional() }).optional(),
      wish: z.object({ procedures: z.array(z.string()), said: givenSchema }).optional(),
      led: z.object({ message: z.string(), nonce: z.string() }).optional(),
      decides: z.boolean().optional(),
      question: z.string().optional(),
      questionAt: z.number().optional(),
      questionCard: z.object({ message: z.string(), text: z.string() }).optional(),
      report: z.string().optional(),
      reportedAt: z.number().optional(),
      finished: z.object({ procedure: z.string(), portal: z.string(), at: z.number() }).optional(),
      decidedAt: z.number().optional(),
      left: z.object({ id: z.string(), state: stateSchema, at: z.number() }).optional().catch(undefined),
      told: z.string().optional(),
    })
    .default({}),
  /** The chat's owner: `person.id`, object id, the details last recorded, and when the roster is next asked for their address. */
  person: z.object({ id: z.string(), objectId: z.string(), as: z.string(), rosterAt: z.number().optional() }).optional(),
  seen: z.array(z.string()).default([]),
  greetedAt: z.number().default(0),
});

/** What a conversation remembers besides its dialogs. */
export type Conversation = z.output<typeof schema>;

/** Reads a conversation. One that cannot be read starts afresh. */
export const conversationOrNew = schema.catch(() => schema.parse({}));

/** The `person.id` of the chat's owner, who is the first to have spoken in it. Undefined if somebody else is speaking. */
export async function ownerOf(core: Core, context: TurnContext, conversation: Conversation, speaker: Speaker, now: number): Promise<string | undefined> {
  const { objectId, name, locale } = speaker;
  const known = conversation.person;
  if (known && known.objectId !== objectId) return undefined;
  const { zone } = conversation.memory;
  const as = JSON.stringify([name, locale, context.activity.serviceUrl, ...(zone === undefined ? [] : [zone])]);
  // An address can change hands, so the roster is asked again within a day, or soon if it did not answer.
  const wanting = isAuthenticated(context.activity) && now >= (known?.rosterAt ?? 0);
  if (known?.as === as && !wanting) return known.id;
  const entry = await ownEntry(context);
  const answered = typeof entry !== 'string';
  const { activityId: _, ...address } = referenceOf(context.activity);
  // With the zone: what is sent there later says which zone its times are of, as what is answered there does.
  const id = await core.conversation.people.meet({ ...speaker, address: { ...address, ...(zone !== undefined && { zone }) }, ...(answered && entry) });
  conversation.person = { id, objectId, as, rosterAt: now + (answered && entry.email !== null ? day : minute) };
  return id;
}
