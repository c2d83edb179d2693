import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hour, second } from '../../core/foundation/clock.ts';
import { createPace, teamsRates, type Way } from '../../core/foundation/outbox/pace.ts';

type Job = { readonly name: string; readonly way: Way; dueAt: number };

const to = (chat: string, tenant = 'contoso'): Way => ({ chat, tenant });
const jobs = (count: number, wayOf: (n: number) => Way, dueAt = 0): Job[] =>
  Array.from({ length: count }, (_, n) => ({ name: `${wayOf(n).chat} ${n}`, way: wayOf(n), dueAt }));

/** Does jobs as the worker does: in the order in which they fall due, `late` milliseconds after; what is told to wait comes back then. */
function run(all: readonly Job[], late: (job: Job) => number = () => 0) {
  const time = { now: 0 };
  const pace = createPace(() => time.now, teamsRates);
  const waiting = [...all];
  const sent: { name: string; chat: string; at: number }[] = [];
  const takes = new Map<string, number>();
  while (waiting.length > 0) {
    waiting.sort((one, other) => one.dueAt - other.dueAt);
    const [job] = waiting.splice(0, 1);
    assert.ok(job);
    time.now = Math.max(time.now, job.dueAt + late(job));
    takes.set(job.name, (takes.get(job.name) ?? 0) + 1);
    const wait = pace.take(job.way, job.name);
    if (wait === undefined) sent.push({ name: job.name, chat: job.way.chat, at: time.now });
    else {
      assert.ok(wait > 0 && Number.isInteger(wait));
      waiting.push({ ...job, dueAt: time.now + wait });
    }
  }
  return { sent, takes };
}

/** The most that was sent in any span of so many milliseconds. */
function busiest(sent: readonly { at: number }[], span: number): number {
  let most = 0;
  for (let first = 0, last = 0; last < sent.length; last += 1) {
    while ((sent[last]?.at ?? 0) - (sent[first]?.at ?? 0) >= span) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

test('a conversation is sent no more than Teams takes, in order, and each message is put off once', () => {
  const { sent, takes } = run(jobs(2_500, () => to('claire')));
  for (const [span, most] of [
    [second, 7],
    [30 * second, 60],
    [hour, 1_800],
  ] as const)
    assert.ok(busiest(sent, span) <= most, `${busiest(sent, span)} in ${span} ms`);
  assert.deepEqual(
    sent.map(({ name }) => name),
    jobs(2_500, () => to('claire')).map(({ name }) => name),
  );
  assert.ok(Math.max(...takes.values()) <= 2);
});

test('the first few leave at once, and 60 are there in half a minute or little more', () => {
  const { sent } = run(jobs(60, () => to('claire')));
  assert.equal(sent.filter(({ at }) => at === 0).length, 5);
  assert.ok((sent.at(-1)?.at ?? 0) < 35 * second);
});

test('a rate-limited conversation does not delay others', () => {
  const { sent } = run([...jobs(100, () => to('claire')), ...jobs(3, () => to('hugo'))]);
  const toHugo = sent.filter(({ chat }) => chat === 'hugo').map(({ at }) => at);
  assert.equal(toHugo.length, 3);
  assert.ok(Math.max(...toHugo) < second / 5, 'but for the tenant’s share, which is the same');
});

test('a tenant is sent no more than 50 a second however many its conversations are, and another tenant does not wait for it', () => {
  const { sent } = run([...jobs(600, (n) => to(`person ${n}`)), ...jobs(5, (n) => to(`stranger ${n}`, 'fabrikam'))]);
  assert.ok(
    busiest(
      sent.filter(({ chat }) => chat.startsWith('person')),
      second,
    ) <= 50,
  );
  assert.ok((sent.at(-1)?.at ?? 0) < 16 * second);
  for (const { at } of sent.filter(({ chat }) => chat.startsWith('stranger'))) assert.equal(at, 0);
});

test('jobs waiting for their conversation do not use their tenant’s share', () => {
  const { sent } = run([...jobs(500, () => to('claire')), ...jobs(60, (n) => to(`person ${n}`))]);
  assert.ok(Math.max(...sent.filter(({ chat }) => chat.startsWith('person')).map(({ at }) => at)) < 2 * second);
});

test('a worker that comes late makes no burst of what has piled up, and keeps the order', () => {
  const { sent } = run(
    jobs(60, () => to('claire')),
    ({ dueAt }) => (dueAt > 0 && dueAt < 9 * second ? 9 * second - dueAt : 0),
  );
  assert.ok(busiest(sent, second) <= 7, `${busiest(sent, second)} in a second`);
  assert.deepEqual(
    sent.map(({ name }) => name),
    jobs(60, () => to('claire')).map(({ name }) => name),
  );
});

test('when the channel asks for a pause, only that conversation pauses', () => {
  const time = { now: 0 };
  const pace = createPace(() => time.now, teamsRates);
  pace.hold('claire', 7 * second);
  const told = Array.from({ length: 7 }, (_, n) => pace.take(to('claire'), `${n}`) ?? 0);
  assert.deepEqual(told, [7_000, 7_000, 7_000, 7_000, 7_000, 7_550, 8_100]);
  assert.equal(pace.take(to('hugo'), '8'), undefined);
  time.now = 7 * second;
  assert.equal(pace.take(to('claire'), '0'), undefined);
});

test('what a turn says beyond one message counts', () => {
  const pace = createPace(() => 0, teamsRates);
  assert.equal(pace.take(to('claire'), '0'), undefined);
  pace.spend(to('claire'), 4);
  assert.equal(pace.take(to('claire'), '1'), 550);
});

test('jobs that another process has done are not waited for', () => {
  const time = { now: 0 };
  const pace = createPace(() => time.now, teamsRates);
  const told = Array.from({ length: 60 }, (_, n) => pace.take(to('claire'), `${n}`) ?? 0);
  assert.ok((told.at(-1) ?? 0) > 25 * second);
  time.now += hour;
  assert.equal(pace.take(to('claire'), 'later'), undefined);
});
