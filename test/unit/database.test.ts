import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import { sql } from 'kysely';
import { migrate } from '../../core/foundation/database/migrate.ts';
import { isUnavailable, openDatabase } from '../../core/foundation/database/open.ts';
import type { Database } from '../../core/foundation/database/schema.ts';

/** A folder that goes with the test. */
function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'guichet-'));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}

const put = (db: Database, key: string) => db.insertInto('keyv').values({ key, value: 'v', expiresAt: null }).execute();

const [normal, full] = [1, 2];
const synchronous = async (db: Database) => (await sql<{ synchronous: number }>`pragma synchronous`.execute(db)).rows[0]?.synchronous;

/** The error that an action throws. */
async function faultOf(action: () => Promise<unknown>): Promise<unknown> {
  try {
    await action();
  } catch (error) {
    return error;
  }
  assert.fail('nothing was thrown');
}

const migrations = readdirSync(join(import.meta.dirname, '../../core/foundation/database/migrations'))
  .filter((file) => /^\d/.test(file))
  .map((file) => file.replace(/\.ts$/, ''))
  .toSorted();

test('the tables are made once, however often it is asked for, and each migration has its place', async (t) => {
  const path = join(folder(t), 'data/records.sqlite');
  const script = `
    const { openDatabase } = await import(${JSON.stringify(import.meta.resolve('../../core/foundation/database/open.ts'))});
    const { migrate } = await import(${JSON.stringify(import.meta.resolve('../../core/foundation/database/migrate.ts'))});
    const db = await openDatabase('sqlite:' + ${JSON.stringify(path)});
    await migrate(db); await migrate(db); await db.destroy();`;
  const all = Array.from({ length: 4 }, () => spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' }));
  assert.deepEqual(await Promise.all(all.map(async (child) => (await once(child, 'exit'))[0])), [0, 0, 0, 0]);
  const db = await openDatabase(`sqlite:${path}`);
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  assert.deepEqual(
    rows.map(({ name }) => name),
    migrations,
  );
  await db.destroy();
});

test('only its owner reads the database, and what is beside it', async (t) => {
  const path = join(folder(t), 'data/records.sqlite');
  const db = await openDatabase(`sqlite:${path}`);
  await migrate(db);
  for (const file of [path, `${path}-wal`, `${path}-shm`]) assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.equal(statSync(join(path, '..')).mode & 0o777, 0o700);
  await db.destroy();
});

test('transactions are on the disk when they are committed, single statements need not be', async (t) => {
  const db = await openDatabase(`sqlite:${join(folder(t), 'records.sqlite')}`);
  await migrate(db);
  assert.equal(await synchronous(db), normal);
  await db.transaction().execute(async (tx) => assert.equal(await synchronous(tx), full));
  assert.equal(await synchronous(db), normal);
  await faultOf(() => db.transaction().execute(() => Promise.reject(new Error('undone'))));
  assert.equal(await synchronous(db), normal);
  await db.destroy();
});

test('a transaction that fails leaves nothing, and the next one goes through', async () => {
  const db = await openDatabase('sqlite::memory:');
  await migrate(db);
  await faultOf(() =>
    db.transaction().execute(async (tx) => {
      await put(tx, 'a');
      throw new Error('undone');
    }),
  );
  await db.transaction().execute((tx) => put(tx, 'b'));
  const kept = await db.selectFrom('keyv').select('key').execute();
  assert.deepEqual(
    kept.map(({ key }) => key),
    ['b'],
  );
});

test('a database that is full, read-only, locked or broken is a fault that says so', async (t) => {
  const path = join(folder(t), 'records.sqlite');
  const db = await openDatabase(`sqlite:${path}`);
  await migrate(db);

  const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(db);
  await sql`pragma max_page_count = ${sql.lit(rows[0]?.page_count ?? 0)}`.execute(db);
  const noRoom = await faultOf(() =>
    db.transaction().execute(async (tx) => {
      for (let n = 0; n < 10_000; n += 1) await put(tx, `key ${n}`);
    }),
  );
  assert.match(String(noRoom), /full/);
  assert.ok(isUnavailable(noRoom));
  assert.equal((await db.selectFrom('keyv').selectAll().execute()).length, 0);
  await sql`pragma max_page_count = 100000`.execute(db);
  await put(db, 'after');

  await sql`pragma query_only = 1`.execute(db);
  assert.ok(isUnavailable(await faultOf(() => put(db, 'b'))));
  await sql`pragma query_only = 0`.execute(db);

  await sql`pragma busy_timeout = 10`.execute(db);
  const other = new DatabaseSync(path);
  other.exec('begin immediate');
  assert.ok(isUnavailable(await faultOf(() => put(db, 'b'))));
  assert.ok(isUnavailable(await faultOf(() => db.transaction().execute((tx) => put(tx, 'b')))));
  assert.equal(await synchronous(db), normal);
  other.exec('rollback');
  other.close();
  await db.transaction().execute((tx) => put(tx, 'b'));
  await db.destroy();

  const broken = join(folder(t), 'broken.sqlite');
  writeFileSync(broken, 'this is no database '.repeat(100));
  assert.ok(isUnavailable(await faultOf(() => openDatabase(`sqlite:${broken}`))));
  assert.ok(!isUnavailable(new Error('anything else')));
  assert.ok(!isUnavailable(await faultOf(() => openDatabase('mysql://localhost/guichet'))));
});

test('another kind of database is refused with what to set', async () => {
  await assert.rejects(openDatabase('mysql://localhost/guichet'), /DATABASE_URL.*sqlite:/s);
});

test('the look-ups go by an index: their cost does not grow with the accounts', async () => {
  const db = await openDatabase('sqlite::memory:');
  await migrate(db);
  const plan = async (query: { compile(): { sql: string } }) => {
    const { rows } = await sql<{ detail: string }>`explain query plan ${sql.raw(query.compile().sql.replaceAll('?', '1'))}`.execute(db);
    return rows.map(({ detail }) => detail).join('; ');
  };
  const account = db.selectFrom('account').selectAll().where('portal', '=', '1');
  for (const [look, by] of [
    [account.where('directoryId', 'is', null).where('identifierKey', '=', '1'), 'portal=? AND identifierKey=?'],
    [account.where('emailKey', '=', '1').limit(1), 'portal=? AND emailKey=?'],
    [account.where('id', '=', '1').limit(1), 'id=?'],
    [db.selectFrom('link').selectAll().where('digest', '=', '1').where('portal', '=', '1'), 'digest=?'],
    [db.selectFrom('link').selectAll().where('subject', '=', '1').where('purpose', '=', '1').where('portal', '=', '1'), 'subject=? AND purpose=?'],
    [db.selectFrom('code').selectAll().where('requestId', '=', '1').where('purpose', '=', '1'), 'requestId=? AND purpose=?'],
    [db.selectFrom('outbox').select('id').where('status', '=', '1').where('dueAt', '<=', 1).orderBy('dueAt').limit(8), 'status=? AND dueAt<?'],
    [db.selectFrom('outbox').select('payload').where('person', '=', '1').where('status', '=', '1'), 'person=? AND status=?'],
    [db.selectFrom('binding').selectAll().where('person', '=', '1'), 'person=?'],
    [db.selectFrom('audit').selectAll().where('subject', '=', '1').orderBy('at'), 'subject=?'],
    [db.selectFrom('request').selectAll().where('subject', '=', '1').where('person', '=', '1').orderBy('createdAt', 'desc').limit(1), 'subject=? AND person=?'],
    [db.selectFrom('keyv').select('key').where('expiresAt', '<=', 1).limit(500), 'expiresAt<?'],
  ] as const) {
    const found = await plan(look);
    assert.ok(found.endsWith(`(${by})`) && !found.includes(';'), found);
  }
});

test('a migration that fails leaves no table behind', async () => {
  const db = await openDatabase('sqlite::memory:');
  await db.schema.createTable('keyv').addColumn('key', 'text').execute();
  await assert.rejects(migrate(db), /keyv/);
  const names = (await db.introspection.getTables()).map(({ name }) => name);
  assert.deepEqual(names, ['keyv']);
});
