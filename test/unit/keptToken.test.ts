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
  const many = async () => [...new Set(await Promise.all(Array.from({ length: 50 }, current)))];
  return { at, kept, current, many };
}
const settled = () => new Promise((done) => setImmediate(done));

test('DIR-8 a token is fetched once for everybody, and renewed a minute before it ends, for which nobody waits', async () => {
  const { at, current, many } = tokens(3_600_000);
  assert.deepEqual(await many(), ['token 1']);
  at.now = 3_539_999;
  assert.equal(await current(), 'token 1');
  at.now = 3_540_000;
  assert.deepEqual(await many(), ['token 1']);
  await settled();
  assert.deepEqual([await many(), at.asked], [['token 2'], 2]);
});

test('DIR-8 a token that lives for less than two minutes is renewed after half its life', async () => {
  const { at, current } = tokens(60_000);
  await current();
  at.now = 29_999;
  assert.equal(await current(), 'token 1');
  assert.equal(at.asked, 1);
  at.now = 30_000;
  await current();
  await settled();
  assert.equal(await current(), 'token 2');
});

test('DIR-8 a token serves until it ends where no other is to be had, asked for every few seconds, and is used no more then', async () => {
  let away = false;
  const { at, current, many } = tokens(3_600_000, async () => {
    if (away) throw new Error('no token');
    return { token: 'given', lives: 3_600_000 };
  });
  await current();
  away = true;
  at.now = 3_541_000;
  for (let times = 0; times < 3; times += 1) {
    assert.deepEqual(await many(), ['given']);
    await settled();
  }
  assert.equal(at.asked, 2);
  at.now += 5_000;
  assert.equal(await current(), 'given');
  await settled();
  assert.equal(at.asked, 3);
  at.now = 3_595_000;
  await assert.rejects(current(), /no token/, 'one that could end on the way');
  away = false;
  assert.equal(await current(), 'given');
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
