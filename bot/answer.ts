import type { Activity } from 'botbuilder';
import { z } from 'zod';
import type { Answer } from '../dialogs/turn.ts';

/** Longer than any field of any card. Longer text is cut, and its field then refuses it as too long. */
const longest = 20_000;

/** Inputs are texts. A value of another type does not come from our cards and is dropped. */
const data = z
  .record(z.string(), z.unknown())
  .transform((all) => Object.fromEntries(Object.entries(all).flatMap(([id, value]) => (typeof value === 'string' ? [[id, value.slice(0, longest)]] : []))));

const pressed = z.object({ verb: z.string().optional(), data });
const invoke = z.object({ action: pressed });

/** Reads a pressed button from an activity: the invoke of an Action.Execute, or the message of its Action.Submit fallback. */
export function readAnswer(activity: Activity): Answer | undefined {
  const execute = activity.type === 'invoke' && activity.name === 'adaptiveCard/action' ? invoke.safeParse(activity.value) : undefined;
  const submit = activity.type === 'message' && !activity.text && activity.value !== undefined ? data.safeParse(activity.value) : undefined;
  const {
    verb = '',
    nonce = '',
    ...inputs
  } = execute?.success ? { ...execute.data.action.data, verb: execute.data.action.verb ?? '' } : submit?.success ? submit.data : {};
  if (!execute && !submit) return undefined;
  return { verb: verb ?? '', nonce: nonce ?? '', inputs };
}
