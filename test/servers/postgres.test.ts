import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { settle } from '../../core/directory/acts.ts';
import { second } from '../../core/foundation/clock.ts';
import { migrate } from '../../core/foundation/database/migrate.ts';
import { isUnavailable, openDatabase } from '../../core/foundation/database/open.ts';
import type { Database } from '../../core/foundation/database/schema.ts';
import { skipWithout } from '../fakes/daemon.ts';
import { type PostgresServer, startPostgres } from '../fakes/postgres.ts';
import { postgresRecords } from '../records.ts';
import { type Guichet, guichet, linkIn } from '../support.ts';

const skip = skipWithout('postgres');
let server: PostgresServer;
let records: ReturnType<typeof postgresRecords>;

before(async () => {
  if (skip) return;
  server = await startPostgres();
  records = postgresRecords(server.url);
});
after(async () => {
  await records?.close();
  await server?.close();
});

/** A conversation in the middle of a reset, on a database of its own. */
async function inReset(story: (running: Guichet) => Promise<void>): Promise<void> {
  const { url: database, drop } = await records.fresh();
  const running = await guichet({ database });
  try {
    await running.chat.says('mdp octopus oublié');
    await story(running);
  } finally {
    await server.start();
    await running.close();
    await drop();
  }
}

async function faultOf(action: () => Promise<unknown>): Promise<unknown> {
  try {
    await action();
  } catch (error) {
    return error;
  }
  assert.fail('nothing was thrown');
}

const readyAt = async ({ url, passes }: Guichet): Promise<number> => {
  passes(5 * second);
  return (await fetch(`${url}/readyz`)).status;
};

for (const how of ['SIGINT', 'SIGQUIT'] as const)
  test(
    `PostgreSQL ends in the middle of a conversation (${how === 'SIGINT' ? 'shut down' : 'crashed'}): it is said, and once it is back the same click works`,
    { skip },
    () =>
      inReset(async (running) => {
        const { chat, mails, page, worker } = running;
        assert.equal(await readyAt(running), 200);
        await server.stop(how);
        await chat.presses('reset.send', { identifier: 'amartin' });
        chat.hears('Rien de ce que vous avez saisi n’est perdu');
        await chat.says('annuler');
        chat.hears('Rien de ce que vous avez saisi n’est perdu');
        assert.equal(await readyAt(running), 503);
        await assert.rejects(worker.drain());
        await server.start();
        await chat.presses('root.continue');
        await chat.presses('reset.send', { identifier: 'amartin' });
        const [mail] = await mails();
        assert.equal(await readyAt(running), 200);

        const web = await page(linkIn(mail));
        const csrf = /name="csrf" value="([^"]+)"/.exec(web.html)?.[1] ?? '';
        await server.stop(how);
        assert.equal((await web.again()).status, 503);
        assert.equal((await web.submits('quatre 7 vents', { csrf })).status, 503);
        await server.start();
        assert.equal((await web.submits('quatre 7 vents')).status, 303);
        await worker.drain();
        chat.hears('Votre mot de passe est enregistré');
      }),
  );

test('PostgreSQL does not answer any more: the user hears of it within seconds, and goes on when it does', { skip, timeout: 60_000 }, () =>
  inReset(async ({ chat }) => {
    server.freeze();
    const began = performance.now();
    try {
      const { card } = chat;
      await chat.presses('reset.send', { identifier: 'amartin' }, { card });
      chat.hears('J’y travaille');
      assert.ok(performance.now() - began < 8_000);
      // What became of it comes by itself: here, that it failed, and how to go on.
      for (const end = performance.now() + 15_000; !chat.heard.includes('Rien de ce que vous avez saisi') && performance.now() < end; ) await sleep(100);
      chat.hears('Rien de ce que vous avez saisi n’est perdu');
    } finally {
      server.thaw();
    }
    await chat.presses('reset.send', { identifier: 'amartin' });
    chat.hears('Octopus · Étape 2 sur 3');
  }),
);

