import type { Given } from '../../core/conversation/index.ts';
import { onlyAddress } from '../filled.ts';
import type { Question } from './said.ts';

/** The value in a sentence that a field asks for: «mon identifiant est amartin», «le SIRET : 130 025 265 00013». */
function valueFor(input: string, said: Given): string | undefined {
  if (input === 'identifier') return said.identifier ?? onlyAddress(said);
  if (input === 'email') return onlyAddress(said);
  return input === 'siret' ? said.siret : undefined;
}

/** A value in a sentence that means nothing else, at a step that asks for it: it stands in the field, to be confirmed (TALK-6). */
export const filledIn: Question = async ({ dc, text, current, field, intent, given }) => {
  if (!current || !field || intent.nothing !== undefined) return false;
  const value = valueFor(field.input, given(text));
  return value !== undefined && (await current.dialog.fills(dc, value));
};
