import { Application } from '@microsoft/teams-ai';
import { ActivityTypes, MessageFactory, type StatePropertyAccessor, type Storage, type TaskModuleTaskInfo, type TurnContext } from 'botbuilder';
import { type DialogContext, DialogSet, type DialogStateManagerConfiguration } from 'botbuilder-dialogs';
import { z } from 'zod';
import type { Card } from '../cards/card.ts';
import { notYoursCard, staleCard, supportCaseCard } from '../cards/notice.ts';
import { unbroken } from '../cards/unbroken.ts';
import { createGiven, type createIntents } from '../core/conversation/index.ts';
import { type Clock, minute } from '../core/foundation/clock.ts';
import { translate } from '../core/foundation/i18n.ts';
import type { ChatEvent } from '../core/foundation/outbox/job.ts';
import type { Speaker } from '../core/foundation/people.ts';
import { legible } from '../core/foundation/prose.ts';
import { zoneOf } from '../core/foundation/spokenText.ts';
import type { Core } from '../core/index.ts';
import { decisions } from '../dialogs/access/decide.ts';
import { frontOf } from '../dialogs/conversation/front.ts';
import { createRoot } from '../dialogs/root.ts';
import { isGroup, setTurn, type Turn } from '../dialogs/turn.ts';
import { readAnswer } from './answer.ts';
import { attachmentIn } from './attachment.ts';
import { type Conversation, conversationOrNew, ownerOf } from './conversation.ts';
import { createLately } from './lately.ts';
import { asMessage } from './message.ts';
import { isAuthenticated, localeIn, ownEntry, soleMember, speakerIn, speaksIn } from './person.ts';
import type { Security } from './security.ts';
import { ConversationTurnState } from './turnState.ts';

/** Carries the event of a proactive turn. A symbol, so that no incoming activity can forge it. */
export const chatEventKey = Symbol('chatEvent');

/** How many recent activity ids we keep, to drop redeliveries. */
const remembered = 20;

/** The state that the framework loads and saves for a conversation. */
type State = ConversationTurnState;

type AppDependencies = {
  readonly core: Core;
  readonly intents: ReturnType<typeof createIntents>;
  readonly storage: Storage;
  readonly publicUrl: string;
  /** Whether the client is the real Teams: its stand-ins open no windows. */
  readonly windows: boolean;
  readonly clock: Clock;
  readonly security?: Pick<Security, 'notices'>;
};

