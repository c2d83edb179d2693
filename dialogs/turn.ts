import type { Activity, TurnContext } from 'botbuilder';
import type { Card } from '../cards/card.ts';
import type { Named } from '../cards/frame.ts';
import type { Given } from '../core/conversation/index.ts';
import type { Actor } from '../core/foundation/actor.ts';
import type { Locale, Translator } from '../core/foundation/i18n.ts';
import type { RosterEntry } from '../core/foundation/people.ts';
import type { Procedure } from '../core/foundation/procedures.ts';
import type { Core } from '../core/index.ts';
import type { Portal } from '../core/portal/index.ts';
import type { Front } from './conversation/front.ts';
import type { FlowState } from './state.ts';

/** A pressed button, or a text that stands for one. It comes from the channel, so nothing in it proves who somebody is. */
export type Answer = {
  readonly verb: string;
  readonly nonce: string;
  readonly inputs: Readonly<Record<string, string>>;
  /** Whether a text stands for it: it fills one field, and those left empty are no mistake. */
  readonly typed?: true;
};

/** What a conversation remembers besides its dialogs. It is conversation state: it may be lost and holds no secret. */
export type Memory = {
  /** The language that the user asked for. Otherwise the client's applies. */
  locale?: Locale | undefined;
  /** The card that the running procedure waits with: which showing of it, and its message in the chat. */
  waits?: { readonly nonce: string; readonly message: string } | undefined;
  /** The time zone that the client last gave. Undefined if it gives none. */
  zone?: string | undefined;
  /** The last chosen portal. */
  portal?: string | undefined;
  /** The card that ended the last procedure, and the nonce of the card whose button ended it. */
  ended?: { readonly nonce: string; readonly card: Card } | undefined;
  /** The card in front, as far as it can be answered by typing. */
  front?: Front | undefined;
  /** The nonce of a procedure that waits behind the last card of the one that interrupted it: what is typed is no answer to it (TALK-8). */
  interrupted?: string | undefined;
  /** How many messages in a row were not understood. */
  missed?: number | undefined;
  /** What the last message was answered with, if it was small talk or about something that is done nowhere here. */
  answered?: 'foreign' | 'smallTalk' | 'listening' | undefined;
  /** The nonce of the card below which something was said last that was not understood. */
  doubted?: string | undefined;
  /** The portals offered last, for which procedure, or the procedures, at which portal: the answer may be typed. `said` is what was said already of it. */
  offered?:
    | { readonly portals: readonly string[]; readonly procedure?: string | undefined; readonly said?: Given | undefined }
    | { readonly procedures: readonly string[]; readonly portal?: string | undefined; readonly said?: Given | undefined }
    | undefined;
  /** The second of two wishes, offered when the first ends. */
  next?: { readonly procedure: string; readonly portal?: string | undefined; readonly said?: Given | undefined } | undefined;
  /** What was said already of the procedures that were offered last, for the one that is chosen (TALK-6). */
  wish?: { readonly procedures: readonly string[]; readonly said: Given } | undefined;
  /** The message that led to the current card: while nothing else was done, an edit of it is heard in its place (TALK-9). */
  led?: { readonly message: string; readonly nonce: string } | undefined;
  /** The procedure that reached its goal last, where, and when: what is said next may be about it. */
  finished?: { readonly procedure: string; readonly portal: string; readonly at: number } | undefined;
  /** When a request of theirs was decided last, such as that for an organisation: what is asked next is not answered as if it still waited. */
  decidedAt?: number | undefined;
  /** The procedure that was left last, as it stood, and when: within the hour it is taken up again where it was left. */
  left?: { readonly id: string; readonly state: FlowState; readonly at: number } | undefined;
  /** Whether requests to decide were shown here. */
  decides?: boolean | undefined;
  /** The request about which an approver asked last. */
  question?: string | undefined;
  /** When that was told: what is typed days later is no answer to it. */
  questionAt?: number | undefined;
  /** The card of that question, and what it asks: once it was answered by typing, it shows the answer. */
  questionCard?: { readonly message: string; readonly text: string } | undefined;
  /** What was reported, for the card for support. */
  report?: string | undefined;
  /** What was said that only support can do, for its card. */
  told?: string | undefined;
  /** When it was: what was not sent within the hour is forgotten. */
  reportedAt?: number | undefined;
};

