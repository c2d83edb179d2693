import type { ConversationReference, TurnContext } from 'botbuilder';
import { z } from 'zod';
import { approvalCard, notApproverCard } from '../cards/access/decide.ts';
import { reviewCard } from '../cards/access/reviews.ts';
import type { Card } from '../cards/card.ts';
import type { ApprovalNotifier, ReviewNotifier } from '../core/access/index.ts';
import { type Locale, translate } from '../core/foundation/i18n.ts';
import { NoAnswer, Postponed, RetryAfter, Undeliverable } from '../core/foundation/outbox/faults.ts';
import type { ChatAddress } from '../core/foundation/outbox/job.ts';
import type { Pace } from '../core/foundation/outbox/pace.ts';
import { zoneOf } from '../core/foundation/spokenText.ts';
import type { Portal } from '../core/portal/index.ts';
import type { Notifier } from '../core/ports.ts';
import type { Adapter } from './adapter.ts';
import { chatEventKey } from './app.ts';
import type { Config } from './config.ts';
import { retryAfter } from './connectorPolicy.ts';
import { asMessage } from './message.ts';
import { rosterEntry } from './person.ts';
import { serviceUrlAllowed } from './serviceUrl.ts';

const party = z.looseObject({ id: z.string(), tenantId: z.string().optional() });
const reference = z.looseObject({ channelId: z.string(), serviceUrl: z.string(), conversation: party, bot: party.optional(), user: party.optional() });

/** The connector's answer when it refused a message. */
const refused = z.object({
  statusCode: z.number(),
  code: z.string().optional(),
  response: z.object({ headers: z.custom<{ get(name: string): string | undefined }>() }).optional(),
});

/** What the SDK throws where the request could not be sent, or had no answer in time. */
const silent = z.union([z.object({ name: z.literal('AbortError') }), z.object({ code: z.literal('REQUEST_SEND_ERROR') })]);

type NotifierDependencies = {
  readonly adapter: Pick<Adapter, 'continueConversationAsync'>;
  readonly config: Config;
  readonly run: (context: TurnContext) => Promise<void>;
  readonly portals: ReadonlyMap<string, Portal>;
  readonly pace: Pace;
};

/**
 * Begins proactive turns in the chat at an address: for a dialog, with the event under `chatEventKey`, or for an approver's card alone.
 * Throws `Undeliverable` if the chat, or the card to change, can no longer be reached (403, 404, or an address that is not a channel's),
 * `Postponed` if the conversation has used up its rate for now, `RetryAfter` if the connector says when to come back, and `NoAnswer` if it does not
 * answer. Other errors
 * pass unchanged.
 */
