import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createSmtpMailer } from '../../core/connectors/smtp.ts';
import { operatorNamed } from '../../core/foundation/actor.ts';
import { day, minute, second } from '../../core/foundation/clock.ts';
import { migrate } from '../../core/foundation/database/migrate.ts';
import { openDatabase } from '../../core/foundation/database/open.ts';
import { sweepOutbox } from '../../core/foundation/database/sweep.ts';
import { enqueue } from '../../core/foundation/outbox/enqueue.ts';
import { Postponed, RetryAfter, Undeliverable } from '../../core/foundation/outbox/faults.ts';
import { listGivenUp, retryGivenUp } from '../../core/foundation/outbox/givenUp.ts';
import { createTakeHeld } from '../../core/foundation/outbox/held.ts';
import type { ChatEvent, Job } from '../../core/foundation/outbox/job.ts';
import { createWorker } from '../../core/foundation/outbox/worker.ts';
import { createSecrets, newId } from '../../core/foundation/secrets.ts';
import type { Mail } from '../../core/ports.ts';
import { noCards, workOf } from '../fakes/dependencies.ts';
import { startInbox } from '../fakes/smtp.ts';

const link = 'https://guichet.example/p/demo/link/fpvV2tC7eF5uS3cReT';
const mail: Job = {
  kind: 'mail',
  to: 'alice@corp.example',
  template: 'reset',
  portal: 'demo',
  locale: 'en',
  params: { lives: '30 minutes', codeLives: '10 minutes' },
  secret: { link, code: '493817' },
};
const chat: Job = { kind: 'chat', person: 'p1', event: { name: 'passwordSet', portal: 'demo', request: 'r1' }, locale: 'en' };
const secrets = createSecrets('the key of these tests');

