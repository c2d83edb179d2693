import type { TurnContext } from 'botbuilder';
import { DialogContextError } from 'botbuilder-dialogs';
import { faultCard } from '../cards/notice.ts';
import { translate } from '../core/foundation/i18n.ts';
import { DirectoryUnavailable } from '../core/ports.ts';
import { readAnswer } from './answer.ts';
import { isLate } from './late.ts';
import { asMessage } from './message.ts';
import { spokenIn } from './person.ts';

/** Dialogs wrap what is thrown in them. */
const isOfDirectory = (error: unknown): boolean => error instanceof DirectoryUnavailable || (error instanceof DialogContextError && isOfDirectory(error.error));

/** Tells the user that something failed in the turn, and how to go on. */
export async function apologise(context: TurnContext, error: unknown): Promise<void> {
  const what = isOfDirectory(error) ? 'fault.directory' : 'fault';
  const card = faultCard(translate(spokenIn(context)), readAnswer(context.activity), what);
  // Its click was answered while the turn went on.
  const late = isLate(context);
  if (context.activity.type === 'message' || late) await context.sendActivity(asMessage(card));
  if (context.activity.type === 'invoke' && !late)
    await context.sendActivity({
      type: 'invokeResponse',
      value: { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card } },
    });
}
