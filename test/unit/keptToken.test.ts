import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createKeptToken, type Granted } from '../../core/connectors/keptToken.ts';

const { signal } = new AbortController();

/** Tokens that are numbered, and a clock. */
function tokens(lives: number, ask?: () => Promise<Granted>) {
  const at = { now: 0, asked: 0 };
  const kept = createKeptToken(
    async () => {
      at.asked += 1;
      return ask ? await ask() : { token: `token ${at.asked}`, lives };
    },
    () => at.now,
  );
  const current = () => kept.current(signal);
  return { at, kept, current };
}

test('a token is fetched once for everybody, and renewed a minute before it ends', async () => {
  const { at, current } = tokens(3_600_000);
  assert.deepEqual(new Set(await Promise.all(Array.from({ length: 50 }, current))), new Set(['token 1']));
  at.now = 3_539_999;
  assert.equal(await current(), 'token 1');
  at.now = 3_540_000;
  assert.deepEqual(new Set(await Promise.all(Array.from({ length: 50 }, current))), new Set(['token 2']));
  assert.equal(at.asked, 2);
});

test('a token that lives for less than two minutes is kept for half its life', async () => {
  const { at, current } = tokens(60_000);
  await current();
  at.now = 29_999;
  assert.equal(await current(), 'token 1');
  at.now = 30_000;
  assert.equal(await current(), 'token 2');
});

test('a token that was refused is asked for anew, once, however many were refused with it; one that was not given is asked for again', async () => {
  const { at, kept, current } = tokens(3_600_000);
  const first = await current();
  for (let times = 0; times < 3; times += 1) kept.drop(first);
  assert.equal(await current(), 'token 2');
  kept.drop(first);
  assert.deepEqual([await current(), at.asked], ['token 2', 2]);

  let given = false;
  const failing = tokens(0, async () => {
    if (given) return { token: 'given', lives: 3_600_000 };
    throw new Error('no token');
  });
  await assert.rejects(failing.current(), /no token/);
  given = true;
  assert.equal(await failing.current(), 'given');
});
