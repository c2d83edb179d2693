import { type Clock, second } from '../foundation/clock.ts';
import { durably } from '../foundation/database/durably.ts';
import type { Database } from '../foundation/database/schema.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import { DirectoryUnavailable } from '../ports.ts';

/** How long one submission may act before another takes over: longer than any operation of a connector. */
const claimLife = 10 * second;

/** Whether it is not known how an act ended: its answer was lost. */
export async function isInDoubt(db: Database, key: string): Promise<boolean> {
  return (await db.selectFrom('directoryAct').select('key').where('key', '=', key).executeTakeFirst()) !== undefined;
}

/**
 * Does what is named `key` in a directory elsewhere, once. Of two at the same time one acts, and the other is refused with `directory.busy`. Where
 * an earlier answer was lost (a time-out, a killed bot), `looks` says whether it was done after all, before anything is done again (DIR-4).
 * Refuses with `directory.unavailable` where the directory does not answer. The act ends with the transaction that records it.
 */
export async function settle<T>(
  { db, clock }: { readonly db: Database; readonly clock: Clock },
  key: string,
  looks: () => Promise<T | undefined>,
  acts: () => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const now = clock();
  const before = await db.selectFrom('directoryAct').select('startedAt').where('key', '=', key).executeTakeFirst();
  const claimed = await durably(db, (tx) =>
    tx
      .insertInto('directoryAct')
      .values({ key, startedAt: now, claimedUntil: now + claimLife })
      .onConflict((conflict) =>
        conflict
          .column('key')
          .doUpdateSet({ claimedUntil: now + claimLife })
          .where('directoryAct.claimedUntil', '<=', now),
      )
      .returning('startedAt')
      .executeTakeFirst(),
  );
  if (!claimed) return refuse({ key: 'directory.busy' });
  try {
    const done = before && (await looks());
    if (done) return accept(done);
    const outcome = await acts();
    if (!outcome.ok) await db.deleteFrom('directoryAct').where('key', '=', key).execute();
    return outcome;
  } catch (error) {
    // In doubt from now on, and free to be found out at the next submission.
    await db.updateTable('directoryAct').set({ claimedUntil: 0 }).where('key', '=', key).execute();
    if (error instanceof DirectoryUnavailable) return refuse({ key: 'directory.unavailable' });
    throw error;
  }
}