test('connections that are cut, idle or inside a transaction, end no process: the next statement gets another', { skip }, async () => {
  const { url, drop } = await records.fresh();
  const db = await openDatabase(url);
  const cutAll = async () => {
    const admin = await openDatabase(server.url);
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${new URL(url).pathname.slice(1)}`.execute(admin);
    await admin.destroy();
    // As it is in the middle of the night: the end of the connection has arrived before the next statement is made.
    await new Promise((later) => setTimeout(later, 100));
  };
  const read = (from: Database) => from.selectFrom('keyv').select('key').execute();
  await read(db);
  await cutAll();
  assert.deepEqual(await read(db), []);
  const fault = await faultOf(() =>
    db.transaction().execute(async (tx) => {
      await tx.insertInto('keyv').values({ key: 'a', value: '1', expiresAt: null }).execute();
      await cutAll();
      await read(tx);
    }),
  );
  assert.ok(isUnavailable(fault), String(fault));
  assert.deepEqual(await read(db), []);
  await db.destroy();
  await drop();
});

test('what PostgreSQL cannot do just now is told apart from what is wrong', { skip }, async () => {
  const { url, drop } = await records.fresh();
  const db = await openDatabase(url);
  await db.insertInto('keyv').values({ key: 'a', value: '1', expiresAt: null }).execute();
  const update = (handle: Database) => handle.updateTable('keyv').set({ value: '2' }).where('key', '=', 'a').execute();

  const locked = await faultOf(() =>
    db.transaction().execute(async (tx) => {
      await update(tx);
      await update(db);
    }),
  );
  const readOnly = await faultOf(() => db.transaction().setAccessMode('read only').execute(update));
  const slow = await faultOf(() =>
    db.transaction().execute(async (tx) => {
      await sql`set local statement_timeout = 20`.execute(tx);
      await sql`select pg_sleep(1)`.execute(tx);
    }),
  );
  const full = Object.assign(new Error('could not extend file'), { code: '53100' });
  const nowhere = await openDatabase('postgres://guichet@127.0.0.1:1/guichet');
  const absent = await faultOf(() => update(nowhere));
  for (const fault of [locked, readOnly, slow, full, absent]) assert.ok(isUnavailable(fault), String(fault));

  const twice = await faultOf(() => db.insertInto('keyv').values({ key: 'a', value: '1', expiresAt: null }).execute());
  const unknown = await faultOf(() => sql`select * from nothing`.execute(db));
  for (const fault of [twice, unknown, new Error('anything else')]) assert.ok(!isUnavailable(fault), String(fault));
  await db.destroy();
  await nowhere.destroy();
  await drop();
});

test('a transaction is on the disk once committed; single statements are not waited for', { skip }, async () => {
  const { url, drop } = await records.fresh();
  const db = await openDatabase(url);
  const durable = async (handle: Database) => (await sql<{ synchronous_commit: string }>`show synchronous_commit`.execute(handle)).rows[0]?.synchronous_commit;
  assert.equal(await db.transaction().execute(durable), 'on');
  assert.equal(await durable(db), 'off');
  await db.destroy();
  await drop();
});

test('DIR-4 what is begun in a directory elsewhere is known after PostgreSQL has crashed, and is looked for before it is done again', { skip }, async () => {
  const { url, drop } = await records.fresh();
  const db = await openDatabase(url);
  await migrate(db);
  const begins = async (acts: () => Promise<unknown>) =>
    await settle(
      { db, clock: Date.now },
      'an act',
      async () => 'found',
      async () => await acts().then(() => ({ ok: true, value: 'done' }) as const),
    );
  await faultOf(() =>
    begins(async () => {
      await server.stop('SIGQUIT');
      await server.start();
      throw new Error('killed');
    }),
  );
  const { startedAt } = await db.selectFrom('directoryAct').select('startedAt').executeTakeFirstOrThrow();
  assert.ok(startedAt > 0);
  assert.deepEqual(await begins(() => assert.fail('done twice')), { ok: true, value: 'found' });
  await db.destroy();
  await drop();
});

test('the tables are made once, by one of those who start at the same time, with no limit on how long it takes', { skip }, async () => {
  const admin = await openDatabase(server.url);
  await sql`create database starting`.execute(admin);
  const url = server.url.replace(/postgres$/, 'starting');
  const all = await Promise.all(Array.from({ length: 6 }, () => openDatabase(url)));
  // Whoever holds Kysely's lock is waited for longer than a row would be.
  const [holder] = all;
  assert.ok(holder);
  await holder.connection().execute(async (one) => {
    await sql`select pg_advisory_lock(3853314791062309107)`.execute(one);
    const making = Promise.all(all.slice(1).map((db) => migrate(db)));
    await new Promise((later) => setTimeout(later, 2_500));
    await sql`select pg_advisory_unlock(3853314791062309107)`.execute(one);
    await making;
  });
  const limits = await sql<{ lock_timeout: string }>`show lock_timeout`.execute(all[1] ?? holder);
  assert.equal(limits.rows[0]?.lock_timeout, '2s');
  const { rows } = await sql<{ made: number }>`select count(*) as made from kysely_migration`.execute(holder);
  assert.ok(rows[0] && rows[0].made > 0);
  const tables = await sql`select 1 from pg_tables where tablename = 'account'`.execute(holder);
  assert.equal(tables.rows.length, 1);
  await Promise.all(all.map((db) => db.destroy()));
  await sql`drop database starting`.execute(admin);
  await admin.destroy();
});

test('instants and counts are numbers, and audit records are numbered by the database alone', { skip }, async () => {
  const { url, drop } = await records.fresh();
  const db = await openDatabase(url);
  const record = { at: 1_795_000_000_123, actor: 'a', channel: 'cli', action: 'x', portal: 'p', subject: 's', outcome: 'ok', detail: '{}' };
  await db.insertInto('audit').values([record, record]).execute();
  assert.deepEqual(await db.selectFrom('audit').select(['id', 'at']).orderBy('id').execute(), [
    { id: 1, at: record.at },
    { id: 2, at: record.at },
  ]);
  assert.equal(
    (
      await db
        .selectFrom('audit')
        .select((column) => column.fn.countAll<number>().as('records'))
        .executeTakeFirst()
    )?.records,
    2,
  );
  await assert.rejects(
    db
      .insertInto('audit')
      .values({ ...record, id: 7 })
      .execute(),
    { code: '428C9' },
  );
  await db.destroy();
  await drop();
});
