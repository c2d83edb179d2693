import { accept, type Outcome, type Refusal, refuse } from './outcome.ts';

/** Thrown inside a transaction to roll it back for an expected reason; `undoable` makes a refusal of it. */
export class Undone extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.key);
    this.refusal = refusal;
  }
}

/** Runs a transaction that may throw `Undone`: what it returns, or why nothing was changed. Faults are thrown on. */
export async function undoable<T>(transaction: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return accept(await transaction());
  } catch (error) {
    if (error instanceof Undone) return refuse(error.refusal);
    throw error;
  }
}
