import { type Dialect, Kysely } from 'kysely';
import { isPostgresUnavailable } from './postgresFaults.ts';
import type { Database, Schema } from './schema.ts';
import { createSqliteDialect, isSqliteUnavailable } from './sqlite.ts';

/**
 * Opens the records at `sqlite:<path>` or `sqlite::memory:`, where folder and file are made if they are missing, or at `postgres://…`,
 * which is connected to with the first statement. The tables come with `migrate`. Inside a transaction nothing but the database may be waited for.
 * `onStatement` hears of each statement, for tests that count them (ALL-4).
 */
export async function openDatabase(url: string, onStatement?: (sql: string) => void): Promise<Database> {
  const dialect = await dialectFor(url);
  return new Kysely<Schema>({ dialect, ...(onStatement && { log: ({ query }) => onStatement(query.sql) }) });
}

async function dialectFor(url: string): Promise<Dialect> {
  // Loaded where it is used: who keeps a file does not wait for it.
  if (/^postgres(ql)?:/.test(url)) return (await import('./postgres.ts')).createPostgresDialect(url);
  const [, path] = /^sqlite:(.+)$/s.exec(url) ?? [];
  if (path === undefined)
    throw new Error('DATABASE_URL: set sqlite: and a path, such as sqlite:.data/guichet.sqlite, or postgres://user:password@host/database');
  return createSqliteDialect(path);
}

/** Whether a fault says that the records cannot be had just now (away, locked, full, read-only, broken): ask again later, nothing was done. */
export const isUnavailable = (error: unknown): boolean => isSqliteUnavailable(error) || isPostgresUnavailable(error);
