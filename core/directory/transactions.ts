import type { Database, Tx } from '../foundation/database/schema.ts';

/** Lines of an import in one transaction. It holds the only connection, so keep it short for the conversations in between. */
export const batch = 500;

/** Thrown to undo what a preview did. */
class Undone extends Error {}

/** Does something in a transaction that leaves nothing behind. */
export async function undone(db: Database, work: (tx: Tx) => Promise<unknown>): Promise<void> {
  try {
    await db.transaction().execute(async (tx) => {
      await work(tx);
      throw new Undone();
    });
  } catch (error) {
    if (!(error instanceof Undone)) throw error;
  }
}
