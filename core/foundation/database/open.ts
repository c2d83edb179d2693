import { type Dialect, Kysely } from 'kysely';
import { isPostgresUnavailable } from './postgresFaults.ts';
import type { Database, Schema } from './schema.ts';
import { createSqliteDialect, isSqliteUnavailable } from './sqlite.ts';

/**
 * Opens the database at `sqlite:<path>` or `sqlite::memory:`, creating folder and file if they are missing, or at `postgres://…`, connecting at the
 * first statement. `migrate` creates the tables. Inside a transaction, never wait for anything but the database. `onStatement` is told of each
 * statement, for tests that count them (ALL-4).
 */
export async function openDatabase(url: string, onStatement?: (sql: string) => void): Promise<Database> {
  const dialect = await dialectFor(url);
  return new Kysely<Schema>({ dialect, ...(onStatement && { log: ({ query }) => onStatement(query.sql) }) });
}

async function dialectFor(url: string): Promise<Dialect> {
  // Imported on demand, so that an installation on SQLite does not load it.
  if (/^postgres(ql)?:/.test(url)) return (await import('./postgres.ts')).createPostgresDialect(url);
  const [, path] = /^sqlite:(.+)$/s.exec(url) ?? [];
  if (path === undefined)
    throw new Error('DATABASE_URL: set sqlite: and a path, such as sqlite:.data/guichet.sqlite, or postgres://user:password@host/database');
  return createSqliteDialect(path);
}

/**
 * Whether a fault means that the database is unavailable just now (away, locked, full, read-only, broken). Nothing was done, so trying again later
 * is safe.
 */
export const isUnavailable = (error: unknown): boolean => isSqliteUnavailable(error) || isPostgresUnavailable(error);
