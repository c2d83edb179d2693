import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupAlike } from '../../core/conversation/alike.ts';

test('sentences that were not understood are grouped by likeness, the most frequent group first', () => {
  const groups = groupAlike([
    { text: 'le zigouigoui clignote', count: 2 },
    { text: 'mon badge du parking', count: 4 },
    { text: 'les zigouigouis clignotent encore', count: 3 },
    { text: 'the gizmo hums', count: 1 },
  ]);
  assert.deepEqual(
    groups.map(({ count, sentences }) => [count, ...sentences.map(({ text }) => text)]),
    [
      [5, 'les zigouigouis clignotent encore', 'le zigouigoui clignote'],
      [4, 'mon badge du parking'],
      [1, 'the gizmo hums'],
    ],
  );
});
