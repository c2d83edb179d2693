import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hour, minute, second } from '../../core/foundation/clock.ts';
import { createLimits } from '../../core/foundation/limits.ts';
import { watch } from '../../core/foundation/watch.ts';
import { beginGuess } from '../../core/signIn/guesses.ts';
import { beginTry, forgiveTry } from '../../core/signIn/tries.ts';
import { demo } from '../fakes/portal.ts';
import { openRecords } from '../records.ts';

const began = Date.parse('2026-11-20T08:00:00Z');

test('twenty tries are free, then each waits for twice as long as the one before; an hour after the first all is forgotten', async () => {
  const { db, close } = await openRecords();
  for (let times = 0; times < 20; times += 1) assert.equal(await beginTry(db, 'a', began), undefined);
  let now = began;
  for (const wait of [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]) {
    assert.deepEqual(await beginTry(db, 'a', now), { until: now + wait * second });
    assert.deepEqual(await beginTry(db, 'a', now + wait * second - 1), { until: now + wait * second });
    now += wait * second;
    assert.equal(await beginTry(db, 'a', now), undefined);
  }
  assert.equal(await beginTry(db, 'b', now), undefined, 'another address does not wait');
  assert.equal(await beginTry(db, 'a', began + hour), undefined);
  assert.equal(await beginTry(db, 'a', began + hour), undefined);
  await close();
});

test('of any number of simultaneous tries twenty pass, and at most forty in an hour', async () => {
  const { db, close } = await openRecords();
  const burst = await Promise.all(Array.from({ length: 100 }, () => beginTry(db, 'a', began)));
  assert.equal(burst.filter((refused) => refused === undefined).length, 20);
  let allowed = 20;
  for (let now = began; now < began + hour; now += second) if (!(await beginTry(db, 'a', now))) allowed += 1;
  assert.ok(allowed > 30 && allowed <= 40, `${allowed}`);
  await close();
});

test('a successful try delays nobody', async () => {
  const { db, close } = await openRecords();
  for (let times = 0; times < 100; times += 1) {
    assert.equal(await beginTry(db, 'a', began + minute), undefined);
    await forgiveTry(db, 'a');
  }
  await close();
});

test('a network that is made to wait is noticed, whatever it tries passwords for', async () => {
  const { db, close } = await openRecords();
  const seen: string[] = [];
  watch(db, { audited: () => undefined, saw: (what, outcome) => void (what === 'wait' && seen.push(outcome)) });
  const guess = { accounts: 'other-directory', portal: demo, ip: '192.0.2.7', device: undefined, now: began };
  const limits = createLimits(db, () => began);
  for (let times = 0; times < 30; times += 1) await beginGuess({ db, limits }, { ...guess, identifier: `name${times % 2}` });
  assert.ok(seen.length > 0 && seen.every((outcome) => outcome === 'signIn'), seen.join());
  await close();
});