/** One turn of a conversation, as dialogs see it. */
export type Turn = {
  readonly context: TurnContext;
  readonly core: Core;
  actor: Actor;
  /** Translates into the turn's language. If the user switches in mid-turn, what follows is in the new language. */
  t: Translator;
  readonly memory: Memory;
  readonly now: number;
  /** Whether this client can open a web page in a window of its own. */
  readonly windows: boolean;
  /** The procedure that was under way when this turn began, by the card it waits with, and as people call it. */
  under?: { readonly nonce: string; readonly portal: string; readonly procedure: Procedure; readonly named: Named } | undefined;
  /** The pressed button. If a text stands for one, it is set once the text is understood. */
  answer: Answer | undefined;
  /** What a message brings besides its text. */
  readonly attachment: 'picture' | 'voice' | 'file' | undefined;
  /** Shows a card. The first after a click replaces the card clicked; any other is sent as a message. */
  show(card: Card): Promise<void>;
  say(text: string): Promise<void>;
  /** The message of the card that was shown last in this turn. Undefined if the channel gives none. */
  shownAs: string | undefined;
  /** Replaces a card that was shown before. Nothing happens where the channel cannot, or the message is gone. */
  replace(message: string, card: Card): Promise<void>;
  /** Declines a click. In a personal chat `card` is shown as usual. In a group only `text` is said, as others see the clicked card too. */
  decline(text: string, card: Card): Promise<void>;
  /** What the channel's roster says of this person now. It is asked only when needed. Undefined if it has nothing, or does not answer. */
  roster(): Promise<RosterEntry | undefined>;
  /** The same, or what it said within minutes: for what is filled in and confirmed, never for a right. */
  rosterLately(): Promise<RosterEntry | undefined>;
};

const key = Symbol('turn');

/** Stores the turn where dialogs find it. */
export const setTurn = (turn: Turn): void => {
  turn.context.turnState.set(key, turn);
};

/** The turn in which a dialog runs. */
export function turnOf(context: TurnContext): Turn {
  const turn: Turn | undefined = context.turnState.get(key);
  if (!turn) throw new Error('A dialog runs outside of a turn: call setTurn before it.');
  return turn;
}

/** The speaker, with their current address in the channel's roster, and what it says of who vouches for it. */
export async function proven({ actor, roster }: Turn): Promise<Actor> {
  const { email, givenName: _given, familyName: _family, ...entry }: Partial<RosterEntry> = (await roster()) ?? {};
  return { ...actor, ...entry, ...(email && { email }) };
}

/** Names the click for the core, which does once what is asked for again because an answer was lost. */
export const clickOf = ({ answer }: Turn): { readonly click?: string } => (answer?.nonce ? { click: answer.nonce } : {});

/** Whether this turn is a message that was written, and no card that was sent. */
export const isTyped = ({ context: { activity } }: Turn): boolean => activity.type === 'message' && activity.value === undefined;

/** Whether an activity is of a group or channel, where everybody sees what is shown. */
export const isGroup = ({ conversation }: Pick<Activity, 'conversation'>): boolean =>
  conversation.isGroup === true || ['groupChat', 'channel'].includes(conversation.conversationType);

/** The portals that this person may use in chat, given the tenant that the channel authenticated. */
export const portalsFor = ({ core, actor }: Turn): Portal[] =>
  [...core.portals.values()].filter(
    (portal) => portal.tenants.length === 0 || (actor.tenant !== undefined && portal.tenants.includes(actor.tenant.toLowerCase())),
  );
