import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { importAccounts } from '../../core/directory/accountsImport.ts';
import { audit } from '../../core/foundation/audit.ts';
import { day } from '../../core/foundation/clock.ts';
import { migrate } from '../../core/foundation/database/migrate.ts';
import { openDatabase } from '../../core/foundation/database/open.ts';
import { meet } from '../../core/foundation/people.ts';
import { shippedPortals } from '../../core/portal/load.ts';
import { contractAbilities } from '../../core/ports.ts';
import { insertPendingRequest } from '../fakes/pendingRequest.ts';
import { freshRecords } from '../records.ts';

const run = (command: string, database: string, ...options: string[]) => runWith(command, { DATABASE_URL: database }, ...options);

function runWith(command: string, env: Record<string, string>, ...options: string[]) {
  const program = join(import.meta.dirname, `../../bot/commands/${command}.ts`);
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...options], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

/** Records that a test and the commands work on, and a folder for files. */
async function openRecords(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-command-'));
  const { url, drop } = await freshRecords();
  const db = await openDatabase(url);
  t.after(async () => {
    await db.destroy();
    await Promise.all([drop(), rm(folder, { recursive: true })]);
  });
  await migrate(db);
  return { db, url, folder };
}

for (const command of [
  'audit',
  'outbox',
  'stats',
  'intents',
  'portalsCheck',
  'accountsImport',
  'accountsUntie',
  'secretsRekey',
  'recordsMigrate',
  'doctor',
  'invitationsImport',
  'consoleInvite',
  'recordsSweep',
  'person',
])
  test(`${command} says which option it does not know, without a stack`, () => {
    const { status, stderr } = run(command, 'sqlite::memory:', '--nonsense');
    assert.equal(status, 1);
    assert.match(stderr, /--nonsense/);
    assert.doesNotMatch(stderr, /^\s+at /m);
  });

test('a reading command creates no missing database, and says so', () => {
  const missing = join(import.meta.dirname, 'missing.sqlite');
  for (const command of ['audit', 'outbox', 'stats']) {
    const { status, stderr } = run(command, `sqlite:${missing}`);
    assert.equal(status, 1);
    assert.match(stderr, /no records .* set DATABASE_URL/);
  }
  assert.ok(!existsSync(missing));
});

test('a command reads secrets from files as the bot does, and speaks to no database in clear', async (t) => {
  const { url, folder } = await openRecords(t);
  await writeFile(join(folder, 'url'), `${url}\n`);
  await writeFile(join(folder, 'key'), 'a key of the tests that is long enough\n');
  const files = { DATABASE_URL: '', DATABASE_URL_FILE: join(folder, 'url'), SECRET_KEY_FILE: join(folder, 'key') };
  const read = runWith('secretsRekey', files);
  assert.deepEqual([read.status, read.stderr], [0, '']);
  assert.match(runWith('secretsRekey', { ...files, DATABASE_URL_FILE: join(folder, 'nowhere') }).stderr, /DATABASE_URL_FILE: the file cannot be read/);
  const clear = runWith('audit', { DATABASE_URL: 'postgres://u:hunter2@db.example.org/guichet' });
  assert.equal(clear.status, 1);
  assert.match(clear.stderr, /DATABASE_URL: .*sslmode=verify-full.*CLEAR_TEXT_HOSTS/);
  assert.doesNotMatch(clear.stderr, /hunter2/);
});

test('ALL-9 an operator finds an account’s records by its identifier, its address or its id', async (t) => {
  const { db, url } = await openRecords(t);
  const lines = ['identifier,email,givenName,familyName,phone,entity', 'amartin,alice.martin@corp.example,Alice,Martin,,', 'bleroy,b@corp.example,B,L,,'];
  await importAccounts(db, 'octopus', lines.join('\n'), 0);
  const accounts = await db.selectFrom('account').select(['id', 'identifier']).orderBy('identifier').execute();
  const actor = { person: 'somebody', channel: 'cli', locale: 'en', authenticated: false } as const;
  for (const { id, identifier } of accounts)
    await audit(db, { at: 1, actor, action: `reset.${identifier}`, portal: 'octopus', subject: `account:${id}`, outcome: 'ok' });
  for (const name of ['AMartin', 'alice.martin@corp.example', accounts[0]?.id ?? '']) {
    const { stdout } = run('audit', url, '--account', name);
    assert.match(stdout, /reset\.amartin/, name);
    assert.doesNotMatch(stdout, /reset\.bleroy/, name);
  }
  assert.match(run('audit', url, '--account', 'nobody').stderr, /No record is like that/);
});

