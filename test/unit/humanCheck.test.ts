import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { minute } from '../../core/foundation/clock.ts';
import { createGate } from '../../core/foundation/gate.ts';
import { createLimits } from '../../core/foundation/limits.ts';
import { createSecrets } from '../../core/foundation/secrets.ts';
import { createHumanCheck, type HumanCheck } from '../../core/passwords/humanCheck.ts';
import { openRecords } from '../records.ts';
import { field, solve, solves, unfold } from '../solving.ts';

const octopus = { id: 'octopus' };
const time = { now: Date.parse('2026-11-20T08:00:00Z') };
let records: Awaited<ReturnType<typeof openRecords>>;
let check: HumanCheck;
const checkUnder = (...keys: [string, string?]) =>
  createHumanCheck({
    clock: () => time.now,
    secrets: createSecrets(...keys),
    limits: createLimits(records.db, () => time.now),
    hashing: createGate(),
  });
before(async () => {
  records = await openRecords();
  check = checkUnder('a key of the tests that is long enough');
});
after(() => records.close());

const answer = async (solution: string, portal = octopus, page: 'reset' | 'identifier' = 'reset', by = check) => {
  const passed = await by.pass(portal, page, solution, '192.0.2.1');
  return passed.ok ? 'passed' : passed.refusals[0].key;
};
const solved = () => solve(check.challenge(octopus, 'reset'));

test('IN-4 a solved challenge passes once; of ten that send the same solution at once, one passes', async () => {
  const solution = solved();
  const answers = await Promise.all(Array.from({ length: 10 }, () => answer(solution)));
  assert.deepEqual(answers.filter((each) => each === 'passed').length, 1);
  assert.equal(await answer(solution), 'human.again');
});

test('IN-4 a solution lives 30 minutes, and is not forgotten before', async () => {
  const [early, late] = [solved(), solved()];
  time.now += 30 * minute - 1;
  assert.equal(await answer(early), 'passed');
  assert.equal(await answer(early), 'human.again');
  time.now += 1;
  assert.equal(await answer(late), 'human.again');
  assert.equal(await answer(early), 'human.again');
});

test('IN-4 a solution for another portal, or another page, counts for nothing and is not spent by it', async () => {
  const solution = solved();
  assert.equal(await answer(solution, { id: 'invgate' }), 'human.again');
  assert.equal(await answer(solution, octopus, 'identifier'), 'human.again');
  assert.equal(await answer(solution), 'passed');
});

/** A solution of a challenge that was changed; where the change is to its work, never one that happens to be right. */
function forge(over: object): string {
  const { parameters, signature } = check.challenge(octopus, 'reset');
  const changed = { ...parameters, ...over };
  const forged = solve({ parameters: changed, signature });
  const lucky = changed.data === parameters.data && solves(parameters, unfold(forged).solution.counter);
  return lucky ? forge(over) : forged;
}

for (const [what, over] of [
  ['easier by its cost', { cost: 1 }],
  ['easier by its prefix', { keyPrefix: '' }],
  ['easier by its length', { keyLength: 1, cost: 1 }],
  ['longer', { data: { until: time.now + 100 * minute } }],
  ['anew', { nonce: 'ab'.repeat(16) }],
  ['with another salt', { salt: 'ab'.repeat(16) }],
] as const)
  test(`IN-4 a challenge that was made ${what} is refused`, async () => {
    assert.equal(await answer(forge(over)), 'human.again');
  });

test('IN-4 a challenge that somebody else signed is refused', async () => {
  const stranger = checkUnder('another key, just as long as the other');
  assert.equal(await answer(solve(stranger.challenge(octopus, 'reset'))), 'human.again');
});

test('IN-4 a counter that was not found by the work is refused, and spends nothing', async () => {
  const { parameters, signature } = check.challenge(octopus, 'reset');
  const right = solve({ parameters, signature });
  const wrong = [0, 1, 2].find((counter) => !solves(parameters, counter));
  for (const counter of [wrong, -1, 2 ** 32, 1.5]) assert.equal(await answer(field({ ...unfold(right), solution: { counter } })), 'human.again');
  assert.equal(await answer(right), 'passed');
});

test('IN-4 a form without a solution says so; what is none is refused', async () => {
  assert.equal(await answer(''), 'human.missing');
  for (const nonsense of ['x', field(null), field({ test: true, challenge: null, solution: null }), 'A'.repeat(10_000)])
    assert.equal(await answer(nonsense), 'human.again');
});

test('a challenge outlives a change of SECRET_KEY that names the previous one', async () => {
  const after = checkUnder('the key that came after, long enough too', 'a key of the tests that is long enough');
  assert.equal(await answer(solved(), octopus, 'reset', after), 'passed');
});
