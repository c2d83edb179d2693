import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { sql } from 'kysely';
import { openRecords } from '../../bot/records.ts';

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'guichet-'));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}

/** A log that keeps how often it warned. */
function counting() {
  const log = {
    warnings: 0,
    warn: () => {
      log.warnings += 1;
    },
  };
  return log;
}

test('records on a disk that is not there yet are waited for, and opened when it is', async (t) => {
  const path = join(folder(t), 'disk');
  writeFileSync(path, 'not a folder yet');
  const log = counting();
  const opening = openRecords(`sqlite:${path}/guichet.sqlite`, { log, between: 10, patience: 5_000 });
  while (log.warnings < 2) await new Promise(setImmediate);
  rmSync(path);
  const db = await opening;
  assert.deepEqual(await db.selectFrom('outbox').selectAll().execute(), []);
  await db.destroy();
});

test('records on a disk that does not come are named, with the setting', async (t) => {
  const path = join(folder(t), 'disk');
  writeFileSync(path, 'not a folder');
  const opening = openRecords(`sqlite:${path}/guichet.sqlite`, { log: counting(), between: 10, patience: 50 });
  await assert.rejects(opening, (error: Error) => error.message.startsWith(`DATABASE_URL: the file ${path}/guichet.sqlite cannot be opened (`));
});

test('a PostgreSQL that does not answer is waited for, then named without its password', async () => {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  await new Promise((closed) => server.close(closed));
  const log = counting();
  const opening = openRecords(`postgres://guichet:S3CRET@127.0.0.1:${port}/records`, { log, between: 10, patience: 1_000 });
  await assert.rejects(
    opening,
    (error: Error) => error.message.startsWith(`DATABASE_URL: PostgreSQL at 127.0.0.1:${port}/records cannot be opened (`) && !error.message.includes('S3CRET'),
  );
  assert.ok(log.warnings > 1);
});

test('records of a newer version are not waited for: the message says which version wrote them', async (t) => {
  const url = `sqlite:${join(folder(t), 'guichet.sqlite')}`;
  const db = await openRecords(url, { log: counting() });
  await sql`insert into kysely_migration (name, timestamp) values ('999_later', '2030-01-01T00:00:00Z')`.execute(db);
  await db.destroy();
  const log = counting();
  await assert.rejects(openRecords(url, { log }), /written by a newer version of Guichet \(999_later\)/);
  assert.equal(log.warnings, 0);
});
