/**
 * Mann and Whitney's rank test of two samples: the share of all pairs in which the first is larger (ties count half), and how many standard
 * deviations that is from one half, the expectation for two samples of the same distribution.
 */
export function rankTest(first: readonly number[], second: readonly number[]): { share: number; z: number } {
  const pairs = first.length * second.length;
  const larger = first.reduce((sum, one) => sum + second.reduce((count, other) => count + (one > other ? 1 : one === other ? 0.5 : 0), 0), 0);
  const deviation = Math.sqrt((pairs * (first.length + second.length + 1)) / 12);
  return { share: larger / pairs, z: (larger - pairs / 2) / deviation };
}
