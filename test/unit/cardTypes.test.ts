import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Action, Card, Element } from '../../cards/card.ts';

// The compiler proves these: each directive is an error of its own once the line below it compiles.
test('a misspelt or unknown property of a card does not compile', () => {
  // @ts-expect-error: isSubtle
  const text: Element = { type: 'TextBlock', text: '', isSubtel: true };
  // @ts-expect-error: Bolder
  const weight: Element = { type: 'TextBlock', text: '', weight: 'Bold' };
  // @ts-expect-error: TextBlock
  const kind: Element = { type: 'Textblock', text: '' };
  // @ts-expect-error: maxLength
  const input: Element = { type: 'Input.Text', id: 'code', label: '', maxlength: 12 };
  // @ts-expect-error: a text has to say something
  const empty: Element = { type: 'TextBlock' };
  // @ts-expect-error: of Teams alone, and of no schema 1.5
  const beyond: Element = { type: 'Container', items: [], roundedCorners: true };
  // @ts-expect-error: spacing, inside a container
  const inside: Element = { type: 'Container', items: [{ type: 'TextBlock', text: '', spacings: 'None' }] };
  // @ts-expect-error: selectAction, inside a column
  const column: Element = { type: 'ColumnSet', columns: [{ type: 'Column', items: [], selectAcion: undefined }] };
  // @ts-expect-error: positive
  const style: Action = { type: 'Action.Submit', title: '', style: 'primary', data: {} };
  // @ts-expect-error: an Action.Execute falls back on an Action.Submit (ALL-13)
  const alone: Action = { type: 'Action.Execute', title: '', verb: '', data: {} };
  // @ts-expect-error: fallbackText
  const card: Card = { type: 'AdaptiveCard', version: '1.5', body: [], fallBackText: '' };
  for (const each of [text, weight, kind, input, empty, beyond, inside, column, style, alone, card]) assert.ok(each);
});
