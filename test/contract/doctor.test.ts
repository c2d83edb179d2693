import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { sql } from 'kysely';
import { lookAtAccess } from '../../bot/doctor/access.ts';
import { examine } from '../../bot/doctor/index.ts';
import { lookAtClock } from '../../bot/doctor/machine.ts';
import { lookAtAudit, lookAtKeys, lookAtOutbox, lookAtRecords } from '../../bot/doctor/records.ts';
import { system } from '../../core/foundation/actor.ts';
import { auditAll } from '../../core/foundation/audit.ts';
import { sealAudit } from '../../core/foundation/auditChain.ts';
import { minute } from '../../core/foundation/clock.ts';
import { migrate } from '../../core/foundation/database/migrate.ts';
import { openDatabase } from '../../core/foundation/database/open.ts';
import { enqueue } from '../../core/foundation/outbox/enqueue.ts';
import { createSecrets } from '../../core/foundation/secrets.ts';
import { httpSettings } from '../../core/portal/httpSettings.ts';
import { sealFactorSecret } from '../../core/signIn/factorSecret.ts';
import { installationWith, production } from '../fakes/installation.ts';
import { databaseUnderTest, freshRecords, openRecords } from '../records.ts';

const secrets = createSecrets(production.SECRET_KEY);

/** Records of this version, and the installation that stands on them. */
async function onRecords(t: TestContext, env: Record<string, string> = {}, clock = Date.now) {
  const { db, url, close } = await openRecords();
  const installation = await installationWith(t, { DATABASE_URL: url, ...env }, { clock });
  t.after(close);
  return { db, url, installation };
}

const found = (findings: readonly { state: string; found: string }[]) => findings.map(({ state, found }) => `${state}: ${found}`).join('\n');

test(`OPS-6 ${databaseUnderTest}: records of this version that can be written to`, async (t) => {
  const { installation } = await onRecords(t);
  const findings = await lookAtRecords(installation);
  assert.deepEqual(
    findings.map(({ state }) => state),
    ['ok', 'ok'],
  );
  assert.match(found(findings), databaseUnderTest === 'PostgreSQL' ? /PostgreSQL \d+/ : /SQLite/);
  assert.ok((await lookAtClock(installation)).every(({ state }) => state !== 'fault'));
});

test(`OPS-6 ${databaseUnderTest}: records of an older or newer version are told, and not touched`, async (t) => {
  const { url, drop } = await freshRecords();
  t.after(drop);
  const db = await openDatabase(url);
  t.after(() => db.destroy());
  await migrate(db);
  const { numAffectedRows: due } = await sql`delete from kysely_migration where name > '018'`.execute(db);
  const older = await installationWith(t, { DATABASE_URL: url });
  assert.match(found(await lookAtRecords(older)), new RegExp(`^warning: .*older version: changes of its tables that are due: ${due}$`));
  assert.match(found((await examine(older)).filter(({ check }) => check === 'outbox')), /^warning: not looked at/);
  await sql`insert into kysely_migration (name, timestamp) values ('999_later', '2027')`.execute(db);
  assert.match(found(await lookAtRecords(await installationWith(t, { DATABASE_URL: url }))), /^fault: .*newer version of Guichet \(999_later\)/);
  const { rows } = await sql<{ n: number }>`select count(*) as n from kysely_migration where name > '018'`.execute(db);
  assert.equal(Number(rows[0]?.n), 1, 'nothing was migrated');
});

test(`OPS-6 ${databaseUnderTest}: records that are not there, or not to be reached`, async (t) => {
  const absent = await installationWith(t);
  assert.match(found(await lookAtRecords(absent)), /^warning: the file .*none\.sqlite is not there yet/);
  const away = await installationWith(t, { DATABASE_URL: 'postgres://guichet:hunter2@127.0.0.1:9/guichet' });
  const findings = await lookAtRecords(away);
  assert.match(found(findings), /^fault: PostgreSQL at 127\.0\.0\.1:9\/guichet cannot be opened: nothing listens there/);
  assert.doesNotMatch(JSON.stringify(findings), /hunter2/);
});

test(`OPS-6 ${databaseUnderTest}: the outbox: nothing waits, a mail is overdue, jobs were given up`, async (t) => {
  const { db, installation } = await onRecords(t);
  assert.match(found(await lookAtOutbox(db, installation)), /^ok: nothing waits/);
  const at = Date.now() - 25 * minute;
  await enqueue(db, secrets, { kind: 'inviteSome', batch: 'x' }, { reason: 'test', now: at, dueAt: at });
  assert.match(found(await lookAtOutbox(db, installation)), /^fault: waiting: 1 job; the oldest \(inviteSome\) has been due for 25 minutes/);
  await db.updateTable('outbox').set({ status: 'given-up' }).execute();
  assert.match(found(await lookAtOutbox(db, installation)), /^warning: given up: 1 job$/);
});

