import { PostgresAdapter, sql } from 'kysely';
import type { Database, Tx } from './schema.ts';

/** Whether the database has several writers at once, so that rows must be locked. SQLite has only one. */
export const manyWrite = (db: Database): boolean => db.getExecutor().adapter instanceof PostgresAdapter;

/** Locks these words until the transaction ends, so that transactions with the same words run one after another. */
export async function oneAtATime(tx: Tx, words: string): Promise<void> {
  if (manyWrite(tx)) await sql`select pg_advisory_xact_lock(hashtextextended(${words}, 0))`.execute(tx);
}

/**
 * Locks an account until the transaction ends, so that nobody can sign in to it or change its password meanwhile. Take it before touching sessions,
 * always in this order, so that no two transactions deadlock.
 */
export async function holdAccount(tx: Tx, id: string): Promise<void> {
  if (manyWrite(tx)) await tx.selectFrom('account').select('id').where('id', '=', id).forNoKeyUpdate().execute();
}

/** Locks a request for a group, and the cards that show it, until the transaction ends. */
export async function holdRequest(tx: Tx, id: string): Promise<void> {
  if (manyWrite(tx)) await tx.selectFrom('enrollment').select('id').where('id', '=', id).forNoKeyUpdate().execute();
}
