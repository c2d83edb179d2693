import type { Given } from '../../core/conversation/index.ts';
import { onlyAddress } from '../filled.ts';
import type { Question } from './said.ts';

/** The value in a sentence that a field asks for: «mon identifiant est amartin», «le SIRET : 130 025 265 00013». */
function valueFor(input: string, said: Given): string | undefined {
  if (input === 'identifier') return said.identifier ?? onlyAddress(said);
  return input === 'siret' ? said.siret : undefined;
}

/** What a sentence says that means nothing else, at a step that asks for it: it stands in the fields of the card, to be confirmed (TALK-6). */
export const filledIn: Question = async ({ dc, text, current, field, intent, given }) => {
  // Thanks beside a value («mon compte c’est amartin merci») do not hide it.
  if (!current || (intent.mood !== 'thanks' && (intent.nothing !== undefined || intent.mood !== undefined))) return false;
  const said = given(text);
  const value = field && valueFor(field.input, said);
  return value === undefined ? await current.dialog.takes(dc, said) : await current.dialog.fills(dc, value);
};