/** Creates the teams-ai application, in which dialogs answer activities. Returns the function that runs one turn. */
export function createApp({ core, intents, storage, publicUrl, windows, clock, security }: AppDependencies): (context: TurnContext) => Promise<void> {
  const app = new Application<State>({ storage, startTypingTimer: false, turnStateFactory: () => new ConversationTurnState() });
  const dialogs = new DialogSet(dialogState);
  const root = createRoot(dialogs, { intents, given: createGiven(core.portals) });
  const lately = createLately(clock);
  let memoryScopes: DialogStateManagerConfiguration | undefined;

  /** The dialogs of this turn. */
  const dialogsIn = async (context: TurnContext): Promise<DialogContext> => {
    // Unless it finds them here, the SDK rebuilds in each turn the names by which dialogs reach their memory. They never change.
    if (memoryScopes) context.turnState.set('DialogStateManagerConfiguration', memoryScopes);
    const dc = await dialogs.createContext(context);
    memoryScopes = dc.state.configuration;
    return dc;
  };

  /** Runs `action` in the conversation and saves its state. Returns false, without running it, if the conversation belongs to somebody else. */
  const within = async (
    context: TurnContext,
    state: State,
    action: (turn: Opened, dc: DialogContext, conversation: Conversation) => Promise<void>,
  ): Promise<boolean> => {
    // A group must not learn about a person's account, and is not where we should reach that person later.
    if (isGroup(context.activity)) return false;
    const conversation = conversationOrNew.parse(state.conversation.guichet ?? {});
    // Teams redelivers a message when the answer takes long. We answer it once.
    const { id } = context.activity;
    if (context.activity.type === ActivityTypes.Message && id) {
      if (conversation.seen.includes(id)) return true;
      conversation.seen = [...conversation.seen, id].slice(-remembered);
    }
    context.turnState.set(stateKey, state);
    const turn = await openTurn(context, conversation);
    if (!turn) return false;
    setTurn(turn);
    const { locale } = turn.actor;
    await action(turn, await dialogsIn(context), conversation);
    if (turn.actor.locale !== locale) await core.conversation.people.speaks(turn.actor.person, turn.actor.locale);
    state.conversation.guichet = conversation;
    return true;
  };

  /** The turn of the person who owns this chat; undefined for anybody else. */
  const openTurn = async (context: TurnContext, conversation: Conversation): Promise<Opened | undefined> => {
    const { activity } = context;
    const { memory } = conversation;
    const locale = localeIn(activity, memory.locale);
    speaksIn(context, locale);
    // What the channel itself says happens in no zone: the last one that the client gave stays.
    memory.zone = zoneOf(activity.localTimezone) ?? memory.zone;
    const speaker = speakerIn(activity, locale);
    // The bot may be installed on somebody else's behalf, so an installation records nobody.
    const person = activity.type === ActivityTypes.ConversationUpdate ? 'anonymous' : await ownerOf(core, context, conversation, speaker, clock());
    return person === undefined ? undefined : turnFor(context, person, speaker, memory);
  };

  const turnFor = (context: TurnContext, person: string, speaker: Speaker, memory: Turn['memory']): Opened => {
    const { activity } = context;
    const { locale } = speaker;
    const turn: Opened = {
      context,
      core,
      actor: {
        person,
        channel: speaker.channel,
        locale,
        authenticated: isAuthenticated(activity),
        ...(speaker.name !== undefined && { name: speaker.name }),
        ...(speaker.tenant && { tenant: speaker.tenant }),
      },
      t: translate(locale, memory.zone),
      memory,
      now: clock(),
      windows: windows && speaker.channel === 'msteams',
      answer: readAnswer(activity),
      attachment: attachmentIn(activity),
      reply: undefined,
      aside: undefined,
      shownAs: undefined,
      show: async (card) => {
        memory.front = frontOf(card, memory.front);
        if (activity.type === ActivityTypes.Invoke && turn.reply === undefined) {
          turn.reply = card;
          turn.shownAs = activity.replyToId;
        } else turn.shownAs = (await context.sendActivity(asMessage(card)))?.id;
      },
      replace: async (message, card) => {
        await context.updateActivity({ ...asMessage(card), id: message }).catch((error: unknown) => {
          if (!cannotReplace(error)) throw error;
        });
      },
      say: async (text) => void (await context.sendActivity(MessageFactory.text(unbroken(legible(text))))),
      decline: async (text, card) => {
        if (!isGroup(context.activity)) await turn.show(card);
        // A card would replace, for the person who clicked, the one that everybody sees.
        else if (activity.type === ActivityTypes.Invoke) turn.aside = text;
        else await turn.say(text);
      },
      roster: async () => {
        const entry = await ownEntry(context);
        if (typeof entry === 'string') return undefined;
        lately.put(person, entry);
        return entry;
      },
      rosterLately: async () => lately.get(person) ?? (await turn.roster()),
    };
    return turn;
  };

  /** A request's card in a group: answered for the person who clicked, without running their dialogs or recording this as their chat. */
  const decidedInGroup = async (context: TurnContext): Promise<Opened | undefined> => {
    if (!isGroup(context.activity)) return undefined;
    const answer = readAnswer(context.activity);
    // The list of requests that await a person's decision is private.
    if (!answer?.verb.startsWith('decide.') || answer.verb === 'decide.start') return undefined;
    const speaker = speakerIn(context.activity, localeIn(context.activity, undefined));
    const turn = turnFor(context, (await core.conversation.people.known(speaker)) ?? 'anonymous', speaker, {});
    return (await decisions(turn, answer.verb, answer.inputs)) ? turn : undefined;
  };

  const hear = async (context: TurnContext, state: State): Promise<Card | string> => {
    const decided = await decidedInGroup(context);
    if (decided) return decided.aside ?? decided.reply ?? staleCard(decided.t, false);
    let reply: Card | undefined;
    let t = translate(localeIn(context.activity, undefined));
    const own = await within(context, state, async (turn, dc) => {
      await root.heard(turn, dc, context.activity.text ?? '');
      ({ reply, t } = turn);
    });
    if (!own && context.activity.type === ActivityTypes.Message) await context.sendActivity(MessageFactory.text(t('group.private')));
    if (context.activity.type === ActivityTypes.Invoke && reply === undefined) security?.notices('card', own ? 'stale' : 'notYours');
    return reply ?? (own ? staleCard(t, false) : notYoursCard(t));
  };

  app.adaptiveCards.actionExecute(/^/, async (context, state) => hear(context, state));
  app.adaptiveCards.actionSubmit(/^/, async (context, state) => void (await hear(context, state)));
  app.activity(ActivityTypes.Message, async (context, state) => void (await hear(context, state)));
  // An edited message is the answer if the first was not understood, or still leads to the current card (TALK-9). Otherwise it was answered already.
  app.activity(ActivityTypes.MessageUpdate, async (context, state) => {
    const { memory } = conversationOrNew.parse(state.conversation.guichet ?? {});
    const isHeard = (memory.missed ?? 0) > 0 || (memory.led !== undefined && memory.led.message === context.activity.id);
    if (isHeard && !isGroup(context.activity)) await hear(context, state);
  });
  app.activity(
    async (context) => context.turnState.get(chatEventKey) !== undefined,
    async (context, state) => {
      const event: ChatEvent = context.turnState.get(chatEventKey);
      const portal = core.portals.get(event.portal);
      // A support channel is not a person's chat, so it gets the card and no dialog.
      if (event.name === 'supportCase' && portal)
        return void (await context.sendActivity(asMessage(supportCaseCard(translate(localeIn(context.activity, undefined)), portal, event))));
      await within(context, state, (turn, dc) => root.happened(turn, dc, event));
    },
  );
  app.conversationUpdate('membersAdded', async (context, state) => {
    await within(context, state, async (turn, _dc, conversation) => {
      // Recorded now, so that an approver who has never written still gets cards (IN-10).
      const sole = await soleMember(context, turn.t.locale);
      if (sole) await core.conversation.people.meet(sole);
      // Teams reports an installation twice. A later reinstallation is greeted again.
      if (turn.now - conversation.greetedAt < minute) return;
      conversation.greetedAt = turn.now;
      await root.welcome(turn);
    });
  });
  app.taskModules.fetch<{ url?: unknown }>('page.window', async (context, _state, { url }) => pageWindow(context, publicUrl, String(url)));

  return async (context) => void (await app.run(context));
}

