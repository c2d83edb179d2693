import type { Database, Tx } from './database/schema.ts';
import { accept, type Outcome, type Refusal, refuse } from './outcome.ts';

/** Thrown inside a transaction to roll it back for an expected reason. `transact` turns it into a refusal. */
export class Rollback extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.key);
    this.refusal = refusal;
  }
}

/** Thrown inside a transaction to roll it back because something read before has changed. `retrying` starts over. */
export class Retry extends Error {}

/** Runs a transaction that may throw `Rollback`. Returns its result, or why nothing was changed. Rethrows faults and `Retry`. */
export async function transact<T>(db: Database, transaction: (tx: Tx) => Promise<T>): Promise<Outcome<T>> {
  try {
    return accept(await db.transaction().execute(transaction));
  } catch (error) {
    if (error instanceof Rollback) return refuse(error.refusal);
    throw error;
  }
}

/** Carries what a transaction would have returned past its end. */
class Undone<T> extends Error {
  readonly result: T;
  constructor(result: T) {
    super('undone');
    this.result = result;
  }
}

/** Runs a transaction, undoes it, and returns what it would have returned: for previews. */
export async function undone<T>(db: Database, transaction: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await db.transaction().execute(async (tx) => {
      throw new Undone(await transaction(tx));
    });
  } catch (error) {
    if (error instanceof Undone) return error.result;
    throw error;
  }
}

const maxAttempts = 5;

/** Runs `attempt` until it no longer throws `Retry`, at most five times. Then `Retry` is thrown as a fault. */
export async function retrying<T>(attempt: () => Promise<T>): Promise<T> {
  for (let attempts = 1; ; attempts++)
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Retry) || attempts === maxAttempts) throw error;
    }
}
