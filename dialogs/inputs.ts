import { bareAddress, bareCode, bareName, unlabelled } from '../core/foundation/pasted.ts';
import type { Inputs } from './actions.ts';

/** What is meant by what stands in a field, by the id that it has on every card. */
const bare: Readonly<Record<string, (text: string) => string>> = {
  identifier: bareAddress,
  email: bareAddress,
  old: bareAddress,
  userName: bareAddress,
  establishment: unlabelled,
  givenName: bareName,
  familyName: bareName,
  phone: unlabelled,
  siret: unlabelled,
  code: bareCode,
};

/** The inputs of a card or a message without traces of pasting, so that the next card shows what was understood. */
export const withoutPaste = (inputs: Inputs, lists: readonly string[] = []): Inputs =>
  Object.fromEntries(Object.entries(inputs).map(([id, text]) => [id, lists.includes(id) ? text : (bare[id]?.(text) ?? text)]));
