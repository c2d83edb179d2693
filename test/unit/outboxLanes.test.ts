import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createSmtpMailer } from '../../core/connectors/smtp.ts';
import { day, hour, minute, second } from '../../core/foundation/clock.ts';
import { migrate } from '../../core/foundation/database/migrate.ts';
import { openDatabase } from '../../core/foundation/database/open.ts';
import { createCircuits } from '../../core/foundation/outbox/circuits.ts';
import { enqueue } from '../../core/foundation/outbox/enqueue.ts';
import { NoAnswer, Postponed } from '../../core/foundation/outbox/faults.ts';
import type { Job } from '../../core/foundation/outbox/job.ts';
import { createSlowPlaces } from '../../core/foundation/outbox/slowPlaces.ts';
import { createWorker, type Deliver } from '../../core/foundation/outbox/worker.ts';
import { createSecrets } from '../../core/foundation/secrets.ts';
import { startInbox } from '../fakes/smtp.ts';

const secrets = createSecrets('the key of these tests');
const mail = (to = 'alice@corp.example'): Job => ({ kind: 'mail', to, template: 'passwordSet', portal: 'demo', locale: 'en', params: {} });
const chat: Job = { kind: 'chat', person: 'p1', event: { name: 'passwordSet', portal: 'demo' }, locale: 'en' };
const provision: Job = { kind: 'provision', membership: 'm1' };

/** An outbox whose jobs are done as the test says. Its clock is the test's. */
async function outbox(deliver: Deliver) {
  const db = await openDatabase('sqlite::memory:');
  await migrate(db);
  const time = { now: 1_000_000 };
  const given: string[] = [];
  const worker = (doing = deliver) =>
    createWorker({
      db,
      clock: () => time.now,
      deliver: doing,
      abandoned: async ({ kind }) => void given.push(kind),
      random: () => 0.5,
      log: { warn: () => undefined, error: () => undefined },
    });
  return {
    db,
    time,
    given,
    worker,
    put: (job: Job, reason: string, until?: number) =>
      db.transaction().execute((tx) => enqueue(tx, secrets, job, { reason, dueAt: time.now, now: time.now, ...(until !== undefined && { until }) })),
    rows: () => db.selectFrom('outbox').selectAll().orderBy('reason').execute(),
  };
}

const gate = () => Promise.withResolvers<void>();

/** A worker that works until the test is over: then what hangs goes on, and it stops. */
function starts(t: TestContext, worker: ReturnType<typeof createWorker>, hangs: ReturnType<typeof gate>): typeof worker {
  t.after(async () => {
    hangs.resolve();
    await worker.stop();
  });
  worker.start();
  return worker;
}

test('GOV-4 reviews of groups that take long to read hold up nobody’s access', { timeout: 10_000 }, async (t) => {
  const hangs = gate();
  const [provisioned, reading] = [gate(), gate()];
  let reads = 0;
  const { put, worker } = await outbox(async (_id, { kind }) => {
    if (kind === 'provision') return provisioned.resolve();
    reads += 1;
    if (reads === 2) reading.resolve();
    await hangs.promise;
  });
  for (let n = 0; n < 9; n += 1) await put({ kind: 'reviewRead', review: `${n}` }, `read:${n}`);
  const working = starts(t, worker(), hangs);
  await reading.promise;
  await put(provision, 'provision');
  working.wake();
  await provisioned.promise;
  assert.equal(reads, 2, 'and no more of them at once than two');
});

test('a mail server that hangs holds up no message in chat, and no work in a directory', { timeout: 10_000 }, async (t) => {
  const hangs = gate();
  const [told, provisioned, mailing] = [gate(), gate(), gate()];
  let mails = 0;
  const { put, worker } = await outbox(async (_id, { kind }) => {
    if (kind === 'chat') told.resolve();
    if (kind === 'provision') provisioned.resolve();
    if (kind !== 'mail') return;
    mails += 1;
    if (mails === 8) mailing.resolve();
    await hangs.promise;
  });
  for (let n = 0; n < 200; n += 1) await put(mail(), `mail:${n}`);
  const working = starts(t, worker(), hangs);
  await mailing.promise;
  await put(chat, 'chat');
  await put(provision, 'provision');
  working.wake();
  await Promise.all([told.promise, provisioned.promise]);
  assert.equal(mails, 8);
});

test('what failed is tried again behind what is new', async () => {
  const hangs = gate();
  const begun: string[] = [];
  const { put, worker, time } = await outbox(async (_id, job, attempts) => {
    if (job.kind !== 'mail') return;
    begun.push(job.to);
    if (job.to === 'slow@corp.example' && attempts === 1) throw new Error('not now');
    if (job.to === 'slow@corp.example') await hangs.promise;
  });
  for (let n = 0; n < 20; n += 1) await put(mail('slow@corp.example'), `slow:${n}`);
  const working = worker();
  await working.drain();
  time.now += minute;
  for (let n = 0; n < 12; n += 1) await put(mail(), `new:${n}`);
  begun.length = 0;
  const drained = working.drain();
  while (begun.filter((to) => to === 'alice@corp.example').length < 12) await new Promise(setImmediate);
  assert.equal(begun.filter((to) => to === 'slow@corp.example').length, 2);
  hangs.resolve();
  await drained;
});

