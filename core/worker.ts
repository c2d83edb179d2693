import type { Selectable } from 'kysely';
import type { Logger } from 'pino';
import { type Clock, hour, type Millis, minute, second } from './clock.ts';
import { manyWrite } from './database/locks.ts';
import type { Database, Schema } from './database/schema.ts';
import { deliver, type Hands } from './deliver.ts';
import { readPayload } from './outbox.ts';
import { RetryAfter, Undeliverable } from './ports.ts';

/** How long a claim lasts: a job whose worker died is done again after that. */
const claimLife = 2 * minute;
const pollEvery = 5 * second;
/** What a commit left is begun between one and two of these later: the turn that it was in is answered first, mail or no mail (ALL-4). */
const turnEnds = second / 10;
const firstBackoff = 5 * second;
const longestBackoff = 15 * minute;
const mostAttempts = 12;

/** Does what stands in the outbox. */
export type Worker = {
  /** Does all that is due now, and what becomes due meanwhile; returns how many attempts that took. */
  drain(): Promise<number>;
  /** Goes on by itself from now: at each `wake` and every five seconds. */
  start(): void;
  /** Says that a commit left work; it is begun a moment later. */
  wake(): void;
  /** Begins nothing more; settles once the jobs in flight have ended. */
  stop(): Promise<void>;
};

type Parts = Hands & {
  readonly clock: Clock;
  /** From 0 to 1, as Math.random: spreads the retries. */
  readonly random: () => number;
  readonly log: Pick<Logger, 'warn' | 'error'>;
  /** How many jobs are done at once. */
  readonly concurrency?: number;
};

type Row = Selectable<Schema['outbox']>;

/** Makes a worker. Any number of them, over any number of processes, share one outbox: each job is claimed by one. */
export function createWorker(parts: Parts): Worker {
  const { db, clock, log, concurrency = 8 } = parts;
  const inFlight = new Set<Promise<void>>();
  let polling: NodeJS.Timeout | undefined;
  let waking: NodeJS.Timeout | undefined;
  let stopped = false;
  let looking = Promise.resolve(0);
  let queued = false;

  /** Claims as many jobs as there is room for and begins them; returns how many. */
  const fill = async (): Promise<number> => {
    // From here on a commit is too late for this look, and asks for another.
    queued = false;
    const room = concurrency - inFlight.size;
    if (stopped || room === 0) return 0;
    const rows = await claim(db, clock(), room);
    if (stopped) {
      await release(db, rows);
      return 0;
    }
    for (const row of rows) {
      const deed = attempt(parts, row)
        .catch((err) => log.error({ err, job: row.id }, 'A job could not be settled: it is done again when its claim ends'))
        .finally(() => {
          inFlight.delete(deed);
          goOn();
        });
      inFlight.add(deed);
    }
    return rows.length;
  };

  /** One look after the other: two at once would each take the same room. */
  const look = (): Promise<number> => {
    const begun = looking.then(fill);
    looking = begun.catch(() => 0);
    return begun;
  };

  const goOn = () => {
    if (queued || stopped || !polling) return;
    queued = true;
    look().catch((err) => log.error({ err }, 'The outbox cannot be read: tried again in five seconds'));
  };

  return {
    drain: async () => {
      for (let attempts = 0; ; ) {
        const begun = await look();
        attempts += begun;
        if (inFlight.size > 0) await Promise.race(inFlight);
        else if (begun === 0) return attempts;
      }
    },
    start: () => {
      polling ??= setInterval(goOn, pollEvery);
      goOn();
    },
    wake: () => {
      if (stopped || !polling) return;
      waking ??= setTimeout(
        () => {
          waking = undefined;
          goOn();
        },
        turnEnds * (1 + parts.random()),
      );
    },
    stop: async () => {
      stopped = true;
      clearInterval(polling);
      clearTimeout(waking);
      await looking;
      await Promise.all(inFlight);
    },
  };
}

async function claim(db: Database, now: Millis, room: number): Promise<Row[]> {
  // What a dead worker held comes back first, so that the claim itself walks one index in order.
  await db.updateTable('outbox').set({ status: 'waiting', claimedUntil: null }).where('status', '=', 'claimed').where('claimedUntil', '<=', now).execute();
  const claimed = await db
    .with('due', (rows) =>
      rows
        .selectFrom('outbox')
        .select('id')
        .where('status', '=', 'waiting')
        .where('dueAt', '<=', now)
        .orderBy('dueAt')
        .limit(room)
        // Two workers that look at once find others each, where one would else wait for the other and find nothing left.
        .$if(manyWrite(db), (some) => some.forUpdate().skipLocked()),
    )
    .updateTable('outbox')
    .set((column) => ({ status: 'claimed', claimedUntil: now + claimLife, attempts: column('attempts', '+', 1) }))
    .where('id', 'in', (rows) => rows.selectFrom('due').select('id'))
    .returningAll()
    .execute();
  // PostgreSQL returns what it has written in any order: of two codes to one person, the newer is to arrive last.
  return claimed.sort((one, other) => one.dueAt - other.dueAt);
}

async function release(db: Database, rows: Row[]): Promise<void> {
  for (const row of rows) await settle(db, row, { status: 'waiting', attempts: row.attempts - 1 });
}

/** The end of a claim; of one that has run out in the meantime, nothing is written. */
async function settle(db: Database, row: Row, set: Partial<Omit<Row, 'id'>>): Promise<void> {
  await db
    .updateTable('outbox')
    .set({ claimedUntil: null, ...set })
    .where('id', '=', row.id)
    .where('claimedUntil', '=', row.claimedUntil)
    .execute();
}

async function attempt(parts: Parts, row: Row): Promise<void> {
  const { db, clock, random, log } = parts;
  try {
    await deliver(parts, row.id, readPayload(row.payload), row.attempts);
  } catch (err) {
    const givenUp = err instanceof Undeliverable || row.attempts >= mostAttempts;
    log.warn(
      { err, job: row.id, kind: row.kind, attempts: row.attempts, givenUp },
      givenUp ? 'A job was given up: see npm run outbox' : 'A job failed and will be tried again',
    );
    const error = (err instanceof Error ? err.message : String(err)).slice(0, 500);
    const job = givenUp && row.kind === 'provision' ? readPayload(row.payload) : undefined;
    if (job?.kind === 'provision') await parts.approvals.provisionFailed(job.membership);
    // What no chat could be told waits there for the person's next message (ALL-12).
    if (givenUp) return await settle(db, row, { status: row.kind === 'chat' ? 'held' : 'given-up', error });
    return await settle(db, row, { status: 'waiting', error, dueAt: clock() + pause(row.attempts, err, random) });
  }
  await settle(db, row, { status: 'done', payload: '', error: null, doneAt: clock() });
}

/** Exponential backoff with jitter over its whole length, but for a second; what the other side asked for is waited for in any case. */
function pause(attempts: number, error: unknown, random: () => number): Millis {
  const jitter = Math.round(random() * (Math.min(longestBackoff, firstBackoff * 2 ** (attempts - 1)) - second));
  return error instanceof RetryAfter ? Math.min(error.millis, hour) + Math.min(jitter, firstBackoff) : second + jitter;
}
