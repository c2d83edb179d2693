/**
 * Lets so many of one source be under way at once, and answers `busy` to the others, without running them. Nobody waits: a directory elsewhere answers within
 * seconds, or is given up.
 */
export function createCrowd(most: number): <T>(source: string, task: () => Promise<T>) => Promise<T | 'busy'> {
  const underWay = new Map<string, number>();
  return async (source, task) => {
    const others = underWay.get(source) ?? 0;
    if (others >= most) return 'busy';
    underWay.set(source, others + 1);
    try {
      return await task();
    } finally {
      const left = (underWay.get(source) ?? 1) - 1;
      if (left > 0) underWay.set(source, left);
      else underWay.delete(source);
    }
  };
}
