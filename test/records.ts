import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { sql } from 'kysely';
import { migrate } from '../core/foundation/database/migrate.ts';
import { openDatabase } from '../core/foundation/database/open.ts';
import type { Database } from '../core/foundation/database/schema.ts';
import { databaseOf, makeTemplate } from './template.ts';

/** A test's database. */
export type Records = { readonly url: string; drop(): Promise<void> };

/** Makes databases on one PostgreSQL server. Each is a copy of one whose tables are already there: of `made`, or of one of its own. */
export function postgresRecords(server: string, made?: string) {
  const admin = openDatabase(server);
  const name = `guichet_test_${process.pid}`;
  const run = async (statement: string) => void (await sql.raw(statement).execute(await admin));
  let copies = 0;
  let template: Promise<void> | undefined;
  let next: Promise<string> | undefined;
  const drops: Promise<void>[] = [];

  const make = async (): Promise<string> => {
    if (made === undefined) template ??= makeTemplate(server, name);
    await template;
    copies += 1;
    const copy = `${name}_${copies}`;
    // Copies files instead of pages through the log, which is about ten times as fast for a database this small. PostgreSQL 15 and later.
    await run(`create database ${copy} template ${made ?? name} strategy file_copy`);
    return copy;
  };

  /** Where many tests follow each other, the next one's is made, and the last one's dropped, while a test runs. */
  const ahead = made !== undefined;
  const drop = async (copy: string): Promise<void> => {
    const dropped = run(`drop database ${copy} with (force)`);
    if (ahead) drops.push(dropped);
    else await dropped;
  };

  return {
    fresh: async (): Promise<Records> => {
      const copy = await (next ?? make());
      next = ahead ? make() : undefined;
      return { url: databaseOf(server, copy), drop: () => drop(copy) };
    },
    close: async (): Promise<void> => {
      if (next) await drop(await next);
      await Promise.all(drops);
      if (template) await run(`drop database if exists ${name}`);
      await (await admin).destroy();
    },
  };
}

/** A folder in memory where the system has one, as tests wait for no disk. */
const scratch = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** Makes files of SQLite's. Each is a copy of one whose tables are already there, as to make them takes longer than most tests. */
export function sqliteRecords() {
  let folder: Promise<string> | undefined;
  const make = async (): Promise<string> => {
    const made = await mkdtemp(join(scratch, 'guichet-'));
    const db = await openDatabase(`sqlite:${join(made, 'empty')}`);
    await migrate(db);
    await db.destroy();
    return made;
  };
  let copies = 0;
  return {
    fresh: async (): Promise<Records> => {
      folder ??= make();
      const inside = await folder;
      copies += 1;
      const copy = join(inside, `${copies}.sqlite`);
      await copyFile(join(inside, 'empty'), copy);
      return { url: `sqlite:${copy}`, drop: async () => void (await Promise.all(['', '-wal', '-shm'].map((end) => rm(copy + end, { force: true })))) };
    },
    close: async (): Promise<void> => {
      if (folder) await rm(await folder, { recursive: true });
    },
  };
}

const given = process.env.TEST_DATABASE_URL;
const records = given === undefined ? sqliteRecords() : postgresRecords(given, process.env.TEST_DATABASE_TEMPLATE);
after(() => records.close());

/** The database under test, for titles. */
export const databaseUnderTest = given === undefined ? 'SQLite' : 'PostgreSQL';

/** An empty database for one test: on the PostgreSQL server of TEST_DATABASE_URL if set, else SQLite. */
export const freshRecords = (): Promise<Records> => records.fresh();

/** The same, opened. `close` also drops it. */
export async function openRecords(): Promise<{ readonly db: Database; readonly url: string; close(): Promise<void> }> {
  const { url, drop } = await freshRecords();
  const db = await openDatabase(url);
  return {
    db,
    url,
    close: async () => {
      await db.destroy();
      await drop();
    },
  };
}
