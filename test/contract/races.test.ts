import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createApprovalJobs } from '../../core/access/approvalJobs.ts';
import { closeRequest, lockPending } from '../../core/access/asking.ts';
import { createTurnClaims } from '../../core/conversation/turnClaims.ts';
import { bind } from '../../core/directory/bindings.ts';
import { minute } from '../../core/foundation/clock.ts';
import { issueCode, spendCode, tryCode } from '../../core/foundation/codes.ts';
import type { Database, Tx } from '../../core/foundation/database/schema.ts';
import { createLimits } from '../../core/foundation/limits.ts';
import { issueLink, spendLink } from '../../core/foundation/links.ts';
import { enqueue } from '../../core/foundation/outbox/enqueue.ts';
import { createTakeHeld } from '../../core/foundation/outbox/held.ts';
import { createWorker } from '../../core/foundation/outbox/worker.ts';
import { meet } from '../../core/foundation/people.ts';
import { createSecrets } from '../../core/foundation/secrets.ts';
import { dependenciesOf, noCards, workOf } from '../fakes/dependencies.ts';
import { insertPendingRequest } from '../fakes/pendingRequest.ts';
import { demo } from '../fakes/portal.ts';
import { databaseUnderTest, openRecords } from '../records.ts';

// What has to be decided once, asked for by many at the same instant: on PostgreSQL over as many connections.

const secrets = createSecrets('the key of these tests');
const now = 1_000_000;

async function records(t: TestContext): Promise<Database> {
  const { db, close } = await openRecords();
  t.after(close);
  return db;
}

/** Runs `count` actions at once, each in a transaction of its own. */
const atOnce = <T>(db: Database, count: number, action: (tx: Tx, n: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, n) => db.transaction().execute((tx) => action(tx, n))));

/** A worker whose texts end in a list. */
const workerTo = (db: Database, sent: string[]) =>
  createWorker({
    ...workOf(db, () => now, { texter: { send: async ({ to }) => void sent.push(to) } }),
    random: () => 0,
    log: { warn: () => undefined, error: () => undefined },
  });

async function makeRequests(db: Database, count: number): Promise<void> {
  const about = { portal: 'demo', procedure: 'reset', person: 'p', subject: 'account:1', accountId: null, data: '{}', locale: 'fr' };
  const rows = Array.from({ length: count }, (_, n) => ({ id: `r${n}`, ...about, createdAt: now, expiresAt: now + minute, provenAt: null, completedAt: null }));
  await db.insertInto('request').values(rows).execute();
}

const link = (n: number) => ({ requestId: `r${n}`, portal: 'demo', purpose: 'reset', subject: 'account:1', now, expiresAt: now + minute }) as const;

test(`ALL-2 ${databaseUnderTest}: of links issued at once, only one is valid, and it is spent once`, async (t) => {
  const db = await records(t);
  await makeRequests(db, 8);
  await atOnce(db, 8, (tx, n) => issueLink(tx, link(n)));
  const alive = await db.selectFrom('link').select('id').where('replacedAt', 'is', null).execute();
  assert.equal(alive.length, 1);
  const spent = await atOnce(db, 8, (tx) => spendLink(tx, alive[0]?.id ?? '', now));
  assert.deepEqual(spent.filter(Boolean), [true]);
});

test(`ALL-2 ${databaseUnderTest}: a link is spent or replaced, never both`, async (t) => {
  const db = await records(t);
  await makeRequests(db, 2);
  for (let round = 0; round < 10; round += 1) {
    await db.transaction().execute((tx) => issueLink(tx, link(0)));
    const { id } = await db.selectFrom('link').select('id').where('spentAt', 'is', null).where('replacedAt', 'is', null).executeTakeFirstOrThrow();
    await atOnce(db, 2, async (tx, n) => void (n === 0 ? await spendLink(tx, id, now) : await issueLink(tx, link(1))));
  }
  const both = await db.selectFrom('link').select('id').where('spentAt', 'is not', null).where('replacedAt', 'is not', null).execute();
  assert.deepEqual(both, []);
});

test(`ALL-6 ${databaseUnderTest}: of thirty simultaneous tries five count, and the right code is spent once`, async (t) => {
  const db = await records(t);
  await makeRequests(db, 2);
  const [code, other] = await atOnce(db, 2, (tx, n) =>
    issueCode(tx, secrets, { requestId: `r${n}`, purpose: 'mail', now, lives: minute, requestExpiresAt: now + minute }),
  );
  const parts = { db, secrets, limits: createLimits(db, () => now) };
  const tryOne = (requestId: string, typed: string) => tryCode(parts, { requestId, counted: requestId, purpose: 'mail', code: typed, now, tries: 5, by: 'p' });
  const right = await Promise.all(Array.from({ length: 30 }, () => tryOne('r0', code ?? '')));
  const accepted = right.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
  assert.equal(accepted.length, 5);
  const spent = await Promise.all(accepted.map((id) => db.transaction().execute((tx) => spendCode(tx, id, now))));
  assert.deepEqual(spent.filter(Boolean), [true]);
  assert.equal((await tryOne('r1', other ?? '')).ok, true);
});

