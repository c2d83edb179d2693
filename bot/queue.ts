/** Runs the jobs of one key one after another, in order of arrival. Jobs of other keys do not wait for them. */
export type Queue = <T>(key: string, job: () => Promise<T>) => Promise<T>;

/** Creates a queue within this process. A failing job rejects only its own promise. `tails` holds the keys that are not idle. */
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
