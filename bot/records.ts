import { setTimeout as sleep } from 'node:timers/promises';
import { type Millis, minute, second } from '../core/foundation/clock.ts';
import { migrate } from '../core/foundation/database/migrate.ts';
import { isUnavailable, openDatabase } from '../core/foundation/database/open.ts';
import type { Database } from '../core/foundation/database/schema.ts';
import type { Log } from './log.ts';

/** How long a start waits for its records, which may be starting too. */
const patience = minute;
const between = 2 * second;

type Opening = {
  readonly log: Pick<Log, 'warn'>;
  readonly onStatement?: ((sql: string) => void) | undefined;
  /** In milliseconds; shorter in tests. */
  readonly patience?: Millis;
  readonly between?: Millis;
};

/** Opens the records and brings their tables up to date. Waits a minute for a server or a disk that is not there yet; then throws an error that names it. */
export async function openRecords(url: string, { log, onStatement, ...times }: Opening): Promise<Database> {
  const end = performance.now() + (times.patience ?? patience);
  for (;;) {
    try {
      return await opened(url, onStatement);
    } catch (error) {
      if (!isAway(error)) throw error;
      const why = error instanceof Error ? error.message : String(error);
      if (performance.now() >= end) throw new Error(`DATABASE_URL: ${nameOf(url)} cannot be opened (${why})`, { cause: error });
      log.warn({ records: nameOf(url), why }, 'The records cannot be opened yet: tried again');
      await sleep(times.between ?? between);
    }
  }
}

async function opened(url: string, onStatement: ((sql: string) => void) | undefined): Promise<Database> {
  const db = await openDatabase(url, onStatement);
  try {
    await migrate(db);
    return db;
  } catch (error) {
    await db.destroy().catch(() => undefined);
    throw error;
  }
}

/** A server that does not answer, or a folder that is not there or not ours. */
const isAway = (error: unknown): boolean => isUnavailable(error) || (error instanceof Error && 'syscall' in error);

/** What a DATABASE_URL names, without its credentials. */
export function nameOf(url: string): string {
  if (url.startsWith('sqlite:')) return `the file ${url.slice('sqlite:'.length)}`;
  const { host, pathname } = URL.parse(url) ?? { host: '', pathname: '' };
  return `PostgreSQL at ${host}${pathname}`;
}
