import { Kysely } from 'kysely';
import type { Database, Schema } from './schema.ts';
import { createSqliteDialect, isSqliteUnavailable } from './sqlite.ts';

/**
 * Opens the records at `sqlite:<path>` or `sqlite::memory:`; the folder and the file are made where they are missing.
 * The tables come with `migrate`. Inside a transaction nothing but the database may be waited for.
 * `onStatement` hears of each statement, for tests that count them (ALL-4).
 */
export async function openDatabase(url: string, onStatement?: (sql: string) => void): Promise<Database> {
  const [, scheme, path] = /^([a-z]+):(.+)$/s.exec(url) ?? [];
  if (scheme !== 'sqlite' || path === undefined)
    throw new Error('DATABASE_URL: only SQLite can be opened so far. Set sqlite: and a path, such as sqlite:.data/guichet.sqlite');
  return new Kysely<Schema>({ dialect: createSqliteDialect(path), ...(onStatement && { log: ({ query }) => onStatement(query.sql) }) });
}

/** Whether a fault says that the records cannot be had just now (locked, full, read-only, broken): ask again later, nothing was done. */
export const isUnavailable = (error: unknown): boolean => isSqliteUnavailable(error);
