/** Runs jobs of one key one after another, in the order in which they came; jobs of other keys do not wait. */
export type Queue = <T>(key: string, job: () => Promise<T>) => Promise<T>;

/** A queue in this process. A job that fails rejects its own promise only; `tails` holds the keys that are not idle. */
export function createQueue(tails = new Map<string, Promise<unknown>>()): Queue {
  return (key, job) => {
    const done = (tails.get(key) ?? Promise.resolve()).then(job);
    const tail = done
      .catch(() => undefined)
      .finally(() => {
        if (tails.get(key) === tail) tails.delete(key);
      });
    tails.set(key, tail);
    return done;
  };
}
