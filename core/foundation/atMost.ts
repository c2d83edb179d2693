/** Runs at most `count` of the given tasks at once. The others wait their turn, in order. */
export function atMost(count: number): <T>(task: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (running < count) running += 1;
    else await new Promise<void>((go) => waiting.push(go));
    try {
      return await task();
    } finally {
      // The place is handed over directly, so that no later task can take it in between.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
