import type { Activity } from 'botbuilder';
import type { Answer } from '../dialogs/turn.ts';

/** Longer than any field of any card. Longer text is cut, and its field then refuses it as too long. */
const longest = 20_000;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Inputs are texts. A value of another type does not come from our cards and is dropped. Undefined where there are none at all. */
function inputsIn(data: unknown): Record<string, string> | undefined {
  if (!isObject(data)) return undefined;
  const inputs: Record<string, string> = {};
  for (const [id, value] of Object.entries(data)) if (typeof value === 'string') inputs[id] = value.slice(0, longest);
  return inputs;
}

/** What a press of an Action.Execute sends: its verb beside its data. One of another form has none. */
function pressed(value: unknown): Record<string, string> {
  const action = isObject(value) && isObject(value.action) ? value.action : {};
  const inputs = inputsIn(action.data);
  if (!inputs || (action.verb !== undefined && typeof action.verb !== 'string')) return {};
  return { ...inputs, verb: action.verb ?? '' };
}

/** Reads a pressed button from an activity: the invoke of an Action.Execute, or the message of its Action.Submit fallback. */
export function readAnswer(activity: Activity): Answer | undefined {
  const isExecute = activity.type === 'invoke' && activity.name === 'adaptiveCard/action';
  const isSubmit = activity.type === 'message' && !activity.text && activity.value !== undefined;
  if (!isExecute && !isSubmit) return undefined;
  const { verb = '', nonce = '', ...inputs } = isExecute ? pressed(activity.value) : (inputsIn(activity.value) ?? {});
  return { verb, nonce, inputs };
}
