import type { Insertable } from 'kysely';
import type { Database, Schema } from './database/schema.ts';

/** What is worth noticing beside the audit: a limit that is used up, a code that is not accepted, a wait before the next try. */
export type Sighting = 'limit' | 'code' | 'wait';

/** Whoever watches for attacks. Called after the fact, also if the transaction around it is rolled back: an attempt is one all the same. */
export type Watcher = {
  audited(row: Insertable<Schema['audit']>): void;
  /** `outcome` is one of our own words: the name of the limit, or the key of the refusal. */
  saw(what: Sighting, outcome: string): void;
};

// By the database's adapter, which its transactions share.
const watchers = new WeakMap<object, Watcher>();

/** Watches what happens over these records, in this process. */
export const watch = (db: Database, watcher: Watcher): void => void watchers.set(db.getExecutor().adapter, watcher);

/** Who watches these records, if anybody does. */
export const watcherOf = (db: Database): Watcher | undefined => watchers.get(db.getExecutor().adapter);
