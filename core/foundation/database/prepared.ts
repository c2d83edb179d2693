import type { Compilable, CompiledQuery } from 'kysely';
import type { Database } from './schema.ts';

/** Runs a statement with these parameters, in the order of its text, and gives its rows. */
export type Prepared<O> = (...parameters: readonly unknown[]) => Promise<O[]>;

/**
 * A statement that Kysely builds and compiles at its first run only, for what each turn of a conversation runs: building takes longer than SQLite takes
 * over it. Whatever `build` gives for parameters, each run brings its own.
 */
export function prepare<O>(db: Database, build: () => Compilable<O>): Prepared<O> {
  let compiled: CompiledQuery<O> | undefined;
  return async (...parameters) => {
    compiled ??= build().compile();
    const { rows } = await db.executeQuery<O>({ ...compiled, parameters });
    return rows;
  };
}
