import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { sql } from 'kysely';
import { z } from 'zod';
import { sealingRound } from '../../bot/auditSealing.ts';
import type { Log } from '../../bot/log.ts';
import { system } from '../../core/foundation/actor.ts';
import { auditAll } from '../../core/foundation/audit.ts';
import { sealAudit, verifyAudit } from '../../core/foundation/auditChain.ts';
import type { Database } from '../../core/foundation/database/schema.ts';
import { createSecrets } from '../../core/foundation/secrets.ts';
import { databaseUnderTest, openRecords } from '../records.ts';

const secrets = createSecrets('the key of these tests');

/** An audit of twelve records in its chain. */
async function sealed(t: TestContext): Promise<Database> {
  const { db, close } = await openRecords();
  t.after(close);
  await write(db, 12);
  assert.equal(await sealAudit(db, secrets), 12);
  return db;
}

const write = (db: Database, count: number, from = 0) =>
  auditAll(
    db,
    Array.from({ length: count }, (_, n) => ({
      at: 1_000 + from + n,
      actor: system,
      action: 'reset.asked',
      portal: 'octopus',
      subject: `account:${from + n}`,
      outcome: 'ok',
    })),
  );

const idOf = async (db: Database, subject: string): Promise<number> =>
  (await db.selectFrom('audit').select('id').where('subject', '=', subject).executeTakeFirstOrThrow()).id;

test(`OPS-4 ${databaseUnderTest}: an audit as it was written verifies, what is new is sealed after it, and nothing twice`, async (t) => {
  const db = await sealed(t);
  const first = await verifyAudit(db, secrets);
  assert.deepEqual([first.faults, first.sealed, first.unsealed], [[], 12, 0]);
  await write(db, 3, 12);
  assert.deepEqual([(await verifyAudit(db, secrets)).faults, (await verifyAudit(db, secrets)).unsealed], [[], 3]);
  assert.deepEqual([await sealAudit(db, secrets), await sealAudit(db, secrets)], [3, 0]);
  const second = await verifyAudit(db, secrets, first.head);
  assert.deepEqual([second.faults, second.sealed, second.unsealed], [[], 15, 0]);
  assert.notEqual(second.head, first.head);
});

for (const [what, fault, tamper] of [
  ['altered', 'changed', (db: Database, id: number) => db.updateTable('audit').set({ outcome: 'denied' }).where('id', '=', id).execute()],
  ['removed', 'removed', (db: Database, id: number) => db.deleteFrom('audit').where('id', '=', id).execute()],
  ['removed with its link', 'linkRemoved', removedWithLink],
] as const)
  test(`OPS-4 ${databaseUnderTest}: a record that was ${what} is found, and where`, async (t) => {
    const db = await sealed(t);
    const id = await idOf(db, 'account:5');
    await tamper(db, id);
    const { faults } = await verifyAudit(db, secrets);
    assert.equal(faults[0]?.what, fault);
    assert.equal(faults[0]?.at, fault === 'linkRemoved' ? await idOf(db, 'account:6') : id);
  });

async function removedWithLink(db: Database, id: number): Promise<void> {
  await db.deleteFrom('audit').where('id', '=', id).execute();
  await db.deleteFrom('auditChain').where('auditId', '=', id).execute();
}

test(`OPS-4 ${databaseUnderTest}: two records in each other's place are found`, async (t) => {
  const db = await sealed(t);
  const [one, other] = [await idOf(db, 'account:3'), await idOf(db, 'account:7')];
  await db.updateTable('audit').set({ subject: 'account:7' }).where('id', '=', one).execute();
  await db.updateTable('audit').set({ subject: 'account:3' }).where('id', '=', other).execute();
  assert.deepEqual(
    (await verifyAudit(db, secrets)).faults,
    [one, other].map((at) => ({ what: 'changed', at })),
  );
});