test(`GOV-3 OPS-6 ${databaseUnderTest}: where directories and records differ, and whether they were compared lately`, async (t) => {
  const { db, installation } = await onRecords(t);
  assert.match(found(await lookAtAccess(db, installation)), /^ok: all groups are in Guichet’s own tables/);
  const [portal] = installation.portals.values();
  assert.ok(portal);
  const directory = httpSettings.parse({
    kind: 'http',
    url: 'http://127.0.0.1:9',
    secret: 's'.repeat(32),
    can: ['groups'],
    groups: { catalogue: { a: 'A', b: 'B' } },
  });
  const elsewhere = { ...installation, portals: new Map([[portal.id, { ...portal, directory }]]) };
  assert.match(found(await lookAtAccess(db, elsewhere)), /^ok: .* from the first night on$/);
  await db.insertInto('accessLook').values({ portal: portal.id, groupId: 'a', lookedAt: Date.now(), people: 3 }).execute();
  const who = { portal: portal.id, groupId: 'a', accountId: null, identifier: 'x', name: 'X', email: 'x@corp.example', emailKey: 'x@corp.example' };
  const differs = (kind: string) =>
    db
      .insertInto('accessDifference')
      .values({ ...who, id: kind, kind, directoryId: kind, foundAt: 1, seenAt: 1 })
      .execute();
  await differs('given');
  assert.match(
    found(await lookAtAccess(db, elsewhere)),
    /^ok: directories and records agree; given by others, and left alone: 1 account; not compared yet: 1 group$/,
  );
  for (const kind of ['missing', 'notRemoved', 'notGiven']) await differs(kind);
  await db.updateTable('accessLook').set({ lookedAt: 0 }).execute();
  const findings = await lookAtAccess(db, elsewhere);
  assert.deepEqual(
    findings.map(({ state, found: what }) => `${state}: ${what.split(',')[0]}`),
    ['warning: not compared with their directory for two nights: 1 group', 'warning: over', 'warning: approved', 'warning: given by Guichet'],
  );
});

test(`OPS-6 ${databaseUnderTest}: the end of the audit’s chain: as written, changed, not sealed, under another key`, async (t) => {
  const { db, installation, url } = await onRecords(t);
  const write = (count: number, at: number) =>
    auditAll(
      db,
      Array.from({ length: count }, () => ({ at, actor: system, action: 'reset.asked', portal: 'octopus', subject: 'account:1', outcome: 'ok' })),
    );
  assert.match(found(await lookAtAudit(db, installation)), /^ok: there is no record/);
  await write(300, Date.now() - 5 * minute);
  assert.match(found(await lookAtAudit(db, installation)), /^warning: not in the audit’s chain yet: 300 records/);
  await sealAudit(db, secrets);
  assert.match(found(await lookAtAudit(db, installation)), /^ok: the latest records are as they were written; the chain ends with 300:/);
  const other = await installationWith(t, { DATABASE_URL: url, SECRET_KEY: 'Kb8pXr4s7v6w3t5k1n0Zf5jZQ0yQ9u1m2' });
  assert.match(found(await lookAtAudit(db, other)), /^warning: .*under a key that is not known here/);
  await db.updateTable('audit').set({ outcome: 'refused' }).where('id', '=', 299).execute();
  assert.match(found(await lookAtAudit(db, installation)), /^fault: record 299 of the audit is not as it was written/);
});

test(`OPS-6 ${databaseUnderTest}: what is sealed under another key than SECRET_KEY keeps people out, and is told`, async (t) => {
  const { db, installation, url } = await onRecords(t);
  assert.match(found(await lookAtKeys(db, installation)), /^ok: /);
  const secret = sealFactorSecret(secrets, 'someone', { session: 's', secret: 'JBSWY3DPEHPK3PXP' });
  await db
    .insertInto('secondFactor')
    .values({ accountId: 'someone', portal: 'outscale', secret, bound: 1, confirmedAt: 1, lastStep: null, createdAt: 1 })
    .execute();
  assert.match(found(await lookAtKeys(db, installation)), /^ok: /);
  const other = { DATABASE_URL: url, SECRET_KEY: 'Kb8pXr4s7v6w3t5k1n0Zf5jZQ0yQ9u1m2' };
  assert.match(found(await lookAtKeys(db, await installationWith(t, other))), /^fault: under a key that is not known here: 1 second factor/);
  const both = await installationWith(t, { ...other, SECRET_KEY_PREVIOUS: production.SECRET_KEY });
  assert.match(found(await lookAtKeys(db, both)), /^warning: still under SECRET_KEY_PREVIOUS: 1 row/);
});
