import type { Logger } from 'pino';
import { type Clock, hour, type Millis, minute, second } from '../clock.ts';
import { manyWrite } from '../database/locks.ts';
import type { Database } from '../database/schema.ts';
import { claim, dueNext, type Row, release, releaseAll, renew, renewedEvery, settle } from './claims.ts';
import { Postponed, RetryAfter, Undeliverable } from './faults.ts';
import { readPayload, type StoredJob } from './job.ts';
import { againOf, lifeOf, slotsOf, slowAfter, slowIn } from './lanes.ts';
import { bringBack } from './setBack.ts';

const pollEvery = 5 * second;
/** New jobs start one to two of these after their commit. The turn is answered first, so its timing is the same with or without a mail (ALL-4). */
const turnEnds = second / 10;
const firstBackoff = 5 * second;
const longestBackoff = 15 * minute;

/** Runs the jobs of the outbox. */
export type Worker = {
  /** Runs everything that is due, including what becomes due meanwhile. Returns the number of attempts. */
  drain(): Promise<number>;
  /** Starts polling every five seconds, and at each `wake`. */
  start(): void;
  /** Tells the worker that a commit left work. It starts a moment later. */
  wake(): void;
  /** Starts no more jobs. Resolves once the jobs in flight have ended. */
  stop(): Promise<void>;
};

/** Runs one job. `id` is the row's, the same at each attempt, and `attempts` includes this one. Throws as the ports do. */
export type Deliver = (id: string, job: StoredJob, attempts: number) => Promise<void>;

type WorkerDependencies = {
  readonly db: Database;
  readonly deliver: Deliver;
  /** Called when a job is given up, before its row is updated. */
  readonly abandoned: (job: StoredJob) => Promise<void>;
  /** Called when the clock is seen to be behind where it was: what it said was begun or over may be so no more. Two bots may call it. */
  readonly setBack?: (now: Millis) => Promise<void>;
  readonly clock: Clock;
  /** Like Math.random. Spreads the retries. */
  readonly random: () => number;
  readonly log: Pick<Logger, 'warn' | 'error'>;
  /** How many jobs run at once, over all lanes. */
  readonly concurrency?: number;
};

/**
 * Creates a worker. Any number of workers, in any number of processes, share one outbox, and each job is claimed by one. Each lane of jobs has slots of
 * its own.
 */