test('nothing more is sent to what does not answer, and one try after a pause finds out that it does again', async () => {
  const time = { now: 0 };
  const circuits = createCircuits(() => time.now);
  let tries = 0;
  let isDown = true;
  const send = () =>
    circuits.through('mail', async () => {
      tries += 1;
      if (isDown) throw new NoAnswer('down');
    });
  for (let n = 0; n < 3; n += 1) await assert.rejects(send(), NoAnswer);
  await assert.rejects(send(), (error) => error instanceof Postponed && error.millis === 5 * second);
  assert.equal(tries, 3);
  assert.equal(await circuits.through('sms', async () => 'sent'), 'sent', 'another destination');

  time.now += 5 * second;
  const [first, beside] = await Promise.allSettled([send(), send()]);
  assert.ok(first.status === 'rejected' && first.reason instanceof NoAnswer);
  assert.ok(beside.status === 'rejected' && beside.reason instanceof Postponed);
  await assert.rejects(send(), (error) => error instanceof Postponed && error.millis === 10 * second);

  time.now += 10 * second;
  isDown = false;
  await send();
  await send();
  assert.equal(tries, 6);
});

test('what was under way when the others fell silent does not make the pause longer, and an answer that refuses is an answer', async () => {
  const time = { now: 0 };
  const circuits = createCircuits(() => time.now);
  const silent = () => circuits.through('mail', () => Promise.reject(new NoAnswer('down')));
  await Promise.allSettled(Array.from({ length: 8 }, silent));
  await assert.rejects(silent(), (error) => error instanceof Postponed && error.millis === 5 * second);
  time.now += 5 * second;
  await assert.rejects(
    circuits.through('mail', () => Promise.reject(new Error('451 not now'))),
    { message: '451 not now' },
  );
  await assert.rejects(silent(), NoAnswer);
});

test('a postponed job uses no attempt, and is given up when it is old', async () => {
  const { put, worker, time, rows, given } = await outbox(() => Promise.reject(new Postponed(minute)));
  await put(mail(), 'mail');
  await worker().drain();
  const [row] = await rows();
  assert.deepEqual([row?.status, row?.attempts, row?.dueAt, row?.lane], ['waiting', 0, time.now + minute, 'mail']);
  time.now += day;
  await worker().drain();
  assert.deepEqual([(await rows())[0]?.status, given], ['given-up', ['mail']]);
});

for (const [what, job, life] of [
  ['a mail', mail(), day],
  ['a membership', provision, 7 * day],
] as const)
  test(`${what} is tried for ${life / day} days`, async () => {
    const { put, worker, time, rows } = await outbox(() => Promise.reject(new Error('down')));
    await put(job, 'job');
    const statusAfter = async (millis: number) => {
      time.now += millis;
      await worker().drain();
      return (await rows())[0]?.status;
    };
    assert.equal(await statusAfter(30 * day), 'waiting', 'the bot may have been away');
    assert.equal(await statusAfter(life - hour), 'waiting');
    assert.equal(await statusAfter(hour), 'given-up');
  });

test('a code that has ended is not sent any more', async () => {
  const sent: string[] = [];
  const { put, worker, time, rows } = await outbox(async (id) => void sent.push(id));
  await put(mail(), 'code', time.now + 10 * minute);
  time.now += 10 * minute;
  await worker().drain();
  assert.deepEqual([sent, (await rows())[0]?.status], [[], 'given-up']);
});

test('a job that takes long keeps its claim, and is done once', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const going = gate();
  let begun = 0;
  const { put, worker, time, rows } = await outbox(async () => {
    begun += 1;
    await going.promise;
  });
  await put(mail(), 'mail');
  const working = worker().drain();
  while (begun === 0) await new Promise(setImmediate);
  for (let n = 0; n < 12; n += 1) {
    time.now += 10 * second;
    t.mock.timers.tick(10 * second);
    await new Promise((later) => setTimeout(later, 5));
    assert.equal(await worker().drain(), 0);
  }
  going.resolve();
  await working;
  assert.deepEqual([begun, (await rows())[0]?.status], [1, 'done']);
});

test('on SQLite, the claims of a worker that died are free again at the start', { timeout: 4_000 }, async (t) => {
  const done = gate();
  const { db, put, worker } = await outbox(async () => done.resolve());
  await put(chat, 'chat');
  await db
    .updateTable('outbox')
    .set({ status: 'claimed', attempts: 1, claimedUntil: 1_000_000 + minute })
    .execute();
  const working = worker();
  t.after(() => working.stop());
  working.start();
  await done.promise;
});

