import assert from 'node:assert/strict';
import { test } from 'node:test';
import { migrate } from '../../core/foundation/database/migrate.ts';
import { openDatabase } from '../../core/foundation/database/open.ts';
import { createLimits } from '../../core/foundation/limits.ts';

async function limited() {
  const db = await openDatabase('sqlite::memory:');
  await migrate(db);
  const time = { now: 1_000 };
  let statements = 0;
  const counted = db.withPlugin({
    transformQuery: ({ node }) => {
      statements += 1;
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  return { time, statements: () => statements, first: createLimits(counted, () => time.now), second: createLimits(db, () => time.now) };
}
const limit = { points: 3, within: 1_000 };

test('allows a number of uses within a time, then none until it is over', async () => {
  const { time, first } = await limited();
  const ask = () => first.consume('account:1', limit);
  assert.deepEqual([await ask(), await ask(), await ask(), await ask()], [true, true, true, false]);
  assert.equal(await first.consume('account:2', limit), true);
  time.now += 999;
  assert.equal(await ask(), false);
  time.now += 1;
  assert.deepEqual([await ask(), await ask(), await ask(), await ask()], [true, true, true, false]);
});

test('a hundred simultaneous uses stay within the limit, across processes', async () => {
  const { first, second } = await limited();
  const answers = await Promise.all(Array.from({ length: 100 }, (_, n) => (n % 2 ? first : second).consume('account:1', limit)));
  assert.equal(answers.filter(Boolean).length, 3);
});

test('ALL-4 allowed or not, it takes the same statement', async () => {
  const { first, statements } = await limited();
  for (let n = 1; n <= 5; n += 1) {
    await first.consume('account:1', limit);
    assert.equal(statements(), n);
  }
});

test('only expired counters are deleted', async () => {
  const { time, first } = await limited();
  for (let n = 0; n < 1_200; n += 1) await first.consume(`account:${n}`, limit);
  time.now += 500;
  for (let n = 0; n < 4; n += 1) await first.consume('late', limit);
  time.now += 500;
  assert.equal(await first.sweep(), 1_200);
  assert.equal(await first.consume('late', limit), false);
});