test(`OPS-4 ${databaseUnderTest}: links in another order are found`, async (t) => {
  const db = await sealed(t);
  for (const [from, to] of [
    [4, 1_000],
    [5, 4],
    [1_000, 5],
  ] as const)
    await db.updateTable('auditChain').set({ seq: to }).where('seq', '=', from).execute();
  const { faults } = await verifyAudit(db, secrets);
  assert.equal(faults[0]?.what, 'linkChanged');
});

test(`OPS-4 ${databaseUnderTest}: a record that was put in between is found`, async (t) => {
  const db = await sealed(t);
  const id = await idOf(db, 'account:4');
  await removedWithLink(db, id);
  // PostgreSQL gives ids itself, unless its owner says otherwise.
  const over = databaseUnderTest === 'PostgreSQL' ? sql`overriding system value` : sql``;
  await sql`insert into audit (id, at, actor, channel, action, portal, subject, outcome, detail) ${over} values (${id}, 1, '', '', '', '', '', 'ok', '{}')`.execute(
    db,
  );
  const { faults } = await verifyAudit(db, secrets);
  assert.ok(faults.some(({ what, at }) => what === 'inserted' && at === id));
});

test(`OPS-4 ${databaseUnderTest}: an end that was cut off is found by the end that was kept elsewhere, and cannot be made anew without the key`, async (t) => {
  const db = await sealed(t);
  const { head } = await verifyAudit(db, secrets);
  const last = await idOf(db, 'account:11');
  await removedWithLink(db, last);
  assert.deepEqual((await verifyAudit(db, secrets)).faults, [], 'which is why the end is kept elsewhere');
  assert.deepEqual((await verifyAudit(db, secrets, head)).faults, [{ what: 'shortened', at: await idOf(db, 'account:10') }]);
  await write(db, 1, 20);
  await sealAudit(db, createSecrets('another key'));
  const { faults } = await verifyAudit(db, secrets, head);
  assert.deepEqual(
    faults.map(({ what }) => what),
    ['unknownKey', 'shortened'],
  );
});

test(`OPS-4 ${databaseUnderTest}: after SECRET_KEY was changed the chain goes on, and verifies with both keys`, async (t) => {
  const db = await sealed(t);
  const after = createSecrets('the key of tomorrow', 'the key of these tests');
  await write(db, 2, 12);
  await sealAudit(db, after);
  assert.deepEqual((await verifyAudit(db, after)).faults, []);
  assert.deepEqual(
    (await verifyAudit(db, createSecrets('the key of tomorrow'))).faults.map(({ what }) => what),
    ['unknownKey'],
  );
});

test(`OPS-4 ${databaseUnderTest}: two bots that seal at once make one chain`, async (t) => {
  const { db, close } = await openRecords();
  t.after(close);
  await write(db, 40);
  await Promise.all([1, 2, 3].map(() => sealAudit(db, secrets)));
  const { faults, sealed: links } = await verifyAudit(db, secrets);
  assert.deepEqual([faults, links], [[], 40]);
});

test(`OPS-4 ${databaseUnderTest}: a record that was altered, with the links from there on taken out, so that the bot seals it anew, is noticed by every bot that runs`, async (t) => {
  const db = await sealed(t);
  const lines: unknown[][] = [];
  const log = { error: (...line: unknown[]) => lines.push(line), info: () => undefined, warn: () => undefined };
  const round = sealingRound({ db, secrets, clock: () => 5_000, log: z.custom<Log>().parse(log) });
  await round();
  await write(db, 1, 12);
  await round();
  assert.deepEqual(lines, [], 'what is new is no fault');
  const id = await idOf(db, 'account:5');
  await db.updateTable('audit').set({ outcome: 'denied' }).where('id', '=', id).execute();
  await db.deleteFrom('auditChain').where('auditId', '>=', id).execute();
  await round();
  assert.deepEqual((await verifyAudit(db, secrets)).faults, [], 'the chain itself does not tell');
  assert.equal(lines.length, 1);
  const record = await db.selectFrom('audit').select('detail').where('action', '=', 'audit.chainCut').executeTakeFirstOrThrow();
  assert.equal(JSON.parse(record.detail).seq, 13);
  await round();
  assert.equal(lines.length, 1, 'told once');
});