test(`${databaseUnderTest}: a limit holds for a hundred simultaneous uses, over two bots, inside and outside transactions`, async (t) => {
  const db = await records(t);
  const [one, other] = [createLimits(db, () => now), createLimits(db, () => now)];
  const limit = { points: 7, within: minute };
  const alone = Array.from({ length: 50 }, () => one.consume('ask:1', limit));
  const counted = await Promise.all([...alone, atOnce(db, 50, (tx) => other.consume('ask:1', limit, tx))]);
  assert.equal(counted.flat().filter(Boolean).length, 7);
});

test(`${databaseUnderTest}: each job is claimed by one of three workers`, async (t) => {
  const db = await records(t);
  for (let n = 0; n < 100; n += 1) {
    const job = { kind: 'sms', to: `+${n}`, portal: 'demo', locale: 'fr', params: {}, secret: { code: '1' } } as const;
    await enqueue(db, secrets, job, { reason: `code:${n}`, now, dueAt: now });
  }
  const sent: string[] = [];
  const attempts = await Promise.all([1, 2, 3].map(() => workerTo(db, sent).drain()));
  assert.equal(new Set(sent).size, 100);
  assert.equal(sent.length, 100);
  assert.equal(
    attempts.reduce((sum, each) => sum + each, 0),
    100,
  );
  // On PostgreSQL nobody waits for another's claim: each finds jobs of its own.
  if (databaseUnderTest === 'PostgreSQL')
    assert.ok(
      attempts.every((each) => each > 10),
      `${attempts}`,
    );
});

test(`${databaseUnderTest}: jobs start in the order in which they became due`, async (t) => {
  const db = await records(t);
  for (const n of [5, 2, 7, 0, 3, 6, 1, 4]) {
    const job = { kind: 'sms', to: `+${n}`, portal: 'demo', locale: 'fr', params: {}, secret: { code: '1' } } as const;
    await enqueue(db, secrets, job, { reason: `code:${n}`, now, dueAt: now - 8 + n });
  }
  const sent: string[] = [];
  await workerTo(db, sent).drain();
  assert.deepEqual(sent, ['+0', '+1', '+2', '+3', '+4', '+5', '+6', '+7']);
});

test(`${databaseUnderTest}: one job per reason, one id per person, one owner per account`, async (t) => {
  const db = await records(t);
  await atOnce(db, 20, (tx) => enqueue(tx, secrets, { kind: 'provision', membership: '1' }, { reason: 'link:1', now, dueAt: now }));
  assert.equal((await db.selectFrom('outbox').select('id').execute()).length, 1);
  const who = { channel: 'msteams', tenant: 't', objectId: 'o', locale: 'fr', address: {} } as const;
  const ids = await Promise.all(Array.from({ length: 20 }, () => meet(db, () => now, who)));
  assert.equal(new Set(ids).size, 1);
  const made = { portal: 'demo', identifier: 'a', email: 'a@b.example', givenName: 'A', familyName: 'B', phone: null, entity: null };
  const created = await dependenciesOf(db, () => now).directory.create(made, undefined, 'act');
  assert.ok(created.ok);
  const account = await db.transaction().execute((tx) => created.value(tx, now));
  assert.ok(account);
  const actor = { person: ids[0] ?? '', channel: 'msteams', locale: 'fr', authenticated: true } as const;
  await atOnce(db, 20, (tx) => bind(tx, { secrets, publicUrl: 'https://guichet.example' }, demo, { person: actor.person, account, actor, locale: 'fr', now }));
  assert.equal((await db.selectFrom('binding').select('id').execute()).length, 1);
  assert.equal((await db.selectFrom('outbox').select('id').where('kind', '=', 'mail').execute()).length, 1, 'told once');
});

test(`ALL-12 ${databaseUnderTest}: a held event is told once, even if many messages arrive at once`, async (t) => {
  const db = await records(t);
  for (let n = 0; n < 5; n += 1) {
    const job = { kind: 'chat', person: 'p1', event: { name: 'passwordSet', portal: 'demo', request: `r${n}` }, locale: 'fr' } as const;
    await enqueue(db, secrets, job, { reason: `chat:${n}`, now, dueAt: now });
  }
  await db.updateTable('outbox').set({ status: 'held' }).execute();
  const takeHeld = createTakeHeld(db, () => now);
  const told = await Promise.all(Array.from({ length: 10 }, () => takeHeld('p1')));
  assert.equal(told.flat().length, 5);
});

