import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { sql } from 'kysely';
import { day, hour } from '../../core/foundation/clock.ts';
import { createKeyvStore } from '../../core/foundation/database/keyvStore.ts';
import type { Database } from '../../core/foundation/database/schema.ts';
import { issueLink } from '../../core/foundation/links.ts';
import { recordRequest } from '../../core/foundation/requests.ts';
import { createSecrets } from '../../core/foundation/secrets.ts';
import { createSweep, keptForDays, keptKinds } from '../../core/privacy/index.ts';
import { databaseUnderTest, openRecords } from '../records.ts';

const secrets = createSecrets('the key of these tests');
const keptFor = keptForDays({});
const later = 3_000 * day;

async function records(t: TestContext): Promise<Database> {
  const { db, close } = await openRecords();
  t.after(close);
  return db;
}

/** How many rows each table has. */
async function sizes(db: Database): Promise<Record<string, number>> {
  const tables = (await db.introspection.getTables()).map(({ name }) => name).filter((name) => !name.startsWith('kysely'));
  const counts: Record<string, number> = {};
  for (const name of tables) {
    const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(name)}`.execute(db);
    counts[name] = Number(rows[0]?.n);
  }
  return counts;
}

/** What resets by somebody new at each visit leave in the records, in a few statements. */
async function resets(db: Database, count: number, now: number): Promise<void> {
  for (let from = 0; from < count; from += 100) {
    const each = <T>(row: (n: number, at: number) => T): T[] => Array.from({ length: 100 }, (_, n) => row(from + n, now + from + n));
    const about = (n: number) => ({ portal: 'octopus', subject: `account:${n}` });
    await db
      .insertInto('person')
      .values(each((n, seenAt) => ({ ...person, id: `p${n}`, channel: 'webchat', objectId: `visit-${n}`, seenAt })))
      .execute();
    await db
      .insertInto('request')
      .values(each((n, at) => ({ ...request, ...about(n), id: `r${n}`, person: `p${n}`, createdAt: at, expiresAt: at + hour, completedAt: at + 1 })))
      .execute();
    const mailed = (n: number, at: number) => ({ requestId: `r${n}`, digest: `d${n}`, createdAt: at, expiresAt: at + hour, spentAt: at, replacedAt: null });
    for (const which of ['old', 'new'])
      await db
        .insertInto('link')
        .values(each((n, at) => ({ ...mailed(n, at), ...about(n), id: `${which}${n}`, digest: `${which}${n}`, purpose: 'reset' })))
        .execute();
    await db
      .insertInto('code')
      .values(each((n, at) => ({ ...mailed(n, at), id: `c${n}`, purpose: 'mail', tries: 0 })))
      .execute();
    for (const kind of ['mail', 'chat'])
      await db
        .insertInto('outbox')
        .values(each((n, at) => ({ ...job, id: `${kind}${n}`, kind, reason: `${kind}${n}`, status: 'done', dueAt: at, doneAt: at, createdAt: at })))
        .execute();
    await db
      .insertInto('feedback')
      .values(
        each((n, at) => ({ id: `f${n}`, portal: 'octopus', procedure: 'reset', person: `p${n}`, endedAt: at, verdict: 'good', comment: null, answeredAt: at })),
      )
      .execute();
    await db
      .insertInto('session')
      .values(each((n, at) => ({ ...session, id: `s${n}`, digest: `s${n}`, expiresAt: at + day })))
      .execute();
  }
  const state = createKeyvStore(db, () => now, keptFor.conversations);
  await state.setMany(Array.from({ length: count }, (_, n) => ({ key: `webchat/conversations/${n}`, value: '{}' })));
}

const request = { procedure: 'reset', accountId: null, data: '{}', locale: 'fr', sentTo: null, asked: null, provenAt: null };
const job = { payload: '', person: null, attempts: 1, lane: 'mail', wantedAt: null, triedAt: null, until: null, claimedUntil: null, error: null, doneAt: null };
const session = {
  portal: 'octopus',
  accountId: 'a',
  state: 'open',
  createdAt: 1,
  lastSeenAt: 1,
  idleUntil: 1,
  remember: 'no',
  agent: 'Firefox',
  ip: '192.0.2.1',
  endedAt: null,
  ending: null,
} as const;

test(`OPS-5 ${databaseUnderTest}: after 1,000 resets and a year the records are as they were at the beginning`, async (t) => {
  const db = await records(t);
  const before = await sizes(db);
  const now = 1_000 * day;
  await resets(db, 1_000, now);
  const full = await sizes(db);
  assert.deepEqual([full.request, full.link, full.person, full.keyv, full.feedback, full.outbox], [1_000, 2_000, 1_000, 1_000, 1_000, 2_000]);
  const sweep = createSweep({ db, secrets, keptFor });
  await sweep(now + day);
  assert.deepEqual(await sizes(db), { ...full, session: (await sizes(db)).session }, 'nothing but sessions goes on the next day');
  const swept = await sweep(now + 400 * day);
  assert.equal(swept.rows.requests, 1_000);
  await createKeyvStore(db, () => now + 400 * day).sweep();
  assert.deepEqual(await sizes(db), before);
});

test(`OPS-5 ${databaseUnderTest}: two bots that sweep at once delete nothing twice, and finish`, async (t) => {
  const db = await records(t);
  await resets(db, 600, day);
  const both = await Promise.all([1, 2].map(() => createSweep({ db, secrets, keptFor })(later)));
  assert.equal(
    both.reduce((all, { rows: { requests = 0 } }) => all + requests, 0),
    600,
  );
});

test(`OPS-5 ${databaseUnderTest}: a link that is alive keeps its request, whatever the setting says`, async (t) => {
  const db = await records(t);
  await db.transaction().execute(async (tx) => {
    for (const [id, lives] of [
      ['alive', later + day],
      ['dead', 2 * day],
    ] as const) {
      await recordRequest(tx, { id, portal: 'octopus', person: 'p', subject: id, procedure: 'tie', locale: 'fr', now: 1, expiresAt: day });
      await issueLink(tx, { requestId: id, portal: 'octopus', purpose: 'tie', subject: id, now: 1, expiresAt: lives });
    }
  });
  // Under way, though its request is old: it was sent again meanwhile.
  await db.transaction().execute(async (tx) => {
    await recordRequest(tx, {
      id: 'invited',
      portal: 'rconnect',
      person: 'anonymous',
      subject: 'i',
      procedure: 'acceptInvitation',
      locale: 'fr',
      now: 1,
      expiresAt: day,
    });
    await tx
      .insertInto('invitation')
      .values({ ...invitation, id: 'open', status: 'opened', requestId: 'invited', expiresAt: later })
      .execute();
  });
  await createSweep({ db, secrets, keptFor })(later);
  assert.deepEqual(await ids(db, 'request'), ['alive', 'invited']);
  assert.equal((await db.selectFrom('link').selectAll().execute()).length, 1);
});

const ids = async (
  db: Database,
  table: 'request' | 'enrollment' | 'person' | 'invitation' | 'agreement' | 'binding' | 'account' | 'outbox',
): Promise<string[]> => (await db.selectFrom(table).select('id').execute()).map(({ id }) => id).sort();

const invitation = {
  portal: 'rconnect',
  organisationId: null,
  inviter: 'p',
  inviterName: '',
  inviterEmail: '',
  inviterAccountId: null,
  email: 'jean@example.org',
  givenName: 'Jean',
  familyName: 'Petit',
  company: '{}',
  note: null,
  rights: '[]',
  locale: 'fr',
  createdAt: 1,
  openedAt: null,
  decidedAt: null,
  accountId: null,
  requestId: 'r',
  emailKey: 'jean@example.org',
};
const enrollment = {
  reference: 'R',
  portal: 'invgate',
  organisationId: null,
  accountId: 'a',
  locale: 'fr',
  justification: null,
  createdAt: 1,
  expiresAt: 2,
  decidedBy: null,
  reason: null,
};
const account = {
  portal: 'octopus',
  email: 'a@corp.example',
  emailKey: 'a@corp.example',
  givenName: 'A',
  familyName: 'B',
  phone: null,
  entity: null,
  emailSince: null,
  sessionsFrom: 1,
  createdAt: 1,
  updatedAt: 1,
};
const person = { channel: 'msteams', tenant: 't', name: 'N', locale: 'fr', emailKey: null, address: '{}', seenAt: 1 };

test(`OPS-5 ${databaseUnderTest}: an approval that waits, access that stands, ties and agreements of an account that exists are never swept`, async (t) => {
  const db = await records(t);
  await db
    .insertInto('person')
    .values([
      ...['tied', 'asks', 'asked', 'invites', 'held', 'gone', 'was-tied'].map((id) => ({ ...person, id, objectId: id, emailKey: `${id}@example.org` })),
      { ...person, id: 'visitor', channel: 'webchat', objectId: 'v' },
      { ...person, id: 'recent', objectId: 'recent', seenAt: later - 40 * day },
      { ...person, id: 'visit', channel: 'webchat', objectId: 'recent', seenAt: later - 40 * day },
    ])
    .execute();
  await db
    .insertInto('account')
    .values([
      { ...account, id: 'a', directoryId: null, identifier: 'a', identifierKey: 'a' },
      { ...account, id: 'idle', directoryId: '1', identifier: 'i', identifierKey: 'i' },
      { ...account, id: 'used', directoryId: '2', identifier: 'u', identifierKey: 'u' },
    ])
    .execute();
  await db
    .insertInto('binding')
    .values([
      { id: 'live', person: 'tied', accountId: 'used', portal: 'octopus', createdAt: 1, endedAt: null },
      { id: 'ended', person: 'was-tied', accountId: 'a', portal: 'octopus', createdAt: 1, endedAt: 2 },
      { id: 'hides', person: 'asks', accountId: 'a', portal: 'octopus', createdAt: 1, endedAt: 2 },
    ])
    .execute();
  await db
    .insertInto('enrollment')
    .values([
      { ...enrollment, id: 'waits', person: 'asks', groupId: 'g', status: 'pending', decidedAt: null },
      { ...enrollment, id: 'stands', person: 'asks', groupId: 'h', status: 'approved', decidedAt: 2 },
      { ...enrollment, id: 'over', person: 'gone', groupId: 'i', status: 'refused', decidedAt: 2 },
    ])
    .execute();
  await db
    .insertInto('membership')
    .values({ id: 'm', portal: 'invgate', accountId: 'a', groupId: 'h', enrollmentId: 'stands', grantedAt: 2, provisionAt: 2, provisionedAt: 2 })
    .execute();
  for (const enrollmentId of ['waits', 'stands', 'over']) {
    await db
      .insertInto('approver')
      .values({
        id: enrollmentId,
        enrollmentId,
        address: 'asked@example.org',
        open: enrollmentId === 'waits' ? 1 : 0,
        decision: null,
        askedAt: 1,
        decidedAt: null,
      })
      .execute();
    await db.insertInto('approvalCard').values({ id: enrollmentId, enrollmentId, approver: 'asked@example.org', address: '{}', activityId: 'x' }).execute();
    await db.insertInto('enrollmentNote').values({ id: enrollmentId, enrollmentId, at: 1, kind: 'question', author: 'x', text: 'y' }).execute();
  }
  await db
    .insertInto('invitation')
    .values([
      { ...invitation, id: 'accepted', inviter: 'invites', status: 'accepted', accountId: 'a', expiresAt: 3 },
      { ...invitation, id: 'refused', status: 'refused', expiresAt: 3 },
      { ...invitation, id: 'left', status: 'accepted', accountId: 'no more', expiresAt: 3 },
    ])
    .execute();
  await db
    .insertInto('agreement')
    .values([
      { id: 'of-account', portal: 'rconnect', invitationId: 'accepted', accountId: 'a', terms: '[]', agreedAt: 2 },
      { id: 'of-nobody', portal: 'rconnect', invitationId: 'refused', accountId: null, terms: '[]', agreedAt: 2 },
    ])
    .execute();
  await db
    .insertInto('outbox')
    .values([
      { ...job, id: 'news', kind: 'chat', reason: 'news', person: 'held', status: 'held', dueAt: later - 10 * day, createdAt: 1 },
      { ...job, id: 'waits', kind: 'mail', reason: 'waits', status: 'waiting', dueAt: 1, createdAt: 1 },
      { ...job, id: 'given-up', kind: 'mail', reason: 'given-up', status: 'given-up', dueAt: 1, createdAt: 1 },
    ])
    .execute();

  const sweep = createSweep({ db, secrets, keptFor });
  await sweep(later);
  await sweep(later);
  assert.deepEqual(await ids(db, 'enrollment'), ['stands', 'waits']);
  assert.deepEqual(
    (await db.selectFrom('enrollmentNote').select('id').orderBy('id').execute()).map(({ id }) => id),
    ['stands', 'waits'],
  );
  assert.deepEqual(
    (await db.selectFrom('approvalCard').select('id').execute()).map(({ id }) => id),
    ['waits'],
  );
  assert.deepEqual(await ids(db, 'invitation'), ['accepted']);
  assert.deepEqual(await ids(db, 'agreement'), ['of-account']);
  assert.deepEqual(await ids(db, 'binding'), ['hides', 'live']);
  assert.deepEqual(await ids(db, 'account'), ['a', 'used']);
  assert.deepEqual(await ids(db, 'outbox'), ['news', 'waits']);
  assert.deepEqual(await ids(db, 'person'), ['asked', 'asks', 'held', 'invites', 'recent', 'tied']);
});

test(`OPS-5 ${databaseUnderTest}: a round looks at so many rows at most, and the next goes on from there`, { timeout: 60_000 }, async (t) => {
  const db = await records(t);
  const many = 12_000;
  for (let from = 0; from < many; from += 500)
    await db
      .insertInto('person')
      .values(
        Array.from({ length: 500 }, (_, n) => ({
          ...person,
          id: `p${String(from + n).padStart(6, '0')}`,
          objectId: `o${from + n}`,
          seenAt: from + n < 11_900 ? later : 1,
        })),
      )
      .execute();
  const sweep = createSweep({ db, secrets, keptFor });
  assert.deepEqual((await sweep(later)).rows, {});
  assert.deepEqual((await sweep(later)).rows, { people: 100 });
});

test('OPS-5 each setting changes how long its kind is kept', () => {
  const [first, ...others] = keptKinds;
  assert.ok(first);
  const kept = Object.entries(keptForDays({ [first.setting]: 3 }));
  assert.deepEqual(kept, [[first.kind, 3 * day], ...others.map(({ kind, days }) => [kind, days * day])]);
  assert.equal(new Set(keptKinds.map(({ setting }) => setting)).size, keptKinds.length);
});
