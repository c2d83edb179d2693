import { mkdtemp, rm } from 'node:fs/promises';
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

/** Leaves a database as the migrations do: no row in any table, and numbers from 1. */
const wipe = sql`do $$ declare found record; begin
  for found in select tablename as name from pg_tables where schemaname = 'public' and tablename not like 'kysely%' loop
    execute format('delete from %I', found.name);
  end loop;
  for found in select sequencename as name from pg_sequences where schemaname = 'public' loop
    execute format('alter sequence %I restart', found.name);
  end loop;
end $$`;

/** Makes databases on one PostgreSQL server. Each is a copy of one whose tables are already there: of `made`, or of one of its own. */
export function postgresRecords(server: string, made?: string) {
  const admin = openDatabase(server);
  const name = `guichet_test_${process.pid}`;
  const run = async (statement: string) => void (await sql.raw(statement).execute(await admin));
  let copies = 0;
  let template: Promise<void> | undefined;
  const left: Records[] = [];
  const copy = async (): Promise<Records> => {
    if (made === undefined) template ??= makeTemplate(server, name);
    await template;
    copies += 1;
    const copied = `${name}_${copies}`;
    // Copies files instead of pages through the log, which is about ten times as fast for a database this small. PostgreSQL 15 and later.
    await run(`create database ${copied} template ${made ?? name} strategy file_copy`);
    return { url: databaseOf(server, copied), drop: () => run(`drop database ${copied} with (force)`) };
  };
  return {
    fresh: copy,
    /** One that a test before has left, without its rows, where there is one: to copy and to drop some three hundred files costs far more. */
    used: async (): Promise<Records> => {
      const records = left.pop() ?? (await copy());
      const drop = async (): Promise<void> => {
        const db = await openDatabase(records.url);
        await wipe.execute(db);
        await db.destroy();
        left.push(records);
      };
      return { url: records.url, drop };
    },
    close: async (): Promise<void> => {
      for (const { drop } of left) await drop();
      if (template) await run(`drop database if exists ${name}`);
      await (await admin).destroy();
    },
  };
}

const given = process.env.TEST_DATABASE_URL;
const shared = given === undefined ? undefined : postgresRecords(given, process.env.TEST_DATABASE_TEMPLATE);
if (shared) after(() => shared.close());

/** The database under test, for titles. */
export const databaseUnderTest = shared ? 'PostgreSQL' : 'SQLite';

/** An empty database for one test: on the PostgreSQL server of TEST_DATABASE_URL if set, else SQLite, in memory unless it must outlive a connection. */
export async function freshRecords({ lasting = false } = {}): Promise<Records> {
  if (shared) return await shared.fresh();
  if (!lasting) return { url: 'sqlite::memory:', drop: async () => undefined };
  const folder = await mkdtemp(join(tmpdir(), 'guichet-'));
  return { url: `sqlite:${join(folder, 'guichet.sqlite')}`, drop: () => rm(folder, { recursive: true }) };
}

/** An empty database for one test that changes nothing but rows. */
export const usedRecords = (): Promise<Records> => shared?.used() ?? freshRecords();

/** One as of `freshRecords`, opened. `close` also drops it. */
export async function openRecords(options?: { lasting: boolean }): Promise<{ readonly db: Database; readonly url: string; close(): Promise<void> }> {
  const { url, drop } = await freshRecords(options);
  const db = await openDatabase(url);
  await migrate(db);
  return {
    db,
    url,
    close: async () => {
      await db.destroy();
      await drop();
    },
  };
}
