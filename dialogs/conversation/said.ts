import type { DialogContext } from 'botbuilder-dialogs';
import type { Around } from '../../cards/conversation/talk.ts';
import type { Given, Intent } from '../../core/conversation/index.ts';
import type { Procedure } from '../../core/foundation/procedures.ts';
import { isProcedure, offers } from '../begin.ts';
import { type Running, runningLabel } from '../running.ts';
import { portalsFor, type Turn } from '../turn.ts';

/** A message on its way through the questions below, with the running procedure and the field that a text could fill. */
export type Said = {
  readonly turn: Turn;
  readonly dc: DialogContext;
  readonly text: string;
  readonly current: Running | undefined;
  /** The same also while it waits behind the end of another. */
  readonly under: Running | undefined;
  readonly field: ReturnType<Running['dialog']['textOf']>;
  readonly intent: Intent;
  /** What was asked back by the message before. */
  readonly wish: Turn['memory']['wish'];
  /** Which answer to small talk, or to what is done nowhere here, the message before got. */
  readonly answered: Turn['memory']['answered'];
  /** Reads what a text says already, so that it is not asked again (TALK-6). */
  readonly given: (text: string) => Given;
};

/** Returns whether the message was handled. If not, the next question is asked. */
export type Question = (said: Said) => Promise<boolean>;

/** The procedure that a message starts. */
export const startedBy = ({ confident, procedure }: Intent) => (confident && isProcedure(procedure) ? procedure : undefined);

/** What can be offered beside an answer: the portal meant, what comes near, and the procedure under way. */
export function aroundIn({ turn, current, under, intent }: Said): Around {
  const portal = portalsFor(turn).find(({ id }) => id === (intent.portal ?? intent.likely ?? current?.state.data.portal ?? turn.memory.portal));
  const usual = portal ? usualTroubles.filter((procedure) => offers(portal, procedure)) : usualTroubles;
  return { portal, nearest: intent.nearest.length > 0 ? intent.nearest : current ? [] : usual, running: runningLabel(turn, under) };
}

/** What a complaint is most often about. */
const usualTroubles: readonly Procedure[] = ['reset', 'unlock', 'signUp'];