/** What a channel answers that has no such message any more, or replaces none. */
const unreplaceable = z.object({ statusCode: z.literal([400, 404, 405, 501]) });
const cannotReplace = (error: unknown): boolean => unreplaceable.safeParse(error).success;

/** A turn with the answer to its click: `reply` replaces the card that was clicked, `aside` is a text that leaves it unchanged. */
type Opened = Turn & { reply: Card | undefined; aside: string | undefined };

const stateKey = Symbol('state');

/** The dialogs' stack, kept with the conversation. */
const dialogState: StatePropertyAccessor = {
  get: async <T>(context: TurnContext, initial?: T) => {
    const state: State = context.turnState.get(stateKey);
    state.conversation.dialogs ??= initial;
    return state.conversation.dialogs;
  },
  set: async (context: TurnContext, value: object) => {
    const state: State = context.turnState.get(stateKey);
    state.conversation.dialogs = value;
  },
  delete: async (context: TurnContext) => {
    const state: State = context.turnState.get(stateKey);
    state.conversation.dialogs = undefined;
  },
};

/** Opens one of our own pages, and no other, in a Teams window (ALL-1). */
function pageWindow({ activity }: TurnContext, publicUrl: string, url: string): TaskModuleTaskInfo {
  const own = URL.canParse(url) && new URL(url).origin === new URL(publicUrl).origin;
  return { title: 'Guichet', width: 'medium', height: 'large', url: own ? url : `${publicUrl}/p/unknown/link/unknown?lang=${activity.locale ?? 'fr'}` };
}
