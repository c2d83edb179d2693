import type { Database, Tx } from './schema.ts';

/**
 * Writes what has to be known before something is done elsewhere: a card is sent, a directory is changed. It is on the disk when this returns, where a single
 * statement may be lost with a database that crashes.
 */
export const durably = <T>(db: Database, write: (tx: Tx) => Promise<T>): Promise<T> => db.transaction().execute(write);
