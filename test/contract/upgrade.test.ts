import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { sql } from 'kysely';
import { createEmbeddedDirectory } from '../../core/connectors/embedded.ts';
import { keepNotUnderstood } from '../../core/conversation/notUnderstood.ts';
import { accountsSaid, saidIn } from '../../core/foundation/accountWords.ts';
import { hour } from '../../core/foundation/clock.ts';
import { migrate } from '../../core/foundation/database/migrate.ts';
import { openDatabase } from '../../core/foundation/database/open.ts';
import type { Database } from '../../core/foundation/database/schema.ts';
import { hashPassword } from '../../core/foundation/passwordHash.ts';
import { credentials } from '../credentials.ts';
import { databaseUnderTest, freshRecords } from '../records.ts';

/** Records as a version left them, up to this migration. */
async function recordsOf(t: TestContext, version: string): Promise<Database> {
  const onPostgres = databaseUnderTest === 'PostgreSQL';
  const { url, drop } = onPostgres ? await freshRecords() : { url: 'sqlite::memory:', drop: () => undefined };
  const db = await openDatabase(url);
  t.after(async () => {
    await db.destroy();
    await drop();
  });
  // The tables that a test's records have already.
  if (onPostgres) await sql`drop schema public cascade; create schema public`.execute(db);
  await migrate(db, version);
  return db;
}

test(`DIR-2 ${databaseUnderTest}: accounts of the previous version keep their passwords and locks`, async (t) => {
  const db = await recordsOf(t, '010_members');
  const hash = await hashPassword('phare de la pointe');
  for (const [id, name, passwordHash, setAt, failed, lockedAt] of [
    ['a', 'amartin', hash, 5, 2, null],
    ['b', 'bleroy', null, null, 0, null],
    ['c', 'cpetit', hash, 6, 10, 7],
  ] as const)
    await sql`insert into account ("id", "portal", "identifier", "identifierKey", "email", "emailKey", "givenName", "familyName", "passwordHash", "passwordSetAt",
      "failedSignIns", "lockedAt", "sessionsFrom", "createdAt", "updatedAt")
      values (${id}, 'octopus', ${name}, ${name}, ${`${name}@corp.example`}, ${`${name}@corp.example`}, 'A', 'B', ${passwordHash}, ${setAt}, ${failed}, ${lockedAt}, 1, 2, 3)`.execute(
      db,
    );
  await migrate(db);
  await migrate(db);
  const rows = await credentials(db)
    .select(['id', 'passwordHash', 'passwordSetAt', 'failedSignIns', 'lockedAt', 'sessionsFrom', 'directoryId'])
    .orderBy('id')
    .execute();
  assert.deepEqual(
    rows.map((row) => Object.values(row)),
    [
      ['a', hash, 5, 2, null, 1, null],
      ['b', null, null, 0, null, 1, null],
      ['c', hash, 6, 10, 7, 1, null],
    ],
  );
  const octopus = createEmbeddedDirectory(db, () => 10, 'octopus', { lockAfter: 10, lockFor: hour });
  const alice = await octopus.find({ identifier: 'AMARTIN' });
  assert.ok((await octopus.verify(alice, 'phare de la pointe')).ok);
  assert.equal((await octopus.find({ identifier: 'cpetit' }))?.locked, true);
  assert.equal((await octopus.find({ identifier: 'bleroy' }))?.hasPassword, false);
});

test(`${databaseUnderTest}: of several people of a tenant recorded with one address, the last to be seen keeps it`, async (t) => {
  const db = await recordsOf(t, '016_ties');
  const person = { channel: 'msteams', name: null, locale: 'fr', address: '{}' };
  await db
    .insertInto('person')
    .values([
      { ...person, id: 'a', tenant: 't', objectId: 'a', emailKey: 'nadia@example.org', seenAt: 1 },
      { ...person, id: 'b', tenant: 't', objectId: 'b', emailKey: 'nadia@example.org', seenAt: 2 },
      { ...person, id: 'c', tenant: 'u', objectId: 'c', emailKey: 'nadia@example.org', seenAt: 1 },
      { ...person, id: 'd', tenant: 't', objectId: 'd', emailKey: 'hugo@example.org', seenAt: 1 },
      { ...person, id: 'e', tenant: 't', objectId: 'e', emailKey: null, seenAt: 1 },
    ])
    .execute();
  await migrate(db);
  const rows = await db.selectFrom('person').select(['id', 'emailKey']).orderBy('id').execute();
  assert.deepEqual(
    rows.map(({ id, emailKey }) => [id, emailKey?.split('@')[0]]),
    [
      ['a', undefined],
      ['b', 'nadia'],
      ['c', 'nadia'],
      ['d', 'hugo'],
      ['e', undefined],
    ],
  );
});

test(`ALL-2 ${databaseUnderTest}: open links of the previous version know the address that their account has`, async (t) => {
  const db = await recordsOf(t, '015_keys');
  await sql`insert into account ("id", "portal", "identifier", "identifierKey", "email", "emailKey", "givenName", "familyName", "sessionsFrom", "createdAt", "updatedAt")
    values ('a', 'octopus', 'amartin', 'amartin', 'A@corp.example', 'a@corp.example', 'A', 'B', 1, 2, 3)`.execute(db);
  for (const [id, accountId, completedAt] of [
    ['open', 'a', null],
    ['done', 'a', 4],
    ['new', null, null],
  ] as const)
    await sql`insert into request ("id", "portal", "procedure", "person", "subject", "accountId", "data", "locale", "createdAt", "expiresAt", "completedAt")
      values (${id}, 'octopus', 'reset', 'p', 's', ${accountId}, '{}', 'fr', 1, 2, ${completedAt})`.execute(db);
  await migrate(db);
  const rows = await db.selectFrom('request').select(['id', 'sentTo']).orderBy('id').execute();
  assert.deepEqual(
    rows.map(({ id, sentTo }) => [id, sentTo]),
    [
      ['done', null],
      ['new', null],
      ['open', 'a@corp.example'],
    ],
  );
});