export function createNotifier({ adapter, config, run, portals, pace }: NotifierDependencies): Notifier & ApprovalNotifier & ReviewNotifier {
  return {
    notify: (address, event, locale, id) =>
      inChat(address, locale, id, async (context) => {
        context.turnState.set(chatEventKey, event);
        await run(context);
      }),

    async card(address, activityId, view, approver, locale, { sent, replaced } = {}) {
      return await sendOrUpdate(
        { address, activityId, locale, about: view.id },
        approvalCard({ t: translate(locale, zoneOf(address.zone)), portal: portalOf(view), view, approver, sent, replaced }),
      );
    },

    async reviewCard(address, activityId, view, locale, around) {
      return await sendOrUpdate(
        { address, activityId, locale, about: view.id },
        reviewCard({ t: translate(locale, zoneOf(address.zone)), portal: portalOf(view) }, view, around),
      );
    },

    async withdraw(address, activityId, locale) {
      const card = notApproverCard(translate(locale), { key: 'decide.notYours' }, { inPlace: true });
      await inChat(address, locale, `withdraw ${activityId}`, async (context) => {
        await context.updateActivity({ ...asMessage(card), id: activityId });
      });
    },

    async roster(address) {
      const chat = readable(address);
      if (!chat) return 'gone';
      const entry = (await turnIn(chat, (context) => rosterEntry(context))) ?? 'unavailable';
      return typeof entry === 'string' ? entry : { ...entry, tenant: chat.conversation.tenantId ?? '' };
    },
  };

  function portalOf({ portal: id }: { readonly portal: string }): Portal {
    const portal = portals.get(id);
    if (!portal) throw new Undeliverable(`The portal ${id} is not there any more.`);
    return portal;
  }

  type Sending = { readonly address: ChatAddress; readonly activityId: string | undefined; readonly locale: Locale; readonly about: string };

  /** Sends a card, or puts it in the place of an earlier one. Returns its id: empty if the channel gives none, and a click on it is then answered with the current state. */
  async function sendOrUpdate({ address, activityId, locale, about }: Sending, card: Card): Promise<string> {
    const message = asMessage(card);
    let sent = activityId;
    await inChat(address, locale, `${about} ${activityId}`, async (context) => {
      if (activityId === undefined) sent = (await context.sendActivity(message))?.id;
      else await context.updateActivity({ ...message, id: activityId });
    });
    return sent ?? '';
  }

  /** The address of a chat that the bot's token may be sent to. The rules may have changed since it was stored. */
  function readable(address: ChatAddress): z.output<typeof reference> | undefined {
    const chat = reference.safeParse(address).data;
    return chat && serviceUrlAllowed(chat.serviceUrl, config) ? chat : undefined;
  }

  async function inChat(address: ChatAddress, locale: Locale, job: string, action: (context: TurnContext) => Promise<void>): Promise<void> {
    const chat = readable(address);
    if (!chat) throw new Undeliverable('The address of this chat is not a conversation reference to a channel of ours.');
    const { channelId, conversation } = chat;
    const way = { chat: `${channelId} ${conversation.id}`, tenant: `${channelId} ${conversation.tenantId}` };
    const wait = pace.take(way, job);
    if (wait !== undefined) throw new Postponed(wait);
    let sent = 0;
    let failure: { readonly error: unknown } | undefined;
    await turnIn(chat, async (context) => {
      context.activity.locale = locale;
      context.onSendActivities((_context, activities, next) => {
        sent += activities.length;
        return next();
      });
      // Caught here: the adapter would report a fault in the chat and not rethrow it.
      await action(context).catch((error: unknown) => {
        failure = { error };
      });
    });
    // A turn may send several messages.
    if (sent > 1) pace.spend(way, sent - 1);
    if (!failure) return;
    const fault = classify(failure.error);
    if (fault instanceof RetryAfter) pace.hold(way.chat, fault.millis);
    throw fault;
  }

  /** Runs a turn that we begin, and returns what it returned. */
  async function turnIn<T>(chat: z.output<typeof reference>, action: (context: TurnContext) => Promise<T>): Promise<T | undefined> {
    // The address of a support channel is written by an operator and names only the conversation.
    const own = { id: `28:${config.app?.id ?? 'guichet'}` };
    let result: T | undefined;
    await adapter.continueConversationAsync(
      config.app?.id ?? '',
      z.custom<ConversationReference>().parse({ bot: own, user: own, ...chat }),
      async (context) => {
        // The SDK invents this id. If kept, each message would reply to nothing, and the Playground gives replies no id.
        Reflect.deleteProperty(context.activity, 'id');
        result = await action(context);
      },
    );
    return result;
  }
}

function classify(error: unknown): unknown {
  if (silent.safeParse(error).success) return new NoAnswer('The connector does not answer.', { cause: error });
  const answer = refused.safeParse(error).data;
  if (!answer) return error;
  const { statusCode, code = '' } = answer;
  if (statusCode === 403 || statusCode === 404) return new Undeliverable(`The connector refuses this chat: ${statusCode} ${code}`.trim());
  const wait = statusCode === 429 ? retryAfter(answer.response?.headers.get('retry-after')) : undefined;
  if (statusCode >= 500) return new NoAnswer(`The connector answers ${statusCode}.`, { cause: error });
  return wait === undefined ? error : new RetryAfter(wait, 'The connector asks to wait.');
}
