import { accept, type Outcome, refuse } from './outcome.ts';
import { hashesAtOnce } from './passwordHash.ts';

/** Lets through what costs a core for a while, such as the hash of a password, a few at once. */
export type Gate = {
  /**
   * Runs a task when its turn comes. Each source (a network, a known browser, an account's sessions) has its turn after the others', so one that
   * floods waits for itself. So has each part of a source, named after a space (`192.0.2.7 <what was typed>`), among the other parts: however many names
   * somebody makes up, they have the turns of one network. Refuses with `busy`, without running it, where too many wait: whoever comes, or the last of
   * whoever has most waiting where whoever comes has fewer.
   */
  run<T>(source: string, task: () => Promise<T>): Promise<Outcome<T>>;
};

/** How many run at once; how many may wait, and of one source or part. */
export type GateSize = { readonly atOnce: number; readonly waiting: number; readonly each: number };

/** Two or three seconds of waiting at most. */
const usual: GateSize = { atOnce: hashesAtOnce, waiting: 64, each: 16 };

/** Who waits: told `true` when it is their turn, and `false` when they are sent away. */
type Waiting = (isTurn: boolean) => void;
/** Those who wait of one source, by part. The part that is next is first. */
type Parts = Map<string, readonly Waiting[]>;

/** Creates a gate. Each process has its own, as it has its own cores. */
export function createGate({ atOnce, waiting: most, each }: GateSize = usual): Gate {
  /** The source that is next is first. */
  const sources = new Map<string, Parts>();
  let running = 0;
  let waiting = 0;

  const leave = (): void => {
    const [first] = sources;
    if (!first) {
      running -= 1;
      return;
    }
    const [source, parts] = first;
    const [[part, [next, ...others]] = ['', []]] = parts;
    // Both go to the end.
    parts.delete(part);
    if (others.length > 0) parts.set(part, others);
    sources.delete(source);
    if (parts.size > 0) sources.set(source, parts);
    waiting -= 1;
    // The place is handed over directly, so that no later task can take it in between.
    next?.(true);
  };

  /** Makes room by sending the last of whoever has most waiting away: of another source, or of another part. False if none has more than who comes. */
  const makeRoom = (own: Parts, part: string): boolean => {
    const largest = longest([...sources.values()], size);
    const crowd = largest && size(largest) > size(own) + 1 ? largest : own;
    // Of parts as long, the one whose turn is farthest.
    const [name, queue] = longest([...crowd].reverse(), ([, { length }]) => length) ?? ['', []];
    if (crowd === own && queue.length <= (own.get(part)?.length ?? 0) + 1) return false;
    if (queue.length > 1) crowd.set(name, queue.slice(0, -1));
    else crowd.delete(name);
    waiting -= 1;
    queue.at(-1)?.(false);
    return true;
  };

  return {
    run: async (source, task) => {
      if (running < atOnce) running += 1;
      else {
        const [name = '', ...rest] = source.split(' ');
        const part = rest.join(' ');
        const parts: Parts = sources.get(name) ?? new Map();
        const own = parts.get(part) ?? [];
        if (own.length >= each || (waiting >= most && !makeRoom(parts, part))) return refuse({ key: 'busy' });
        waiting += 1;
        const isTurn = await new Promise<boolean>((go) => void sources.set(name, parts.set(part, [...own, go])));
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

const size = (parts: Parts): number => [...parts.values()].reduce((sum, { length }) => sum + length, 0);

/** The one that is longest; the first of several. */
const longest = <T>(all: readonly T[], by: (one: T) => number): T | undefined =>
  all.reduce<T | undefined>((most, one) => (most === undefined || by(one) > by(most) ? one : most), undefined);
