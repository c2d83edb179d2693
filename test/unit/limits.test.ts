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

test('so many are allowed within a time, then no more until it is over', async () => {
  const { time, first } = await limited();
  const ask = () => first.consume('account:1', limit);
  assert.deepEqual([await ask(), await ask(), await ask(), await ask()], [true, true, true, false]);
  assert.equal(await first.consume('account:2', limit), true);
  time.now += 999;
  assert.equal(await ask(), false);
  time.now += 1;
  assert.deepEqual([await ask(), await ask(), await ask(), await ask()], [true, true, true, false]);
});

test('a hundred at once are still only so many, over every process', async () => {
  const { first, second } = await limited();
  const answers = await Promise.all(Array.from({ length: 100 }, (_, n) => (n % 2 ? first : second).consume('account:1', limit)));
  assert.equal(answers.filter(Boolean).length, 3);
});

test('ALL-4 it costs the same statement, allowed or not', async () => {
  const { first, statements } = await limited();
  for (let n = 1; n <= 5; n += 1) {
    await first.consume('account:1', limit);
    assert.equal(statements(), n);
  }
});

test('what is over is forgotten, and only that', async () => {
  const { time, first } = await limited();
  for (let n = 0; n < 1_200; n += 1) await first.consume(`account:${n}`, limit);
  time.now += 500;
  for (let n = 0; n < 4; n += 1) await first.consume('late', limit);
  time.now += 500;
  assert.equal(await first.sweep(), 1_200);
  assert.equal(await first.consume('late', limit), false);
});
