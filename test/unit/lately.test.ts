import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLately } from '../../bot/lately.ts';
import { minute } from '../../core/foundation/clock.ts';

const entry = { email: 'alice.martin@corp.example', guest: false };

test('TALK-7 what the roster said of somebody is known for ten minutes, of them alone, and what it says next takes its place', () => {
  let now = 0;
  const lately = createLately(() => now);
  assert.equal(lately.get('alice'), undefined);
  lately.put('alice', entry);
  assert.deepEqual([lately.get('alice'), lately.get('bruno')], [entry, undefined]);
  now = 10 * minute - 1;
  assert.equal(lately.get('alice'), entry);
  lately.put('alice', { ...entry, email: null });
  assert.equal(lately.get('alice')?.email, null);
  now += 10 * minute;
  assert.equal(lately.get('alice'), undefined);
});

test('no more people are remembered than fit: who was, is asked for again', () => {
  const lately = createLately(() => 0);
  for (let person = 0; person <= 1_000; person += 1) lately.put(`p${person}`, entry);
  assert.deepEqual([lately.get('p0'), lately.get('p1000')], [undefined, entry]);
});
