import type { Millis } from './clock.ts';
import type { Tx } from './database/schema.ts';

/** The tables of links and codes, which are used once and replaced by newer ones. */
type SingleUse = 'link' | 'code';

/** Spends one. Add further conditions to it. One statement decides: of two simultaneous submissions only one finds the row unspent. */
export const spend = (tx: Tx, table: SingleUse, id: string, now: Millis) =>
  tx.updateTable(tx.dynamic.table<SingleUse>(table).as('used')).set({ spentAt: now }).where('id', '=', id).where('spentAt', 'is', null).returning('id');
