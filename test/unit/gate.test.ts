import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createGate } from '../../core/foundation/gate.ts';

/** Tasks that end when they are told to, and what ran in which order. */
function tasks() {
  const began: string[] = [];
  const ends = new Map<string, () => void>();
  let running = 0;
  let most = 0;
  const task = (name: string) => async () => {
    began.push(name);
    running += 1;
    most = Math.max(most, running);
    await new Promise<void>((done) => ends.set(name, done));
    running -= 1;
    return name;
  };
  const end = async (name: string) => {
    ends.get(name)?.();
    await new Promise((next) => setImmediate(next));
  };
  return { began, task, end, most: () => most };
}

test('as many run at once as the gate says, and the next begins as one ends', async () => {
  const { began, task, end, most } = tasks();
  const gate = createGate({ atOnce: 2, waiting: 10, each: 10 });
  const ran = ['a', 'b', 'c', 'd'].map((name) => gate.run(name, task(name)));
  assert.deepEqual(began, ['a', 'b']);
  for (const name of ['b', 'a', 'c', 'd']) await end(name);
  assert.deepEqual(began, ['a', 'b', 'c', 'd']);
  assert.equal(most(), 2);
  assert.deepEqual(
    (await Promise.all(ran)).map((outcome) => outcome.ok && outcome.value),
    ['a', 'b', 'c', 'd'],
  );
});

test('a flood from one source waits for itself: a bystander’s turn is the next', async () => {
  const { began, task, end } = tasks();
  const gate = createGate({ atOnce: 1, waiting: 64, each: 8 });
  const flood = Array.from({ length: 300 }, (_, n) => gate.run('flood', task(`flood ${n}`)));
  const bystander = gate.run('bystander', task('bystander'));
  const another = gate.run('another', task('another'));
  const told = await Promise.all(flood.slice(9).map((ran) => ran));
  assert.ok(told.every((outcome) => !outcome.ok && outcome.refusals[0].key === 'busy'));
  await end('flood 0');
  await end('flood 1');
  assert.deepEqual(began, ['flood 0', 'flood 1', 'bystander']);
  await end('bystander');
  assert.deepEqual(began.slice(3), ['another']);
  await end('another');
  for (let n = 2; n <= 8; n += 1) await end(`flood ${n}`);
  assert.equal(began.length, 11);
  assert.ok((await bystander).ok && (await another).ok);
});

test('a few sources that fill the queue keep nobody out: whoever has fewer waiting takes the place of the last of the longest', async () => {
  const { began, task, end } = tasks();
  const gate = createGate({ atOnce: 1, waiting: 6, each: 3 });
  const flood = ['a', 'b'].flatMap((source) => Array.from({ length: 4 }, (_, n) => gate.run(source, task(`${source}${n}`))));
  const bystander = gate.run('bystander', task('bystander'));
  const refused = (await Promise.race([Promise.all(flood.slice(3, 4)), new Promise<never>((_, fail) => setImmediate(() => fail(new Error('it waits'))))]))[0];
  assert.deepEqual(refused, { ok: false, refusals: [{ key: 'busy' }] });
  for (const name of ['a0', 'a1', 'b0', 'bystander', 'a2', 'b1', 'b2']) await end(name);
  assert.ok((await bystander).ok);
  assert.deepEqual(began, ['a0', 'a1', 'b0', 'bystander', 'a2', 'b1', 'b2']);
  const outcomes = await Promise.all(flood);
  assert.equal(outcomes.filter(({ ok }) => ok).length, 6);
});

test('whoever makes up a name for each try has the turns of one network, and keeps nobody of another out', async () => {
  const { began, task, end } = tasks();
  const gate = createGate({ atOnce: 1, waiting: 4, each: 3 });
  const flood = Array.from({ length: 6 }, (_, n) => gate.run(`flood ${n}`, task(`flood ${n}`)));
  assert.equal((await flood[5])?.ok, false);
  const [bystander, colleague] = [gate.run('bystander', task('bystander')), gate.run('office colleague', task('colleague'))];
  assert.equal((await flood[4])?.ok, false);
  // Among the names of one network, the one that waits most gives way.
  const same = ['one', 'one', 'other'].map((name) => gate.run(`office ${name}`, task(`office ${name}`)));
  for (const name of ['flood 0', 'flood 1', 'bystander', 'colleague']) await end(name);
  assert.deepEqual(began.slice(0, 4), ['flood 0', 'flood 1', 'bystander', 'colleague']);
  assert.ok((await bystander).ok && (await colleague).ok);
  for (const name of ['flood 2', 'office one', 'office other', 'flood 3']) await end(name);
  await Promise.all([...flood, ...same]);
});

test('beyond what may wait in all, everybody is refused at once; nothing is left behind', async () => {
  const { began, task, end } = tasks();
  const gate = createGate({ atOnce: 1, waiting: 2, each: 2 });
  const [first, second, third] = ['a', 'b', 'c'].map((name) => gate.run(name, task(name)));
  const refused = await gate.run('d', task('d'));
  assert.deepEqual(refused, { ok: false, refusals: [{ key: 'busy' }] });
  for (const name of ['a', 'b', 'c']) await end(name);
  await Promise.all([first, second, third]);
  const again = gate.run('d', task('d'));
  assert.deepEqual(began, ['a', 'b', 'c', 'd']);
  await end('d');
  assert.ok((await again).ok);
});

test('a task that fails gives its place on', async () => {
  const gate = createGate({ atOnce: 1, waiting: 2, each: 2 });
  const fails = gate.run('a', () => Promise.reject(new Error('broken')));
  const next = gate.run('b', async () => 'done');
  await assert.rejects(fails, /broken/);
  assert.deepEqual(await next, { ok: true, value: 'done' });
});