if (databaseUnderTest === 'PostgreSQL') {
  test('PostgreSQL: of several bots, one at a time runs the turns of a conversation', async (t) => {
    const db = await records(t);
    const bots = [1, 2, 3, 4].map(() => createTurnClaims(db));
    const order: string[] = [];
    const turn = (n: number) => async () => {
      order.push(`${n} begins`);
      await sleep(30);
      order.push(`${n} ends`);
    };
    await Promise.all(bots.map((bot, n) => bot.hold('a chat', turn(n))));
    for (let at = 0; at < order.length; at += 2) assert.equal(order[at + 1], order[at]?.replace('begins', 'ends'));
    await assert.rejects(bots[0]?.hold('a chat', () => Promise.reject(new Error('down'))) ?? Promise.resolve(), { message: 'down' });
    assert.equal(await bots[1]?.hold('a chat', async () => 'done'), 'done');
    // Which bot had it last is known, for as long as it matters.
    const own: boolean[] = [];
    for (const at of [1, 1, 2, 1, 1] as const) await bots[at]?.hold('a chat', async (mine) => void own.push(mine));
    assert.deepEqual(own, [true, true, false, false, true]);
    await bots[1]?.sweep();
    assert.equal((await db.selectFrom('turnClaim').select('holder').execute()).length, 1);
    await db.updateTable('turnClaim').set({ until: 0 }).execute();
    await bots[1]?.sweep();
    assert.deepEqual(await db.selectFrom('turnClaim').selectAll().execute(), []);
  });

  test('PostgreSQL: another conversation waits for no claim, and the claim of a bot that died is free within three seconds', async (t) => {
    const db = await records(t);
    const [dead, alive] = [createTurnClaims(db), createTurnClaims(db)];
    const gone = Promise.withResolvers<void>();
    void dead.hold('a chat', () => gone.promise);
    while ((await db.selectFrom('turnClaim').select('holder').execute()).length === 0) await sleep(5);
    assert.equal(await alive.hold('another chat', async () => 'done'), 'done');
    // A bot that died renews nothing.
    await db
      .updateTable('turnClaim')
      .set((column) => ({ holder: 'dead', until: column('until', '-', 2_500) }))
      .execute();
    assert.equal(await alive.hold('a chat', async () => 'done'), 'done');
    gone.resolve();
  });

  test('PostgreSQL: a turn that takes long keeps its claim', async (t) => {
    const db = await records(t);
    const [slow, other] = [createTurnClaims(db), createTurnClaims(db)];
    const order: string[] = [];
    const first = slow.hold('a chat', async () => {
      await sleep(4_000);
      order.push('slow');
    });
    await sleep(50);
    await Promise.all([first, other.hold('a chat', async () => void order.push('other'))]);
    assert.deepEqual(order, ['slow', 'other']);
  });
}

test(`IN-10 ${databaseUnderTest}: a card sent while its request is being decided is updated afterwards`, async (t) => {
  const db = await records(t);
  await insertPendingRequest(db);
  const email = 'bruno@corp.example';
  await db.insertInto('approver').values({ id: 'b', enrollmentId: 'e', address: email, open: 1, decision: null, askedAt: 0, decidedAt: null }).execute();
  await meet(db, () => now, { channel: 'msteams', tenant: 't', objectId: 'o', locale: 'fr', address: {}, email });
  const [sending, arrived] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const card = async () => {
    sending.resolve();
    await arrived.promise;
    return 'activity-1';
  };
  const dependencies = dependenciesOf(db, () => now);
  const asking = createApprovalJobs(dependencies, { ...noCards, card, roster: async () => ({ email, guest: false, tenant: 't' }) }).ask('e', email, 'job', 1);
  await sending.promise;
  // The decision looks for cards to change before this one is written down, and ends after it could have been.
  await db.transaction().execute(async (tx) => {
    assert.equal(await lockPending(tx, 'e'), true);
    await tx.updateTable('enrollment').set({ status: 'approved', decidedAt: now, decidedBy: email }).where('id', '=', 'e').execute();
    await closeRequest(tx, dependencies, 'e', now);
    arrived.resolve();
    await sleep(200);
  });
  await asking;
  const updates = await db.selectFrom('outbox').select('id').where('kind', '=', 'approvalUpdate').execute();
  assert.equal(updates.length, 1);
});
