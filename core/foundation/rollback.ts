import type { Database, Tx } from './database/schema.ts';
import { accept, type Outcome, type Refusal, refuse } from './outcome.ts';

/** Thrown inside a transaction to roll it back for an expected reason; `transact` makes a refusal of it. */
export class Rollback extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.key);
    this.refusal = refusal;
  }
}

/** Thrown inside a transaction to roll it back because something read before it has changed; `retrying` reads it again. */
export class Retry extends Error {}

/** Runs a transaction that may throw `Rollback`. Returns its result, or why nothing was changed; faults and `Retry` are thrown on. */
export async function transact<T>(db: Database, transaction: (tx: Tx) => Promise<T>): Promise<Outcome<T>> {
  try {
    return accept(await db.transaction().execute(transaction));
  } catch (error) {
    if (error instanceof Rollback) return refuse(error.refusal);
    throw error;
  }
}

const mostAttempts = 5;

/** Runs `attempt` again while it throws `Retry`, five times at most: then it is a fault. */
export async function retrying<T>(attempt: () => Promise<T>): Promise<T> {
  for (let attempts = 1; ; attempts++)
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Retry) || attempts === mostAttempts) throw error;
    }
}
