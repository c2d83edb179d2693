import { type Activity, TurnContext } from 'botbuilder';
import type { ChatAddress } from '../core/foundation/outbox/job.ts';

/** Longer texts are cut: where nobody is known, a client writes what it likes. */
const longest = 200;

/** JSON has no undefined: what is stored and what is compared are the same. */
const defined = (fields: Record<string, unknown>): Record<string, unknown> => {
  for (const name of Object.keys(fields)) if (fields[name] === undefined) delete fields[name];
  return fields;
};

const short = (text: unknown): string | undefined => (typeof text === 'string' ? text.slice(0, longest) : undefined);
const flag = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined);

type Party = { readonly id: string; readonly name?: string; readonly aadObjectId?: string; readonly role?: string };
const party = ({ id, name, aadObjectId, role }: Party) => defined({ id, name: short(name), aadObjectId: short(aadObjectId), role: short(role) });

/**
 * Where an activity can be answered later: the fields that messages are sent by, and nothing else that a client left beside them. The activity was read by
 * `readActivity`, or begun by us.
 */
export function referenceOf(activity: Activity): ChatAddress {
  const { from, recipient, conversation, channelId, locale, serviceUrl } = activity;
  const { activityId } = TurnContext.getConversationReference(activity);
  const { conversationType, tenantId, isGroup } = conversation;
  return defined({
    activityId,
    user: party(from),
    bot: party(recipient),
    conversation: { ...party(conversation), ...defined({ conversationType: short(conversationType), tenantId: short(tenantId), isGroup: flag(isGroup) }) },
    channelId,
    locale: short(locale),
    serviceUrl,
  });
}
