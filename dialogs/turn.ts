import type { TurnContext } from 'botbuilder';
import type { Card } from '../cards/card.ts';
import type { Actor } from '../core/foundation/actor.ts';
import type { Locale, Translator } from '../core/foundation/i18n.ts';
import type { Core } from '../core/index.ts';
import type { Portal } from '../core/portal/index.ts';

/** A button that was pressed, or a text that stands for one. Read from the channel: nothing in it tells who somebody is. */
export type Answer = { readonly verb: string; readonly nonce: string; readonly inputs: Readonly<Record<string, string>> };

/** What a conversation remembers in addition to its dialogs. Conversation state: may be lost, holds no secret. */
export type Memory = {
  /** Language that the user asked for; the client's decides otherwise. */
  locale?: Locale | undefined;
  /** The portal that was last chosen. */
  portal?: string | undefined;
  /** How the last procedure ended, and on which showing of a card the button for it was pressed. */
  ended?: { readonly nonce: string; readonly card: Card } | undefined;
};

/** One turn of a conversation, as dialogs see it. */
export type Turn = {
  readonly context: TurnContext;
  readonly core: Core;
  actor: Actor;
  /** Says things in the turn's language; a switch in the middle of it changes what follows. */
  t: Translator;
  readonly memory: Memory;
  readonly now: number;
  /** Whether a web page can open in a window of this client's. */
  readonly windows: boolean;
  /** A text can stand for a button: the root dialog then sets what it means. */
  answer: Answer | undefined;
  /** Shows a card: in the place of the one that was clicked, once; as a message otherwise. */
  show(card: Card): Promise<void>;
  say(text: string): Promise<void>;
  /** Turns a click down: in the place of the card where it is this person's alone, beside it where others see it too. */
  decline(text: string, card: Card): Promise<void>;
  /** Address that the channel's roster gives for this person, asked for only when needed. */
  email(): Promise<string | undefined>;
};

const key = Symbol('turn');

/** Puts the turn where dialogs find it. */
export const setTurn = (turn: Turn): void => {
  turn.context.turnState.set(key, turn);
};

/** The turn that a dialog runs in. */
export function turnOf(context: TurnContext): Turn {
  const turn: Turn | undefined = context.turnState.get(key);
  if (!turn) throw new Error('A dialog runs outside of a turn: call setTurn before it.');
  return turn;
}

/** Who speaks, with the address that the channel's roster gives now. */
export async function proven({ actor, email }: Turn): Promise<Actor> {
  const address = await email();
  return { ...actor, ...(address !== undefined && { email: address }) };
}

/** The portals that this person may use in chat, by the tenant that the channel authenticated. */
export const portalsFor = ({ core, actor }: Turn): Portal[] =>
  [...core.portals.values()].filter((portal) => portal.tenants.length === 0 || (actor.tenant !== undefined && portal.tenants.includes(actor.tenant)));
