import type { Compilable, CompiledQuery } from 'kysely';
import type { Database } from './schema.ts';

/** Runs a statement with these parameters, in the order of its text, and returns its rows. */
export type Prepared<O> = (...parameters: readonly unknown[]) => Promise<O[]>;

/**
 * A statement that Kysely builds and compiles once, at its first run. For statements that every turn runs: building one takes longer than SQLite
 * needs to run it. Each run passes its own parameters; those bound by `build` are ignored.
 */
export function prepare<O>(db: Database, build: () => Compilable<O>): Prepared<O> {
  let compiled: CompiledQuery<O> | undefined;
  return async (...parameters) => {
    compiled ??= build().compile();
    const { rows } = await db.executeQuery<O>({ ...compiled, parameters });
    return rows;
  };
}