/** An outbox with a worker over a real database. The test decides how deliveries end. */
async function outbox({
  url = 'sqlite::memory:',
  send,
  notify,
}: {
  url?: string;
  send?: (mail: Mail) => Promise<void>;
  notify?: (event: ChatEvent) => Promise<void>;
} = {}) {
  let statements = 0;
  const opened = await openDatabase(url);
  await migrate(opened);
  const db = opened.withPlugin({
    transformQuery: ({ node }) => {
      statements += 1;
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  const time = { now: 1_000_000 };
  const worker = (clock = () => time.now) =>
    createWorker({
      ...workOf(db, clock, {
        mailer: { send: send ?? (async () => undefined) },
        notifier: { ...noCards, notify: async (_address, event) => await notify?.(event) },
      }),
      random: () => 0.5,
      log: { warn: () => undefined, error: () => undefined },
    });
  return {
    db,
    time,
    worker,
    put: (job: Job, reason: string) => db.transaction().execute((tx) => enqueue(tx, secrets, job, { reason, dueAt: time.now, now: time.now })),
    statements: () => statements,
    rows: () => db.selectFrom('outbox').selectAll().execute(),
  };
}

/** A real mail server and a mailer to it, gone with the test. */
async function post(t: TestContext, port = 0) {
  const inbox = await startInbox(port);
  const mailer = createSmtpMailer(inbox.url);
  t.after(async () => {
    mailer.close();
    await inbox.close();
  });
  return { inbox, mailer };
}

/** A promise that the test settles. */
const gate = () => Promise.withResolvers<void>();

test('the same reason twice sends one mail', async () => {
  const sent: Mail[] = [];
  const { put, worker, rows } = await outbox({ send: async (mail) => void sent.push(mail) });
  await put(mail, 'link:1');
  await put(mail, 'link:1');
  await worker().drain();
  await put(mail, 'link:1');
  await worker().drain();
  assert.equal(sent.length, 1);
  assert.deepEqual(
    (await rows()).map(({ status, payload, claimedUntil }) => ({ status, payload, claimedUntil })),
    [{ status: 'done', payload: '', claimedUntil: null }],
  );
});

test('two workers share the jobs: each is done once', async () => {
  const sent: string[] = [];
  const { put, worker } = await outbox({
    send: async ({ messageId }) => {
      await new Promise(setImmediate);
      sent.push(messageId);
    },
  });
  for (let n = 0; n < 40; n += 1) await put(mail, `link:${n}`);
  const attempts = await Promise.all([worker().drain(), worker().drain(), worker().drain()]);
  assert.equal(sent.length, 40);
  assert.equal(new Set(sent).size, 40);
  assert.equal(
    attempts.reduce((sum, n) => sum + n, 0),
    40,
  );
});

test('two processes share the jobs: each mail arrives once', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const url = `sqlite:${folder}/records.sqlite`;
  const { inbox } = await post(t);
  const { db, put } = await outbox({ url });
  for (let n = 0; n < 60; n += 1) await put(mail, `link:${n}`);
  const processes = [1, 2].map(() => spawn(process.execPath, [join(import.meta.dirname, '../fakes/workerProcess.ts'), url, inbox.url], { stdio: 'inherit' }));
  const ends = await Promise.all(processes.map((child) => once(child, 'exit')));
  assert.deepEqual(ends, [
    [0, null],
    [0, null],
  ]);
  assert.equal(inbox.mails.length, 60);
  assert.equal(new Set(inbox.mails.map(({ headers }) => headers['message-id'])).size, 60);
  await db.destroy();
});

test('with the mail server down, then up, exactly one mail arrives, with its own Message-ID', async (t) => {
  const down = await startInbox();
  const { port } = new URL(down.url);
  await down.close();
  const toNobody = createSmtpMailer(down.url);
  t.after(() => toNobody.close());
  const { put, worker, time, rows } = await outbox({ send: (mail) => toNobody.send(mail) });
  await put(mail, 'link:1');
  assert.equal(await worker().drain(), 1);
  const [waiting] = await rows();
  assert.equal(waiting?.status, 'waiting');
  assert.ok(waiting && waiting.dueAt > time.now && waiting.dueAt <= time.now + 5 * second);
  const { inbox } = await post(t, Number(port));
  time.now += 5 * second;
  await worker().drain();
  await worker().drain();
  assert.deepEqual(
    inbox.mails.map(({ to, headers }) => [to, headers['message-id']]),
    [['alice@corp.example', `<${waiting?.id}@demo.example>`]],
  );
});

test('a passing refusal (4xx) is tried again, a lasting one (5xx) is given up and listed', async (t) => {
  const { inbox, mailer } = await post(t);
  const { db, put, worker, time } = await outbox({ send: (mail) => mailer.send(mail) });
  inbox.reject(451);
  await put(mail, 'link:1');
  await worker().drain();
  inbox.reject();
  time.now += minute;
  await worker().drain();
  assert.equal(inbox.mails.length, 1);

  inbox.reject(550);
  await put(mail, 'link:2');
  await worker().drain();
  time.now += 60 * minute;
  assert.equal(await worker().drain(), 0);
  const [job] = await listGivenUp(db);
  assert.equal(job?.reason, 'link:2');
  assert.match(job?.error ?? '', /550/);

  inbox.reject();
  assert.equal(await retryGivenUp(db, { id: job?.id ?? '' }, time.now, operatorNamed('jdupont')), 1);
  const record = await db.selectFrom('audit').select(['actor', 'action', 'subject']).executeTakeFirstOrThrow();
  assert.deepEqual(Object.values(record), ['operator:jdupont', 'outbox.retried', `job:${job?.id}`]);
  await worker().drain();
  assert.equal(inbox.mails.length, 2);
});

test('the pauses grow to a quarter of an hour and end after a day, and the job is given up', async () => {
  const { db, put, worker, time, rows } = await outbox({ send: () => Promise.reject(new Error('down')) });
  await put(mail, 'link:1');
  const began = time.now;
  const pauses: number[] = [];
  while ((await worker().drain()) > 0) {
    const [row] = await rows();
    if (row?.status === 'waiting') pauses.push(row.dueAt - time.now);
    time.now = row?.dueAt ?? 0;
  }
  assert.deepEqual(
    pauses.slice(0, 10).map((pause) => pause / second),
    [3, 5.5, 10.5, 20.5, 40.5, 80.5, 160.5, 320.5, 450.5, 450.5],
  );
  assert.ok(time.now - began >= day);
  assert.equal((await listGivenUp(db)).length, 1);
});

test('a requested wait is respected', async () => {
  const { put, worker, time, rows } = await outbox({ send: () => Promise.reject(new RetryAfter(90 * second, 'busy')) });
  await put(mail, 'link:1');
  await worker().drain();
  const [row] = await rows();
  assert.ok(row && row.dueAt >= time.now + 90 * second);
});

test('a rate-limited conversation waits without using an attempt, and does not delay others', async () => {
  const told: string[] = [];
  const { db, put, worker, time, rows } = await outbox({
    notify: async ({ reference = '' }) => {
      const until = 1_000_000 + Number(reference) * second;
      if (until > time.now) throw new Postponed(until - time.now);
      told.push(reference);
    },
  });
  await db
    .insertInto('person')
    .values({ id: 'p1', channel: 'msteams', tenant: 't', objectId: 'o', name: null, locale: 'en', address: '{}', seenAt: 0 })
    .execute();
  for (const reference of ['2', '1', '0']) await put({ ...chat, event: { ...chat.event, reference } }, `chat:${reference}`);
  await worker().drain();
  assert.deepEqual(told, ['0']);
  assert.deepEqual(
    (await rows()).filter(({ status }) => status === 'waiting').map(({ attempts, dueAt, error }) => [attempts, dueAt - time.now, error]),
    [
      [0, 2 * second, null],
      [0, second, null],
    ],
  );
  time.now += 2 * second;
  await worker().drain();
  assert.deepEqual(told, ['0', '1', '2']);
});

test('a worker looks again when the next job is due, before its next poll', { timeout: 4_000 }, async (t) => {
  const arrived = gate();
  let later: number | undefined;
  const { put, worker, time } = await outbox({
    send: async () => {
      later ??= Date.now() + 300;
      if (Date.now() < later) throw new Postponed(later - Date.now());
      arrived.resolve();
    },
  });
  time.now = Date.now();
  const running = worker(Date.now);
  t.after(() => running.stop());
  await put(mail, 'link:1');
  running.start();
  await arrived.promise;
});

test('a job that becomes due while a worker looks is not left to the next poll', { timeout: 4_000 }, async (t) => {
  const arrived = gate();
  const { put, worker, time } = await outbox({ send: async () => arrived.resolve() });
  await put(mail, 'link:1');
  // Ten milliseconds pass between one look at the clock and the next: the first is before the job is due, the second after.
  let now = time.now - 15;
  const running = worker(() => {
    now += 10;
    return now;
  });
  t.after(() => running.stop());
  running.start();
  await arrived.promise;
});

test('after a worker dies, its job runs again once the claim has expired, not before', async () => {
  const sent: Mail[] = [];
  const gates = [gate(), gate()];
  const { put, worker, time, rows } = await outbox({
    send: async (mail) => await gates[sent.push(mail) - 1]?.promise,
  });
  await put(mail, 'link:1');
  const died = worker().drain();
  await new Promise(setImmediate);
  time.now += 29 * second;
  assert.equal(await worker().drain(), 0);
  time.now += second;
  const other = worker().drain();
  await new Promise(setImmediate);
  assert.equal(sent.length, 2);
  assert.equal(sent[0]?.messageId, sent[1]?.messageId);
  // The worker was not dead but slow. Its late write must not touch the other's claim.
  const before = await rows();
  gates[0]?.resolve();
  await died;
  assert.deepEqual(await rows(), before);
  gates[1]?.resolve();
  assert.equal(await other, 1);
  assert.equal((await rows())[0]?.status, 'done');
});

test('a stopping worker finishes its jobs and starts none', async () => {
  const going = gate();
  const sent: Mail[] = [];
  const { put, worker, rows } = await outbox({
    send: async (mail) => {
      await going.promise;
      sent.push(mail);
    },
  });
  for (let n = 0; n < 10; n += 1) await put(mail, `link:${n}`);
  const running = worker();
  running.start();
  await new Promise((later) => setTimeout(later, 20));
  const stopped = running.stop();
  going.resolve();
  await stopped;
  assert.equal(sent.length, 8);
  const statuses = (await rows()).map(({ status }) => status).sort();
  assert.deepEqual(statuses, [...Array(8).fill('done'), 'waiting', 'waiting']);
});

test('a worker stopped between claim and delivery gives the claim back and does not count the attempt', async () => {
  const sent: Mail[] = [];
  const { put, worker, time, rows } = await outbox({ send: async (mail) => void sent.push(mail) });
  await put(mail, 'link:1');
  let stopped: Promise<void> | undefined;
  const running = worker(() => {
    // The clock is asked just before the claim.
    stopped = running.stop();
    return time.now;
  });
  assert.equal(await running.drain(), 0);
  await stopped;
  assert.equal(sent.length, 0);
  const [row] = await rows();
  assert.deepEqual([row?.status, row?.attempts, row?.claimedUntil], ['waiting', 0, null]);
});

test('a commit wakes the worker', { timeout: 4_000 }, async (t) => {
  const arrived = gate();
  const { put, worker } = await outbox({ send: async () => arrived.resolve() });
  const running = worker();
  t.after(() => running.stop());
  running.start();
  await put(mail, 'link:1');
  running.wake();
  await arrived.promise;
});

test('ALL-12 an event that no chat could receive is held for the next message and told once', async () => {
  const { db, put, worker, time } = await outbox({ notify: () => Promise.reject(new Undeliverable('blocked')) });
  await db
    .insertInto('person')
    .values({ id: 'p1', channel: 'msteams', tenant: 't', objectId: 'o', name: null, locale: 'en', address: '{}', seenAt: 0 })
    .execute();
  await put(chat, 'chat:1');
  await put({ ...chat, person: 'p2' }, 'chat:2');
  await worker().drain();
  const takeHeld = createTakeHeld(db, () => time.now);
  const told = await Promise.all([takeHeld('p1'), takeHeld('p1')]);
  assert.deepEqual(told.flat(), [{ name: 'passwordSet', portal: 'demo', request: 'r1' }]);
  assert.deepEqual(await takeHeld('p1'), []);
});

test('ALL-4 a job that does nothing costs the statements that a mail costs', async () => {
  const cost = async (job: Job) => {
    const { put, worker, statements } = await outbox();
    await put(job, 'link:1');
    await worker().drain();
    return statements();
  };
  const [nothing, something] = [await cost({ kind: 'nothing', instead: mail }), await cost(mail)];
  assert.ok(something > 0);
  assert.equal(nothing, something);
});

for (const [what, job] of [
  ['a mail with a link and a code', mail],
  [
    'a mail without a secret',
    { kind: 'mail', to: 'alice@corp.example', template: 'identifier', portal: 'demo', locale: 'fr', params: { identifier: 'alice' } },
  ],
] as const)
  test(`ALL-4 the decoy of ${what} seals as often, is as long, and keeps nothing of it`, async () => {
    const { db } = await outbox();
    const real = secrets;
    let sealed = 0;
    const counting = {
      ...real,
      seal: (text: string) => {
        sealed += 1;
        return real.seal(text);
      },
    };
    const cost = async (put: Job) => {
      sealed = 0;
      const reason = newId();
      await enqueue(db, counting, put, { reason, now: 0, dueAt: 0 });
      return { sealed, ...(await db.selectFrom('outbox').select('payload').where('reason', '=', reason).executeTakeFirstOrThrow()) };
    };
    const [decoy, shown] = [await cost({ kind: 'nothing', instead: job }), await cost(job)];
    assert.equal(decoy.sealed, shown.sealed);
    assert.ok(Math.abs(decoy.payload.length - shown.payload.length) < 40, `${decoy.payload.length} and ${shown.payload.length} characters`);
    assert.doesNotMatch(decoy.payload, /alice|identifier/);
  });

test('link and code are never in the database file or the files beside it', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const { db, put, worker } = await outbox({ url: `sqlite:${folder}/records.sqlite` });
  const files = () => readdirSync(folder).map((name) => readFileSync(join(folder, name)));
  const holds = (text: string) => files().some((bytes) => bytes.includes(text));
  await put(mail, 'link:1');
  assert.ok(holds('alice@corp.example'), 'the row is in the file');
  for (const secret of [link, link.slice(link.lastIndexOf('/') + 1), '493817']) assert.ok(!holds(secret));
  await worker().drain();
  for (const secret of [link, '493817']) assert.ok(!holds(secret));
  await db.destroy();
});

test('jobs done long ago are deleted in batches; waiting, held, given-up and recent ones stay', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const { db, put, worker, rows, time } = await outbox({ url: `sqlite:${folder}/records.sqlite` });
  for (let n = 0; n < 1_203; n += 1) await put(mail, `old:${n}`);
  await worker().drain();
  time.now += day;
  await put(mail, 'new');
  await worker().drain();
  for (const status of ['waiting', 'claimed', 'held', 'given-up']) {
    await put(mail, status);
    await db.updateTable('outbox').set({ status, dueAt: 0, createdAt: 0 }).where('reason', '=', status).execute();
  }
  // Due long ago, but done only now.
  await db.updateTable('outbox').set({ dueAt: 0 }).where('reason', '=', 'new').execute();
  assert.equal(await sweepOutbox(db, time.now), 1_203);
  assert.equal(await sweepOutbox(db, time.now), 0);
  assert.deepEqual((await rows()).map(({ reason }) => reason).sort(), ['claimed', 'given-up', 'held', 'new', 'waiting']);
  await db.destroy();
});
