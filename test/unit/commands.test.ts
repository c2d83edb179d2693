import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { importAccounts } from '../../core/directory/accountsImport.ts';
import { audit } from '../../core/foundation/audit.ts';
import { migrate } from '../../core/foundation/database/migrate.ts';
import { openDatabase } from '../../core/foundation/database/open.ts';
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

for (const command of ['audit', 'outbox', 'stats', 'intents', 'portalsCheck', 'accountsImport', 'secretsRekey', 'recordsMigrate'])
  test(`${command} says which option it does not know, without a stack`, () => {
    const { status, stderr } = run(command, 'sqlite::memory:', '--nonsense');
    assert.equal(status, 1);
    assert.match(stderr, /--nonsense/);
    assert.doesNotMatch(stderr, /^\s+at /m);
  });

test('a reading command creates no missing database, and says so', async () => {
  const { url, drop } = await freshRecords({ lasting: true });
  if (!url.startsWith('sqlite:')) return await drop();
  for (const command of ['audit', 'outbox', 'stats']) {
    const { status, stderr } = run(command, url);
    assert.equal(status, 1);
    assert.match(stderr, /no records .* set DATABASE_URL/);
  }
  assert.ok(!existsSync(url.slice('sqlite:'.length)));
  await drop();
});

test('a command reads secrets from files as the bot does, and speaks to no database in clear', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-command-'));
  t.after(() => rm(folder, { recursive: true }));
  const { url, drop } = await freshRecords({ lasting: true });
  const db = await openDatabase(url);
  await migrate(db);
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
  await db.destroy();
  await drop();
});

test('ALL-9 an operator finds an account’s records by its identifier, its address or its id', async () => {
  const { url, drop } = await freshRecords({ lasting: true });
  const db = await openDatabase(url);
  await migrate(db);
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
  await db.destroy();
  await drop();
});
