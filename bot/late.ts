import { type Activity, INVOKE_RESPONSE_KEY, type InvokeResponse, type TurnContext } from 'botbuilder';
import { z } from 'zod';
import { busyCard } from '../cards/notice.ts';
import { translate } from '../core/foundation/i18n.ts';
import { isGroup } from '../dialogs/turn.ts';
import { asMessage } from './message.ts';
import { localeIn, spokenIn } from './person.ts';

const adaptiveCard = 'application/vnd.microsoft.card.adaptive';
const plainText = 'application/vnd.microsoft.activity.message';

const lateKey = Symbol('late');

/** Whether the channel was answered before the turn ended, so that what the turn answers has to come as a message. */
export const isLate = (context: TurnContext): boolean => context.turnState.get<{ readonly late: boolean } | undefined>(lateKey)?.late === true;

/** The answer to a click, as the SDK keeps it until the turn ends. */
const kept = z.object({
  value: z.object({
    body: z.union([z.object({ type: z.literal(adaptiveCard), value: z.looseObject({}) }), z.object({ type: z.literal(plainText), value: z.string() })]),
  }),
});

/** A turn that may take longer than the channel waits. */
export type LateTurn = {
  /** Runs the turn. If the channel was answered meanwhile, what the turn answers is sent as a message. */
  run(context: TurnContext, turn: (context: TurnContext) => Promise<void>): Promise<void>;
  /** Answers the channel while the turn goes on, and says so to the person. Undefined if there is nothing to say yet: the sender is not known, or the channel wants a window. */
  answer(): InvokeResponse | undefined;
};

/** Watches over the turn of an activity. */
export function createLateTurn(activity: Activity): LateTurn {
  let turning: TurnContext | undefined;
  const speaks = () => translate(turning ? spokenIn(turning) : localeIn(activity, undefined));
  const state = { late: false };

  /** What a click is answered with, in place of its card. In a group the card is everybody's, so only a text is. */
  const answerToClick = (t = speaks()) =>
    isGroup(activity) ? { statusCode: 200, type: plainText, value: t('busy.text') } : { statusCode: 200, type: adaptiveCard, value: busyCard(t) };

  return {
    run: async (context, turn) => {
      turning = context;
      context.turnState.set(lateKey, state);
      await turn(context);
      if (!state.late) return;
      const answer = kept.safeParse(context.turnState.get(INVOKE_RESPONSE_KEY)).data?.value.body;
      if (answer?.type === plainText) await context.sendActivity(answer.value);
      if (answer?.type === adaptiveCard) await context.sendActivity(asMessage(answer.value));
    },
    answer: () => {
      if (!turning) return undefined;
      if (activity.type === 'invoke' && activity.name !== 'adaptiveCard/action') return undefined;
      state.late = true;
      if (activity.type === 'invoke') return { status: 200, body: answerToClick() };
      // Not waited for: what hangs may be the channel itself.
      if (activity.type === 'message' && !isGroup(activity)) void turning.sendActivity(speaks()('busy.text')).catch(() => undefined);
      return { status: 200 };
    },
  };
}
