import assert from 'node:assert/strict';
import { z } from 'zod';
import { alice, type Connector, type Member, tenant } from './fakes/connector.ts';

const element: z.ZodType<Element> = z.lazy(() =>
  z.looseObject({
    type: z.string(),
    items: z.array(element).optional(),
    actions: z.array(action).optional(),
    selectAction: action.optional(),
    columns: z.array(element).optional(),
  }),
);
type Element = {
  type: string;
  items?: Element[] | undefined;
  actions?: Action[] | undefined;
  selectAction?: Action | undefined;
  columns?: Element[] | undefined;
  [property: string]: unknown;
};
const action = z.looseObject({
  type: z.string(),
  title: z.string().optional(),
  verb: z.string().optional(),
  associatedInputs: z.string().optional(),
  url: z.string().optional(),
  data: z.record(z.string(), z.unknown()).optional(),
});
type Action = z.output<typeof action>;
export const cardSchema = z.looseObject({ type: z.literal('AdaptiveCard'), body: z.array(element).default([]), actions: z.array(action).default([]) });
export type ShownCard = z.output<typeof cardSchema>;

/** Whether a card says that a newer one took over from it. */
const isReplaced = (content: unknown): boolean => /Une carte plus récente a pris|A newer card has taken/.test(JSON.stringify(content));

/** What a channel got, with hyphens as people type them (cards/unbroken.ts). */
const breakable = <T>(got: T): T => JSON.parse(JSON.stringify(got).replaceAll('\u2011', '-'));

const invokeAnswer = z.object({ statusCode: z.number(), type: z.string(), value: z.unknown() });

/** One line of a transcript: who, and what was said or shown. */
export type Line = { readonly who: 'user' | 'bot'; readonly text?: string; readonly card?: ShownCard };

/** All texts of a card, top to bottom. A row that can be pressed is one line, what presses it in brackets. */
export function textOf(card: ShownCard): string {
  const words = (elements: readonly Element[]): unknown[] =>
    elements.flatMap(({ type, text, label, value, items = [], columns = [], facts, choices, selectAction }) => {
      const inside = [...words(items), ...words(columns)];
      if (selectAction) return [pressed(inside)];
      if (isFact(columns)) return [inside.filter((word) => word !== undefined).join(': ')];
      return [
        type.startsWith('Input.') ? [label, typeof value === 'string' ? value : undefined] : text,
        z
          .array(z.object({ title: z.string(), value: z.string() }))
          .catch([])
          .parse(facts)
          .map(({ title, value }) => `${title}: ${value}`),
        z
          .array(z.object({ title: z.string() }))
          .catch([])
          .parse(choices)
          .map(({ title }) => title),
        inside,
      ].flat();
    });
  return words(card.body)
    .filter((word) => typeof word === 'string')
    .join('\n');
}

/** Name and value side by side. */
const isFact = (columns: readonly Element[]): boolean => columns.length === 2 && columns.every(({ width }) => typeof width === 'number');

const pressed = (inside: readonly unknown[]): string => {
  const [title, ...rest] = inside.filter((word) => typeof word === 'string' && !/^[›⌄]$/.test(word));
  return [`[${title}]`, ...rest].join(' ');
};

/** All that can be pressed on a card, wherever it is: its buttons, and its rows. */
export const actionsOf = ({ body, actions }: ShownCard): Action[] => [...pressables(body), ...actions];

/** The buttons of a card, without its rows. */
export const buttonsOf = ({ body, actions }: ShownCard): Action[] => [...pressables(body, false), ...actions];

const pressables = (elements: readonly Element[], withRows = true): Action[] =>
  elements.flatMap(({ actions = [], items = [], columns = [], selectAction }) => [
    ...(selectAction && withRows ? [selectAction] : []),
    ...actions,
    ...pressables(items, withRows),
    ...pressables(columns, withRows),
  ]);

/** All fields of a card, wherever they are, with what stands in them. */
export function inputsOf(card: ShownCard) {
  const inside = (elements: readonly Element[]): Element[] =>
    elements.flatMap((element) => [element, ...inside(element.items ?? []), ...(element.columns ?? []).flatMap((column) => inside(column.items ?? []))]);
  return inside(card.body)
    .filter(({ type }) => type.startsWith('Input.'))
    .map((element) => input.parse(element));
}

const input = z.object({
  type: z.string(),
  id: z.string(),
  value: z.string().default(''),
  style: z.string().optional(),
  isRequired: z.boolean().default(false),
  isMultiSelect: z.boolean().default(false),
});

/** A person's chat. */
export type Chat = {
  readonly transcript: Line[];
  readonly locale: 'fr' | 'en';
  readonly who: Member;
  /** Posts an activity unchanged. */
  post(body: object): Promise<{ status: number; body: unknown }>;
  /** An activity by this person in this chat. */
  activity(over: object): object;
  /** The current card. */
  readonly card: ShownCard;
  /** What the bot said and showed since the last turn of this chat, as text. */
  readonly heard: string;
  /** Sends a message. */
  says(text: string, over?: object): Promise<Chat>;
  /** Presses the button with this verb on the current card, or on an older one, with these inputs. */
  presses(
    verb: string,
    inputs?: Readonly<Record<string, unknown>>,
    on?: { readonly card?: ShownCard; readonly choice?: string; readonly submit?: boolean },
  ): Promise<Chat>;
  /** Sends a card's answer unchanged, forged or not. */
  sends(verb: string, data: unknown, submit?: boolean): Promise<void>;
  /** Asserts that the last turn said this. */
  hears(...words: readonly (string | RegExp)[]): Chat;
  /** The address opened by a button of the current card. */
  opens(): string;
};

