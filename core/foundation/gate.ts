import { accept, type Outcome, refuse } from './outcome.ts';
import { hashesAtOnce } from './passwordHash.ts';

/** Lets through what costs a core for a while, such as the hash of a password, a few at once. */
export type Gate = {
  /**
   * Runs a task when its turn comes. Each source (a network, a known browser, an account's sessions) has its turn after the others', so one that
   * floods waits for itself. Refuses with `busy`, without running it, where too many wait: whoever comes, or the last of the source that has most
   * waiting where whoever comes has fewer.
   */
  run<T>(source: string, task: () => Promise<T>): Promise<Outcome<T>>;
};

/** Who waits of one source: told `true` when it is their turn, and `false` when they are sent away. */
type Queue = [source: string, waiting: ((isTurn: boolean) => void)[]];

/** How many run at once; how many may wait, and of one source. */
export type GateSize = { readonly atOnce: number; readonly waiting: number; readonly each: number };

/** Two or three seconds of waiting at most. */
const usual: GateSize = { atOnce: hashesAtOnce, waiting: 64, each: 16 };

/** Creates a gate. Each process has its own, as it has its own cores. */
export function createGate({ atOnce, waiting: most, each }: GateSize = usual): Gate {
  /** Those who wait, by source. The source that is next is first. */
  const queues = new Map<Queue[0], Queue[1]>();
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
    next?.(true);
  };

  /** Makes room for a source by sending the last of the longest queue away; false if no other has more waiting. */
  const makeRoom = (own: number): boolean => {
    const [source, longest] = [...queues].reduce<Queue>((most, each) => (each[1].length > most[1].length ? each : most), ['', []]);
    if (longest.length <= own + 1) return false;
    queues.set(source, longest.slice(0, -1));
    waiting -= 1;
    longest.at(-1)?.(false);
    return true;
  };

  return {
    run: async (source, task) => {
      if (running < atOnce) running += 1;
      else {
        const own = queues.get(source) ?? [];
        if (own.length >= each || (waiting >= most && !makeRoom(own.length))) return refuse({ key: 'busy' });
        waiting += 1;
        const isTurn = await new Promise<boolean>((go) => queues.set(source, [...own, go]));
        if (!isTurn) return refuse({ key: 'busy' });
      }
      try {
        return accept(await task());
      } finally {
        leave();
      }
    },
  };
}
