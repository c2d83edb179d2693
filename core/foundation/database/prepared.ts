import type { Compilable, CompiledQuery } from 'kysely';
import type { Database } from './schema.ts';

/** Runs a statement with these parameters, in the order of its text, and gives its rows. */
export type Prepared<O> = (...parameters: readonly unknown[]) => Promise<O[]>;

/**
 * A statement that Kysely builds and compiles only at its first run. It is for statements that every turn of a conversation runs: building one takes
 * longer than SQLite needs to run it. The parameters that `build` gives are ignored; each run brings its own.
 */
export function prepare<O>(db: Database, build: () => Compilable<O>): Prepared<O> {
  let compiled: CompiledQuery<O> | undefined;
  return async (...parameters) => {
    compiled ??= build().compile();
    const { rows } = await db.executeQuery<O>({ ...compiled, parameters });
    return rows;
  };
}
