import { type Figure, median } from './figures.ts';
import { rankTest } from './rank.ts';

/** Whether two actions take the same time (ALL-4): their times, in milliseconds, compared by rank. */
export function timingEquality(what: string, first: readonly number[], second: readonly number[]): Figure {
  const { share, z } = rankTest(first, second);
  const measured = `${median(first).toFixed(2)} and ${median(second).toFixed(2)} ms; the first one is slower in ${(share * 100).toFixed(0)} % of pairs (z = ${z.toFixed(1)})`;
  return { what, measured, wanted: 'z between -3 and 3 (rank test)', met: Math.abs(z) < 3 };
}