/** Records with Alice's account of Octopus, and whatever else a test puts there. */
async function recordsWithAlice(t: TestContext) {
  const records = await openRecords(t);
  await importAccounts(records.db, 'octopus', `${columns}\namartin,alice.martin@corp.example,Alice,Martin,,`, 0);
  const { id } = await records.db.selectFrom('account').select('id').executeTakeFirstOrThrow();
  return { ...records, id };
}

const columns = 'identifier,email,givenName,familyName,phone,entity';

test('OPS-4 the audit and the outbox are written to a file that opens in Excel and starts no formula there', async (t) => {
  const { db, url, folder } = await openRecords(t);
  await db
    .insertInto('audit')
    .values({
      at: 0,
      actor: '=HYPERLINK("https://evil.example";"x")',
      channel: 'cli',
      action: '-1+1',
      portal: '',
      subject: '@sum',
      outcome: 'ok',
      detail: '{"é":";"}',
    })
    .execute();
  await db
    .insertInto('outbox')
    .values({
      ...{ id: 'j', kind: 'mail', reason: '+33612345678', payload: '', person: null, status: 'given-up', attempts: 1, lane: 'mail', dueAt: 0, wantedAt: 0 },
      ...{ triedAt: 0, until: null, claimedUntil: null, error: "=cmd|' /C calc'!A0", createdAt: 0, doneAt: null },
    })
    .execute();
  for (const [command, cells] of [
    ['audit', [`"'=HYPERLINK(""https://evil.example"";""x"")"`, "'-1+1", "'@sum", `"{""é"":"";""}"`]],
    ['outbox', ["'+33612345678", "'=cmd|' /C calc'!A0"]],
  ] as const) {
    const file = join(folder, `${command}.csv`);
    const { status, stdout } = run(command, url, '--csv', file);
    assert.deepEqual([status, stdout], [0, `1 lines are in ${file}\n`]);
    const text = await readFile(file, 'utf8');
    assert.ok(text.startsWith('\ufeff'));
    for (const cell of cells) assert.ok(text.includes(`;${cell}`), `${cell} in ${text}`);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
  }
});

test('ALL-9 an import leaves a record for each account that it makes or changes, with who did it', async (t) => {
  const { db, url, folder, id } = await recordsWithAlice(t);
  const file = join(folder, 'people.csv');
  const lines = [columns, 'amartin,alice@new.example,Alice,Martin,,siege', 'bleroy,bruno.leroy@corp.example,Bruno,Leroy,,'];
  await writeFile(file, lines.join('\n'));
  const { status, stdout } = run('accountsImport', url, 'octopus', file, '--by', 'Jean Dupont');
  assert.deepEqual([status, stdout.includes('1 created, 1 updated')], [0, true]);
  const done = await db.selectFrom('audit').selectAll().where('at', '>', 0).orderBy('id').execute();
  assert.deepEqual(
    done.map(({ actor, channel, action }) => [actor, channel, action]),
    ['account.imported', 'account.addressChanged', 'account.updated'].map((action) => ['operator:Jean Dupont', 'cli', action]),
  );
  assert.deepEqual(JSON.parse(done[2]?.detail ?? ''), { changed: 'email entity' });
  assert.equal(done[2]?.subject, `account:${id}`);
  const mails = await db.selectFrom('outbox').select('payload').where('kind', '=', 'mail').execute();
  assert.deepEqual(mails.map(({ payload }) => JSON.parse(payload).to).sort(), ['alice.martin@corp.example', 'alice@new.example']);
  run('accountsImport', url, 'octopus', file);
  assert.equal((await db.selectFrom('audit').select('id').where('at', '>', 0).execute()).length, 3, 'done again, it changes nothing');
  await writeFile(file, lines.join('\n').replace('Bruno', 'Brunon'));
  run('accountsImport', url, 'octopus', file);
  const last = await db.selectFrom('audit').select('actor').orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow();
  assert.equal(last.actor, `operator:${process.env.SUDO_USER ?? userInfo().username}`, 'else the system’s user');
  assert.match(run('audit', url, '--account', 'bleroy').stdout, /operator:Jean Dupont/);
});

