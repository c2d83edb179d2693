import type { Millis } from './clock.ts';
import type { Tx } from './database/schema.ts';

/** The tables of links and codes, which are used once and replaced by newer ones. */
type SingleUse = 'link' | 'code';

/**
 * Spends one. False if it is over: of two simultaneous submissions only one finds the row unspent, and what was ended since it was looked at (by the owner's
 * recovery, say) is spent by nobody. One statement decides.
 */
export async function spend(tx: Tx, table: SingleUse, id: string, now: Millis): Promise<boolean> {
  const spent = await tx
    .updateTable(tx.dynamic.table<SingleUse>(table).as('used'))
    .set({ spentAt: now })
    .where('id', '=', id)
    .where('spentAt', 'is', null)
    .where('replacedAt', 'is', null)
    .where('expiresAt', '>', now)
    .returning('id')
    .executeTakeFirst();
  return spent !== undefined;
}
