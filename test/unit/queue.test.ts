import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as tick } from 'node:timers/promises';
import { createQueue } from '../../bot/queue.ts';

test('jobs of one key run one after another, in order, and those of others do not wait', async () => {
  const inTurn = createQueue();
  const said: string[] = [];
  const gate = Promise.withResolvers<void>();
  const first = inTurn('a', async () => {
    await gate.promise;
    said.push('a1');
    return 1;
  });
  const second = inTurn('a', async () => void said.push('a2'));
  await inTurn('b', async () => void said.push('b1'));
  assert.deepEqual(said, ['b1']);
  gate.resolve();
  assert.equal(await first, 1);
  await second;
  assert.deepEqual(said, ['b1', 'a1', 'a2']);
});

test('a job that fails, at once or later, tells its own caller and stops nobody', async () => {
  const inTurn = createQueue();
  const failing = inTurn('a', () => Promise.reject(new Error('no')));
  const throwing = inTurn('a', () => {
    throw new Error('at once');
  });
  const next = inTurn('a', async () => 'next');
  await assert.rejects(failing, { message: 'no' });
  await assert.rejects(throwing, { message: 'at once' });
  assert.equal(await next, 'next');
});

test('idle keys are forgotten', async () => {
  const tails = new Map<string, Promise<unknown>>();
  const inTurn = createQueue(tails);
  const jobs = Array.from({ length: 1_000 }, (_, i) => inTurn(`chat-${i % 500}`, () => (i % 2 ? Promise.reject(new Error()) : Promise.resolve())));
  assert.equal(tails.size, 500);
  await Promise.allSettled(jobs);
  await tick();
  assert.equal(tails.size, 0);
});