export function createWorker(dependencies: WorkerDependencies): Worker {
  const { db, clock, log, concurrency = Number.MAX_SAFE_INTEGER } = dependencies;
  const inFlight = new Map<Row, Promise<void>>();
  const begunAt = new WeakMap<Row, Millis>();
  let polling: NodeJS.Timeout | undefined;
  let waking: NodeJS.Timeout | undefined;
  let dozing: NodeJS.Timeout | undefined;
  let renewing: NodeJS.Timeout | undefined;
  let stopped = false;
  let looking = Promise.resolve(0);
  let queued = false;
  /** The latest instant that the clock has shown. The worker before may have had another. */
  let latest = Number.POSITIVE_INFINITY;

  const roomIn = (lane: string, slots: number) => {
    const working = [...inFlight.keys()].filter((row) => row.lane === lane);
    const slow = working.filter((row) => clock() - (begunAt.get(row) ?? 0) >= slowAfter).length;
    return { lane, room: slots - working.length + Math.min(slow, slowIn(lane)) };
  };

  /** Claims and starts as many jobs as there is room for. Returns how many. */
  const fill = async (): Promise<number> => {
    // This look may miss commits from here on, so they must queue another.
    queued = false;
    const rooms = [...slotsOf].map(([lane, slots]) => roomIn(lane, slots)).filter(({ room }) => room > 0);
    const room = concurrency - inFlight.size;
    if (stopped || room <= 0 || rooms.length === 0) return 0;
    const now = clock();
    if (now < latest) {
      await bringBack(db, now);
      await dependencies.setBack?.(now);
    }
    latest = now;
    const rows = await claim(db, now, rooms, room);
    if (stopped) {
      await release(db, rows);
      return 0;
    }
    for (const row of rows) {
      const work = attempt(dependencies, row)
        .catch((err) => log.error({ err, job: row.id }, 'A job could not be settled: it is done again when its claim ends'))
        .finally(() => {
          inFlight.delete(row);
          goOn();
        });
      inFlight.set(row, work);
      begunAt.set(row, now);
    }
    if (inFlight.size > 0) renewing ??= setInterval(renewAll, renewedEvery).unref();
    if (rows.length === 0 && polling) await doze(now);
    return rows.length;
  };

  const renewAll = () => {
    renew(db, [...inFlight.keys()], clock()).catch((err) => log.error({ err }, 'The claims of jobs at work could not be renewed'));
  };

  /** Looks again when the next job after a look is due, if that is before the next poll. Rate-limited jobs do not come in steps of five seconds. */
  const doze = async (looked: Millis): Promise<void> => {
    const next = await dueNext(db, looked);
    clearTimeout(dozing);
    // It may have become due meanwhile.
    const left = next === undefined ? pollEvery : Math.max(0, next - clock());
    if (!stopped && left < pollEvery) dozing = setTimeout(goOn, left);
  };

  /** One look after another. Two at once would both take the same room. */
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
        if (inFlight.size > 0) await Promise.race(inFlight.values());
        else if (begun === 0) {
          if (!polling) {
            clearInterval(renewing);
            renewing = undefined;
          }
          return attempts;
        }
      }
    },
    start: () => {
      if (polling) return;
      polling = setInterval(goOn, pollEvery);
      looking = (manyWrite(db) ? Promise.resolve() : releaseAll(db)).then(
        () => 0,
        () => 0,
      );
      goOn();
    },
    wake: () => {
      if (stopped || !polling) return;
      waking ??= setTimeout(
        () => {
          waking = undefined;
          goOn();
        },
        turnEnds * (1 + dependencies.random()),
      );
    },
    stop: async () => {
      stopped = true;
      clearInterval(polling);
      clearTimeout(waking);
      clearTimeout(dozing);
      await looking;
      await Promise.all(inFlight.values());
      clearInterval(renewing);
    },
  };
}

async function attempt(dependencies: WorkerDependencies, row: Row): Promise<void> {
  const { db, clock, random, log, deliver } = dependencies;
  try {
    if (row.until !== null && row.until <= clock()) throw new Undeliverable('This is of no use any more: its code has ended.');
    await deliver(row.id, readPayload(row.payload), row.attempts);
  } catch (err) {
    const isOld = clock() >= (row.triedAt ?? row.createdAt) + lifeOf(row.lane);
    if (err instanceof Postponed && !isOld) return await settle(db, row, { status: 'waiting', attempts: row.attempts - 1, dueAt: clock() + err.millis });
    const givenUp = err instanceof Undeliverable || isOld;
    log.warn(
      { err, job: row.id, kind: row.kind, attempts: row.attempts, givenUp },
      givenUp ? 'A job was given up: see npm run outbox' : 'A job failed and will be tried again',
    );
    const error = (err instanceof Error ? err.message : String(err)).slice(0, 500);
    if (givenUp) await dependencies.abandoned(readPayload(row.payload));
    // An event that no chat could receive is held for the person's next message (ALL-12).
    if (givenUp) return await settle(db, row, { status: row.kind === 'chat' ? 'held' : 'given-up', error });
    return await settle(db, row, { status: 'waiting', lane: againOf(row.lane), error, dueAt: clock() + pause(row.attempts, err, random) });
  }
  await settle(db, row, { status: 'done', payload: '', error: null, doneAt: clock() });
}

/** Exponential backoff with jitter over the whole delay except the first second. A wait that the other side asked for is always respected. */
function pause(attempts: number, error: unknown, random: () => number): Millis {
  const jitter = Math.round(random() * (Math.min(longestBackoff, firstBackoff * 2 ** (attempts - 1)) - second));
  return error instanceof RetryAfter ? Math.min(error.millis, hour) + Math.min(jitter, firstBackoff) : second + jitter;
}