test('ALL-9 an operator ends the ties of an account, all or one person’s: the audit says who did, and the owner is told', async (t) => {
  const { db, url, id } = await recordsWithAlice(t);
  const who = { channel: 'msteams', tenant: 't', locale: 'fr', address: {} } as const;
  const people = [
    await meet(db, () => 1, { ...who, objectId: 'a', name: 'Alice Martin', email: 'alice.martin@corp.example' }),
    await meet(db, () => 1, { ...who, objectId: 'b', name: 'Bruno Leroy', email: 'bruno.leroy@corp.example' }),
  ];
  for (const person of people)
    await db.insertInto('binding').values({ id: person, person, accountId: id, portal: 'octopus', createdAt: 1, endedAt: null }).execute();
  const live = async () => (await db.selectFrom('binding').select('person').where('endedAt', 'is', null).execute()).map(({ person }) => person);
  assert.match(run('accountsUntie', url, 'octopus', 'nobody').stderr, /has no account nobody/);
  const nobody = run('accountsUntie', url, 'octopus', 'amartin', '--person', 'Chloé Noir');
  assert.deepEqual([nobody.status, /no tie to it[\s\S]*Bruno Leroy/.test(nobody.stderr)], [1, true]);
  assert.equal((await live()).length, 2);
  assert.match(
    run('accountsUntie', url, 'octopus', 'AMartin', '--person', 'bruno leroy', '--by', 'jdupont').stdout,
    /Bruno Leroy \(bruno\.leroy@corp\.example\)/,
  );
  assert.deepEqual(await live(), [people[0]]);
  const record = await db.selectFrom('audit').selectAll().where('action', '=', 'account.unlinked').executeTakeFirstOrThrow();
  assert.deepEqual([record.actor, record.channel, JSON.parse(record.detail).why], ['operator:jdupont', 'cli', 'operator']);
  const mail = JSON.parse((await db.selectFrom('outbox').select('payload').where('kind', '=', 'mail').executeTakeFirstOrThrow()).payload);
  assert.deepEqual([mail.to, mail.template, mail.params.ties], ['alice.martin@corp.example', 'tiesEnded', 'Bruno Leroy (bruno.leroy@corp.example)']);
  assert.equal(run('accountsUntie', url, 'octopus', 'amartin').status, 0);
  assert.deepEqual(await live(), []);
  assert.match(run('accountsUntie', url, 'octopus', 'amartin').stdout, /nothing was changed/);
});