test('with a clock that was ahead and is put right, nothing is late: neither what was written meanwhile, nor what was tried', async () => {
  let isDown = true;
  const told: string[] = [];
  const { db, put, worker, time, rows } = await outbox(async (_id, { kind }) => {
    if (isDown) throw new Error('down');
    told.push(kind);
  });
  await put(mail(), 'before');
  const ahead = 12 * hour;
  time.now += hour;
  const working = worker();
  await working.drain();
  time.now += ahead;
  await put(chat, 'meanwhile');
  await put(provision, 'later', time.now + 10 * day);
  await db
    .updateTable('outbox')
    .set({ dueAt: time.now + 2 * day, wantedAt: time.now + 2 * day })
    .where('reason', '=', 'later')
    .execute();
  await working.drain();
  time.now -= ahead;
  const right = time.now;
  await working.drain();
  time.now += minute;
  isDown = false;
  await working.drain();
  assert.deepEqual(told.toSorted(), ['chat', 'mail']);
  const [, later] = await rows();
  assert.deepEqual([later?.dueAt, later?.wantedAt, later?.until], [right + 2 * day, right + 2 * day, right + 10 * day]);
});

test('a worker that starts after the clock was put right finds what the one before wrote', async () => {
  const told: string[] = [];
  const { put, worker, time } = await outbox(async (_id, { kind }) => void told.push(kind));
  time.now += day;
  await put(chat, 'meanwhile');
  time.now -= day;
  await worker().drain();
  assert.deepEqual(told, ['chat']);
});

test('a mail server that takes longer than ten seconds to accept a mail gets it once', { timeout: 30_000 }, async (t: TestContext) => {
  const inbox = await startInbox(0, { acceptsAfter: 11 * second });
  const mailer = createSmtpMailer(inbox.url);
  t.after(async () => {
    mailer.close();
    await inbox.close();
  });
  const from = { name: 'Demo', address: 'demo@demo.example' };
  await mailer.send({ from, to: 'alice@corp.example', subject: 's', text: 't', html: 'h', messageId: '1@demo.example', locale: 'en' });
  assert.equal(inbox.mails.length, 1);
});

test('strangers who have mails sent to servers that take minutes keep no slot from other mails, however many they ask for', { timeout: 10_000 }, async (t) => {
  const hangs = gate();
  const begun: string[] = [];
  const places = createSlowPlaces(() => time.now);
  const { put, worker, time, rows } = await outbox(async (_id, job) => {
    if (job.kind !== 'mail') return;
    await places.through(job.to.slice(job.to.indexOf('@') + 1), async () => {
      begun.push(job.to);
      if (job.to.endsWith('@slow.example')) await hangs.promise;
    });
  });
  for (let n = 0; n < 40; n += 1) await put(mail(`x${n}@slow.example`), `slow:${n}`);
  const drained = worker();
  const working = drained.drain();
  t.after(() => hangs.resolve());
  const settled = async () => {
    for (let n = 0; n < 400; n += 1) await new Promise(setImmediate);
  };
  await settled();
  assert.equal(begun.length, 8, 'they hold the eight slots');
  await put(mail(), 'owner');
  time.now += 20 * second;
  void drained.drain();
  await settled();
  assert.ok(begun.includes('alice@corp.example'));
  // What else waits for that server gives its slot back at once, and is not counted as an attempt.
  assert.equal(begun.length, 9);
  const waiting = (await rows()).filter(({ status }) => status === 'waiting');
  assert.deepEqual([waiting.length, new Set(waiting.map(({ attempts }) => attempts)).size, waiting[0]?.attempts], [32, 1, 0]);
  time.now += 30 * second;
  await put(mail('bruno@corp.example'), 'other');
  void drained.drain();
  await settled();
  assert.ok(begun.includes('bruno@corp.example'));
  hangs.resolve();
  await working;
});

test('a mail server that looks at one recipient for too long is no server that is down: the next mail goes', async (t) => {
  const inbox = await startInbox();
  const mailer = createSmtpMailer(inbox.url, [], 200);
  t.after(() => Promise.all([inbox.close(), mailer.close()]));
  const circuits = createCircuits(() => 0);
  const send = (to: string) =>
    circuits.through('mail', () =>
      mailer.send({ from: { name: 'Guichet', address: 'g@corp.example' }, to, subject: 's', text: 't', html: '<p>t</p>', messageId: 'm@x', locale: 'en' }),
    );
  inbox.hang('before');
  for (let n = 0; n < 4; n += 1) await assert.rejects(send('x@slow.example'), (error) => !(error instanceof NoAnswer) && !(error instanceof Postponed));
  inbox.goOn();
  await send('alice@corp.example');
  assert.equal(inbox.mails.at(-1)?.to, 'alice@corp.example');
});

test('the one try at what did not answer keeps others from trying for a minute at most', async () => {
  const time = { now: 0 };
  const circuits = createCircuits(() => time.now);
  for (let n = 0; n < 3; n += 1) await assert.rejects(circuits.through('mail', () => Promise.reject(new NoAnswer('down'))));
  time.now += 5 * second;
  const hangs = gate();
  const tried = circuits.through('mail', () => hangs.promise);
  await assert.rejects(
    circuits.through('mail', async () => 'sent'),
    Postponed,
  );
  time.now += minute;
  assert.equal(await circuits.through('mail', async () => 'sent'), 'sent');
  hangs.resolve();
  await tried;
});
