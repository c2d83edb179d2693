import { PostgresAdapter, sql } from 'kysely';
import type { Database, Tx } from './schema.ts';

/** Whether several may write at once, so that rows have to be locked. SQLite has one writer at a time. */
export const manyWrite = (db: Database): boolean => db.getExecutor().adapter instanceof PostgresAdapter;

/** Lets nobody else who says the same words go on before this transaction has ended. */
export async function oneAtATime(tx: Tx, words: string): Promise<void> {
  if (manyWrite(tx)) await sql`select pg_advisory_xact_lock(hashtextextended(${words}, 0))`.execute(tx);
}

/**
 * Lets nobody sign in to an account, nor change its password, before this transaction has ended. Sessions are touched after it, never before: all who
 * do both take them in this order, so that no two wait for each other.
 */
export async function holdAccount(tx: Tx, id: string): Promise<void> {
  if (manyWrite(tx)) await tx.selectFrom('account').select('id').where('id', '=', id).forNoKeyUpdate().execute();
}

/** Lets nobody change a request for a group, nor what it is shown by, before this transaction has ended. */
export async function holdRequest(tx: Tx, id: string): Promise<void> {
  if (manyWrite(tx)) await tx.selectFrom('enrollment').select('id').where('id', '=', id).forNoKeyUpdate().execute();
}