test('GOV-3 an operator reads where a directory and the records differ: as a table, one kind of it as JSON, and a file for spreadsheets', async (t) => {
  const { db, url, folder } = await openRecords(t);
  const who = { portal: 'invgate', groupId: 'network', accountId: null, foundAt: 1, seenAt: day };
  for (const [kind, name] of [
    ['missing', 'Alice Martin'],
    ['given', '=1+1'],
  ] as const) {
    const email = `${kind}@corp.example`;
    await db
      .insertInto('accessDifference')
      .values({ ...who, id: kind, kind, name, directoryId: kind, identifier: email, email, emailKey: email })
      .execute();
  }
  assert.match(
    run('access', url, 'differences').stdout,
    /^portal +group +kind .*\ninvgate +network +given +given@corp\.example .*\ninvgate +network +missing /,
  );
  const { lookedAt, ...json } = JSON.parse(run('access', url, 'differences', '--json', '--kind', 'missing').stdout);
  assert.deepEqual([json.name, json.kind, lookedAt], ['Alice Martin', 'missing', '1970-01-02T00:00:00.000Z']);
  assert.match(run('access', url, 'differences', '--kind', 'lost').stderr, /There is no kind lost: it is one of missing, given, notRemoved, notGiven/);
  const file = join(folder, 'differences.csv');
  run('access', url, 'differences', '--csv', file);
  assert.match(await readFile(file, 'utf8'), /invgate[;,]network[;,]given[;,]given@corp\.example[;,]"?'=1\+1/);
});

test('GOV-4 who has what, by whose decisions, is a file for spreadsheets and JSON: each stage and each delegate stands there, and no name starts a formula', async (t) => {
  const { db, url, folder } = await openRecords(t);
  const [hugo, claire, nadia] = ['hugo@corp.example', 'claire@corp.example', 'nadia@corp.example'];
  await insertPendingRequest(db);
  await db.updateTable('account').set({ givenName: '=HYPERLINK("http://evil.example")', familyName: '+1', identifier: '@SUM(1)' }).execute();
  await db.updateTable('enrollment').set({ status: 'approved', decidedAt: 2, decidedBy: nadia }).execute();
  await db.insertInto('enrollmentNote').values({ id: 'n', enrollmentId: 'e', at: 1, kind: 'stage', author: claire, behalf: hugo, text: '1/2' }).execute();
  const asked = { enrollmentId: 'e', open: 0, askedAt: 0, stage: 1 };
  await db
    .insertInto('approver')
    .values([
      { ...asked, id: 'h', address: hugo, decision: null, decidedAt: null },
      { ...asked, id: 'n', address: nadia, decision: 'approved', decidedAt: 2 },
    ])
    .execute();
  const given = { id: 'm', accountId: 'a', groupId: 'network', enrollmentId: 'e', grantedAt: 2, provisionAt: 2, provisionedAt: 3 };
  await db
    .insertInto('membership')
    .values({ ...given, portal: 'demo', endsAt: day })
    .execute();
  const json = JSON.parse(run('access', url, 'report', '--json', '--by', 'Sam').stdout);
  assert.deepEqual(
    [json.approvedBy, json.until, json.name],
    [[`${claire} for ${hugo}`, nadia], '1970-01-02T00:00:00.000Z', '=HYPERLINK("http://evil.example") +1'],
  );
  const file = join(folder, 'report.csv');
  run('access', url, 'report', '--portal', 'demo', '--csv', file);
  const taken = await db.selectFrom('audit').select(['actor', 'portal']).where('action', '=', 'access.reported').orderBy('id').execute();
  assert.deepEqual(
    taken.map(({ actor, portal }) => [actor, portal]),
    [
      ['operator:Sam', ''],
      [`operator:${process.env.SUDO_USER ?? userInfo().username}`, 'demo'],
    ],
  );
  const { records } = asSpreadsheet(await readFile(file, 'utf8'));
  assert.deepEqual(
    [records.length, records[0]?.approvedBy, records[0]?.name, records[0]?.identifier],
    [1, `${claire} for ${hugo}, ${nadia}`, '\'=HYPERLINK("http://evil.example") +1', "'@SUM(1)"],
  );
  for (const cell of records.flatMap((record) => Object.values(record))) assert.doesNotMatch(cell, /^\s*[=+\-@\t\r＝＋－＠]/);
});

/** What a spreadsheet has in its cells when it opens a file: by column, text as it is written. */
function asSpreadsheet(text: string): { records: Record<string, string>[] } {
  const delimiter = /^\ufeff?[^\r\n]*?([;,])/.exec(text)?.[1] ?? ',';
  return { records: parse(text, { bom: true, columns: true, delimiter }) };
}

test('ALL-9 trying a directory on an account, whose password is gone then, leaves a record first, with who did it', async (t) => {
  const { db, url, folder } = await openRecords(t);
  const shipped = await readFile(join(shippedPortals, 'invgate.yaml'), 'utf8');
  const groups = ['workplace', 'applications', 'network', 'sensitive-data'].map((name) => `${name}: ${name}`).join(', ');
  const directory = `kind: http\n  url: http://127.0.0.1:9\n  secret: $\{env:INVGATE_HTTP_SECRET}\n  can: [${contractAbilities.join(', ')}]\n  groups: { catalogue: { ${groups} } }`;
  await writeFile(join(folder, 'invgate.yaml'), `${shipped}\ndirectory:\n  ${directory}\n`);
  const env = { DATABASE_URL: url, PORTALS_DIR: folder, PORTALS: 'invgate', INVGATE_HTTP_SECRET: 'a secret of thirty-two characters or more' };
  const tried = () => db.selectFrom('audit').select(['actor', 'portal', 'subject']).where('action', '=', 'directory.tried').execute();
  assert.equal(runWith('directoryCheck', env, 'invgate').status, 1, 'nobody is there');
  assert.deepEqual(await tried(), []);
  assert.equal(runWith('directoryCheck', env, 'invgate', '--account', 'Test@corp.example', '--by', 'jdupont').status, 1);
  const [row, ...others] = await tried();
  assert.deepEqual([{ ...row }, others], [{ actor: 'operator:jdupont', portal: 'invgate', subject: 'none:invgate:test@corp.example' }, []]);
});
