import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { system } from '../../core/foundation/actor.ts';
import { auditAll } from '../../core/foundation/audit.ts';
import { sealAudit, verifyAudit } from '../../core/foundation/auditChain.ts';
import { sweepAudit } from '../../core/foundation/auditSweep.ts';
import { day } from '../../core/foundation/clock.ts';
import type { Database } from '../../core/foundation/database/schema.ts';
import { createSecrets } from '../../core/foundation/secrets.ts';
import { databaseUnderTest, openRecords } from '../records.ts';

const secrets = createSecrets('the key of these tests');

/** An audit of one record a day, in its chain. */
async function sealed(t: TestContext, days = 12): Promise<Database> {
  const { db, close } = await openRecords();
  t.after(close);
  await write(db, days);
  await sealAudit(db, secrets);
  return db;
}

const write = (db: Database, count: number, from = 0) =>
  auditAll(
    db,
    Array.from({ length: count }, (_, n) => ({
      at: (from + n) * day + 1,
      actor: system,
      action: 'reset.asked',
      portal: 'octopus',
      subject: `account:${from + n}`,
      outcome: 'ok',
    })),
  );

const subjects = async (db: Database): Promise<string[]> =>
  (await db.selectFrom('audit').select(['id', 'subject']).orderBy('id').execute()).map(({ subject }) => subject);

test(`OPS-4 ${databaseUnderTest}: the beginning of the audit is swept in whole days, and the rest still verifies`, async (t) => {
  const db = await sealed(t);
  const { head: old } = await verifyAudit(db, secrets);
  assert.deepEqual(await sweepAudit(db, secrets, 4.5 * day, 12 * day), { records: 4 });
  assert.deepEqual((await subjects(db)).slice(0, 2), ['account:4', 'account:5']);
  assert.deepEqual(await sweepAudit(db, secrets, 4.9 * day, 12 * day), { records: 0 });
  const found = await verifyAudit(db, secrets, old);
  assert.deepEqual([found.faults, found.swept, found.sealed, found.unsealed], [[], 4, 9, 0]);
  // Again, and then what is new goes on after it.
  await sweepAudit(db, secrets, 7 * day, 13 * day);
  await write(db, 2, 13);
  await sealAudit(db, secrets);
  const again = await verifyAudit(db, secrets, found.head);
  assert.deepEqual([again.faults, again.swept, again.sealed], [[], 7, 9]);
  assert.deepEqual((await verifyAudit(db, secrets, `2:${old}`)).faults, [], 'an end that is swept by now cannot be looked for');
});

test(`OPS-4 ${databaseUnderTest}: an audit that is old in all its records is swept, and says so in one that is not`, async (t) => {
  const db = await sealed(t);
  assert.deepEqual(await sweepAudit(db, secrets, 100 * day, 100 * day), { records: 12 });
  assert.deepEqual(await subjects(db), ['audit']);
  await write(db, 1, 100);
  await sealAudit(db, secrets);
  assert.deepEqual((await verifyAudit(db, secrets)).faults, []);
});

test(`OPS-4 ${databaseUnderTest}: nobody gets rid of what they altered by the sweep, and it says where it stopped`, async (t) => {
  for (const [what, tamper] of [
    ['made old', (db: Database) => db.updateTable('audit').set({ at: 0 }).execute()],
    ['altered', (db: Database) => db.updateTable('audit').set({ outcome: 'ok!' }).where('subject', '=', 'account:0').execute()],
    ['removed', (db: Database) => db.deleteFrom('audit').where('subject', '=', 'account:0').execute()],
  ] as const) {
    const db = await sealed(t);
    await tamper(db);
    const { records, stoppedAt } = await sweepAudit(db, secrets, 3 * day, 12 * day);
    assert.equal(records, 0, what);
    assert.equal(typeof stoppedAt, 'number', what);
    assert.ok((await verifyAudit(db, secrets)).faults.length > 0, what);
  }
});

test(`OPS-4 ${databaseUnderTest}: a beginning that was cut off by somebody else is found, also if they write that it was swept`, async (t) => {
  const db = await sealed(t);
  const links = await db.selectFrom('auditChain').selectAll().orderBy('seq').limit(4).execute();
  const last = links.at(-1);
  const detail = JSON.stringify({ seq: last?.seq, digest: last?.digest, records: 4, unverified: 0, signature: last?.digest });
  await db
    .insertInto('audit')
    .values({ at: 12 * day, actor: 'system', channel: 'cli', action: 'audit.swept', portal: '', subject: 'audit', outcome: 'ok', detail })
    .execute();
  // The running bot puts it into the chain.
  await sealAudit(db, secrets);
  await db
    .deleteFrom('audit')
    .where(
      'id',
      'in',
      links.map(({ auditId }) => auditId),
    )
    .execute();
  await db
    .deleteFrom('auditChain')
    .where('seq', '<=', last?.seq ?? 0)
    .execute();
  assert.equal((await verifyAudit(db, secrets)).faults[0]?.what, 'linkRemoved');
});

test(`OPS-4 ${databaseUnderTest}: after the key has changed the sweep goes on, and counts what it could not verify`, async (t) => {
  const db = await sealed(t);
  const after = createSecrets('the key of tomorrow');
  assert.deepEqual(await sweepAudit(db, after, 5 * day, 12 * day), { records: 5 });
  const row = await db.selectFrom('audit').select('detail').where('subject', '=', 'audit').executeTakeFirstOrThrow();
  assert.equal(JSON.parse(row.detail).unverified, 5);
});

test(`OPS-5 ${databaseUnderTest}: two bots that sweep the audit at once make one beginning`, async (t) => {
  const db = await sealed(t);
  const swept = await Promise.all([1, 2, 3].map(() => sweepAudit(db, secrets, 6 * day, 12 * day)));
  assert.equal(
    swept.reduce((all, { records }) => all + records, 0),
    6,
  );
  assert.deepEqual((await verifyAudit(db, secrets)).faults, []);
});
