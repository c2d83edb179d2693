import { accept, type Outcome, refuse } from './outcome.ts';
import { hashesAtOnce } from './passwordHash.ts';

/** Lets through what costs a core for a while, such as the hash of a password, a few at once. */
export type Gate = {
  /**
   * Runs a task when its turn comes. Each source (a network, a known browser, an account's sessions) has its turn after the others', so one that
   * floods waits for itself. Refuses with `busy`, at once and without running it, where too many wait.
   */
  run<T>(source: string, task: () => Promise<T>): Promise<Outcome<T>>;
};

/** How many run at once; how many may wait, and of one source. */
export type GateSize = { readonly atOnce: number; readonly waiting: number; readonly each: number };

/** Two or three seconds of waiting at most. */
const usual: GateSize = { atOnce: hashesAtOnce, waiting: 64, each: 16 };

/** Creates a gate. Each process has its own, as it has its own cores. */
export function createGate({ atOnce, waiting: most, each }: GateSize = usual): Gate {
  /** Those who wait, by source. The source that is next is first. */
  const queues = new Map<string, (() => void)[]>();
  let running = 0;
  let waiting = 0;

  const leave = (): void => {
    const [first] = queues;
    if (!first) {
      running -= 1;
      return;
    }
    const [source, [next, ...others]] = first;
    queues.delete(source);
    if (others.length > 0) queues.set(source, others);
    waiting -= 1;
    // The place is handed over directly, so that no later task can take it in between.
    next?.();
  };

  return {
    run: async (source, task) => {
      if (running < atOnce) running += 1;
      else {
        const own = queues.get(source) ?? [];
        if (waiting >= most || own.length >= each) return refuse({ key: 'busy' });
        waiting += 1;
        await new Promise<void>((go) => queues.set(source, [...own, go]));
      }
      try {
        return accept(await task());
      } finally {
        leave();
      }
    },
  };
}