type ChatOptions = {
  readonly url: string;
  readonly connector: Connector;
  readonly locale: 'fr' | 'en';
  readonly channel: 'msteams' | 'emulator' | 'webchat';
  readonly who?: Member;
  readonly conversation?: object;
};

/** A person's chat with the bot over HTTP: writes, presses buttons, and reads what the bot shows. */
export function openChat({ url, connector, locale, channel, who = alice, conversation }: ChatOptions): Chat {
  const transcript: Line[] = [];
  let card: ShownCard | undefined;
  /** The newest message with a card. */
  let newest: string | undefined;
  let heard: Line[] = [];
  let read = connector.activities.length;

  const bot = (line: Omit<Line, 'who'>, isFront = true): void => {
    const said: Line = { who: 'bot', ...line };
    heard.push(said);
    transcript.push(said);
    if (said.card && isFront) card = said.card;
  };

  /** Reads what came over the connector since the last call. */
  const catchUp = (): void => {
    for (const activity of connector.activities.slice(read).filter(({ conversationId }) => conversationId === where.id)) {
      if (activity.text) bot({ text: breakable(activity.text) });
      for (const attachment of activity.attachments ?? []) {
        // What changes further up stays there.
        const isFront = activity.method !== 'PUT' || newest === undefined || activity.id === newest || !isReplaced(attachment.content);
        bot({ card: cardSchema.parse(breakable(attachment.content)) }, isFront);
        if (activity.method === 'POST') newest = activity.id;
      }
    }
    read = connector.activities.length;
  };

  const where = { id: `a:${who.givenName}-${channel}`, conversationType: 'personal', ...(channel === 'msteams' && { tenantId: tenant }), ...conversation };
  const activity = (over: object): object => ({
    id: crypto.randomUUID(),
    channelId: channel,
    serviceUrl: connector.url,
    locale: locale === 'fr' ? 'fr-FR' : 'en-GB',
    from: channel === 'msteams' ? { id: who.id, name: who.name, aadObjectId: who.aadObjectId } : { id: who.id, name: who.name },
    recipient: { id: '28:guichet', name: 'Guichet' },
    conversation: where,
    ...(channel === 'msteams' && { channelData: { tenant: { id: tenant } } }),
    ...over,
  });

  const post = async (body: object): Promise<{ status: number; body: unknown }> => {
    const response = await fetch(`${url}/api/messages`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : undefined };
  };

  const chat: Chat = {
    transcript,
    locale,
    who,
    post,
    activity,
    get card(): ShownCard {
      assert.ok(card, 'no card was shown yet');
      return card;
    },
    get heard(): string {
      catchUp();
      return heard.map((line) => line.text ?? (line.card ? textOf(line.card) : '')).join('\n');
    },
    async says(text: string, over: object = {}): Promise<Chat> {
      catchUp();
      heard = [];
      transcript.push({ who: 'user', text });
      const { status } = await post(activity({ type: 'message', text, ...over }));
      assert.equal(status, 200);
      catchUp();
      return chat;
    },
    async presses(
      verb: string,
      inputs: Readonly<Record<string, unknown>> = {},
      on: { readonly card?: ShownCard; readonly choice?: string; readonly submit?: boolean } = {},
    ): Promise<Chat> {
      catchUp();
      const button = actionsOf(on.card ?? chat.card).find(
        (each) => each.data?.verb === verb && (on.choice === undefined || Object.values(each.data).includes(on.choice)),
      );
      assert.ok(button, `no button ${verb} on: ${textOf(on.card ?? chat.card)}\n${actionsOf(on.card ?? chat.card).map((each) => each.data?.verb ?? each.url)}`);
      heard = [];
      const typed = Object.entries(inputs).map(([name, value]) => `${name}: ${String(value)}`);
      transcript.push({ who: 'user', text: `[${button.title}]${typed.length > 0 ? ` ${typed.join(', ')}` : ''}` });
      await chat.sends(verb, { ...button.data, ...inputs }, on.submit ?? (channel !== 'msteams' || button.type === 'Action.Submit'));
      return chat;
    },
    async sends(verb: string, data: unknown, submit = false): Promise<void> {
      if (submit) {
        assert.equal((await post(activity({ type: 'message', value: data }))).status, 200);
      } else {
        const { status, body } = await post(
          activity({ type: 'invoke', name: 'adaptiveCard/action', value: { action: { type: 'Action.Execute', verb, data } } }),
        );
        assert.equal(status, 200);
        const answer = invokeAnswer.parse(body);
        // A text message leaves the card unchanged.
        if (answer.type === 'application/vnd.microsoft.activity.message') bot({ text: z.string().parse(answer.value) });
        else {
          assert.equal(answer.type, 'application/vnd.microsoft.card.adaptive');
          bot({ card: cardSchema.parse(breakable(answer.value)) });
        }
      }
      catchUp();
    },
    hears(...words: readonly (string | RegExp)[]): Chat {
      for (const word of words) assert.match(chat.heard, typeof word === 'string' ? new RegExp(RegExp.escape(word)) : word);
      return chat;
    },
    opens(): string {
      const link = actionsOf(chat.card).find(({ type }) => type === 'Action.OpenUrl')?.url;
      assert.ok(link, `nothing to open on: ${textOf(chat.card)}`);
      return link;
    },
  };
  return chat;
}
