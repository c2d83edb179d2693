import { type Activity, TurnContext } from 'botbuilder';
import { z } from 'zod';
import type { ChatAddress } from '../core/foundation/outbox/job.ts';

/** Longer texts are cut: where nobody is known, a client writes what it likes. */
const longest = 200;
const short = z
  .string()
  .transform((text) => text.slice(0, longest))
  .optional()
  .catch(undefined);
const party = z.object({ id: z.string(), name: short, aadObjectId: short, role: short });

/** The fields of a conversation's reference that messages are sent by. A client may have put anything beside them. */
const reference = z.object({
  activityId: z.string().optional(),
  user: party,
  bot: party,
  conversation: party.extend({ conversationType: short, tenantId: short, isGroup: z.boolean().optional().catch(undefined) }),
  channelId: z.string(),
  locale: short,
  serviceUrl: z.string(),
});

/** Where an activity can be answered later, without what else a client left in it. */
export const referenceOf = (activity: Activity): ChatAddress => dropMissing(reference.parse(TurnContext.getConversationReference(activity)));

/** JSON has no undefined: what is stored and what is compared are the same. */
const dropMissing = (value: ChatAddress): ChatAddress => z.record(z.string(), z.unknown()).parse(JSON.parse(JSON.stringify(value)));