test(`${databaseUnderTest}: sentences that the previous version did not understand are kept, at a step that is not known`, async (t) => {
  const db = await recordsOf(t, '022_auditChain');
  await sql`insert into unheard ("text", "locale", "count", "lastAt") values ('le bidule clignote', 'fr', 3, 4)`.execute(db);
  await migrate(db);
  await keepNotUnderstood(db, 'le bidule clignote', { locale: 'fr', step: 'rest' }, 5);
  const rows = await db.selectFrom('unheard').select(['text', 'locale', 'step', 'count', 'lastAt']).orderBy('lastAt').execute();
  assert.deepEqual(
    rows.map((row) => Object.values(row)),
    [
      ['le bidule clignote', 'fr', '?', 3, 4],
      ['le bidule clignote', 'fr', 'rest', 1, 5],
    ],
  );
});

test(`GOV-1 GOV-2 GOV-3 ${databaseUnderTest}: requests of the previous version are at their only stage, decided by their approvers themselves, and what they gave has no end`, async (t) => {
  const db = await recordsOf(t, '028_outside');
  await sql`insert into enrollment ("id", "reference", "portal", "groupId", "accountId", "person", "locale", "status", "createdAt", "expiresAt", "decidedAt", "decidedBy")
    values ('e', 'KNZC-T2WJ', 'invgate', 'network', 'a', 'p', 'fr', 'approved', 1, 9, 2, 'hugo@example.org')`.execute(db);
  await sql`insert into approver ("id", "enrollmentId", "address", "open", "decision", "askedAt", "decidedAt")
    values ('x', 'e', 'hugo@example.org', 0, 'approved', 1, 2)`.execute(db);
  await sql`insert into "enrollmentNote" ("id", "enrollmentId", "at", "kind", "author", "text") values ('n', 'e', 1, 'question', 'hugo@example.org', 'Pourquoi ?')`.execute(
    db,
  );
  await sql`insert into membership ("id", "portal", "accountId", "groupId", "enrollmentId", "grantedAt", "provisionAt") values ('m', 'invgate', 'a', 'network', 'e', 2, 2)`.execute(
    db,
  );
  await migrate(db);
  await migrate(db);
  const request = await db.selectFrom('enrollment').selectAll().executeTakeFirstOrThrow();
  assert.deepEqual(
    [request.stage, request.until, request.endedAt, request.ending, request.nudgedAt, request.decidedBy, request.decidedFor],
    [0, null, null, null, null, 'hugo@example.org', null],
  );
  const part = await db.selectFrom('approver').selectAll().executeTakeFirstOrThrow();
  assert.deepEqual([part.stage, part.decision, part.by], [0, 'approved', null]);
  assert.equal((await db.selectFrom('enrollmentNote').select('behalf').executeTakeFirstOrThrow()).behalf, null);
  assert.equal((await db.selectFrom('membership').select('endsAt').executeTakeFirstOrThrow()).endsAt, null);
  assert.deepEqual(await db.selectFrom('absence').selectAll().execute(), []);
});

test(`GOV-3 ${databaseUnderTest}: what the previous version was still to take out of a directory is known as such, whether it waits or was given up`, async (t) => {
  const db = await recordsOf(t, '044_behalf');
  for (const [id, status] of [
    ['waits', 'waiting'],
    ['over', 'given-up'],
    ['done', 'done'],
  ] as const) {
    const payload = status === 'done' ? '' : JSON.stringify({ kind: 'leave', portal: 'invgate', accountId: `a-${id}`, groupId: 'network' });
    await sql`insert into outbox ("id", "kind", "reason", "payload", "status", "attempts", "lane", "dueAt", "createdAt")
      values (${id}, 'leave', ${`leave:${id}`}, ${payload}, ${status}, 0, 'directory', 1, 5)`.execute(db);
  }
  await migrate(db);
  const rows = await db.selectFrom('accessLeaving').select(['accountId', 'groupId', 'since', 'leftAt']).orderBy('accountId').execute();
  assert.deepEqual(
    rows.map((row) => Object.values(row)),
    [
      ['a-over', 'network', 5, null],
      ['a-waits', 'network', 5, null],
    ],
  );
});

test(`OPS-3 ${databaseUnderTest}: accounts of the previous version are found by their names, and references to directories elsewhere are left to these`, async (t) => {
  const db = await recordsOf(t, '045_differences');
  for (const [id, directoryId] of [
    ['a', null],
    ['b', 'elsewhere'],
  ] as const)
    await sql`insert into account ("id", "portal", "directoryId", "identifier", "identifierKey", "email", "emailKey", "givenName", "familyName", "sessionsFrom", "createdAt", "updatedAt")
      values (${id}, 'octopus', ${directoryId}, ${id}, ${id}, ${id}, ${id}, 'Hélène', 'Martin-Dupont', 0, 0, 0)`.execute(db);
  await migrate(db);
  assert.deepEqual(await accountsSaid(db, saidIn('dup HELENE'), 5), ['a']);
});
