import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { type Dialect, SqliteAdapter, type SqliteDatabase, SqliteDriver, SqliteIntrospector, SqliteQueryCompiler, type SqliteStatement } from 'kysely';
import { z } from 'zod';

/** Busy timeout, in milliseconds. The event loop blocks meanwhile, and Teams gives a click three seconds. */
const patience = 2_000;

/** How many prepared statements are kept. Lists of varying length keep producing new ones. */
const statementsKept = 500;

/** How many pages (16 MiB) the log may reach before a checkpoint. A checkpoint waits for the disk twice, and every turn waits with it. */
const pagesInLog = 4_000;

/** Kysely's SQLite dialect over `node:sqlite`: one connection, WAL, a file that only its owner reads. */
export function createSqliteDialect(path: string): Dialect {
  const database = open(path);
  return {
    createAdapter: () => new TransactionalAdapter(),
    createDriver: () => new DurableDriver(database),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

/** The primary result codes (sqlite.org/rescode.html) of a database that is locked, read-only, out of space or broken. */
const unavailable = new Set([3, 5, 6, 8, 10, 11, 13, 14, 26]);
const sqliteError = z.object({ code: z.literal('ERR_SQLITE_ERROR'), errcode: z.number() });

/** Whether a fault means that SQLite cannot serve just now: busy, locked, read-only, full, unreadable or corrupt. */
export function isSqliteUnavailable(error: unknown): boolean {
  const parsed = sqliteError.safeParse(error);
  return parsed.success && unavailable.has(parsed.data.errcode & 0xff);
}

function open(path: string): DatabaseSync {
  if (path !== ':memory:') {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    // Created before SQLite opens it, so that its -wal and -shm files get the same mode.
    closeSync(openSync(path, 'a', 0o600));
  }
  const database = new DatabaseSync(path, { timeout: patience, enableForeignKeyConstraints: true });
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = ${pagesInLog}`);
  return database;
}

/** The interface that Kysely's driver expects. Each statement is prepared once. */
function preparing(database: DatabaseSync): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare: (sql) => {
      const known = kept.get(sql);
      if (known) return known;
      if (kept.size >= statementsKept) kept.clear();
      const statement = prepare(database, sql);
      kept.set(sql, statement);
      return statement;
    },
  };
}

function prepare(database: DatabaseSync, sql: string): SqliteStatement {
  const statement = database.prepare(sql);
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...parameters.map(bindable)),
    run: (parameters) => statement.run(...parameters.map(bindable)),
    // A fresh statement: running the cached one again would disturb a read in progress.
    iterate: (parameters) => database.prepare(sql).iterate(...parameters.map(bindable)),
  };
}

function bindable(value: unknown): SQLInputValue {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  throw new TypeError(`The records hold texts, integers and null, not ${typeof value}`);
}

/** SQLite's DDL is transactional. Saying so makes Kysely migrate in one transaction; other processes wait for its write lock. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** Committed transactions are on disk, but single statements, such as a conversation's state, may be lost in a power failure. */
class DurableDriver extends SqliteDriver {
  readonly #database: DatabaseSync;
  constructor(database: DatabaseSync) {
    super({ database: preparing(database) });
    this.#database = database;
  }
  override async beginTransaction(): Promise<void> {
    try {
      // Immediate: a transaction that reads first and writes later would fail if another process wrote in between.
      this.#database.exec('PRAGMA synchronous = FULL; BEGIN IMMEDIATE');
    } catch (error) {
      this.#database.exec('PRAGMA synchronous = NORMAL');
      throw error;
    }
  }
  override async commitTransaction(): Promise<void> {
    this.#database.exec('COMMIT; PRAGMA synchronous = NORMAL');
  }
  override async rollbackTransaction(): Promise<void> {
    // A full disk has already rolled back. Report that fault, not the failed rollback.
    if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
    this.#database.exec('PRAGMA synchronous = NORMAL');
  }
}
