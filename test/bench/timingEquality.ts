import { type Figure, median } from './figures.ts';
import { rankTest } from './rank.ts';

/**
 * Whether two actions take the same time (ALL-4): their times, in milliseconds, compared by rank. Measured inside the process, where no network
 * blurs anything, `blur` is the difference of the medians that no network would let through.
 */
export function timingEquality(what: string, first: readonly number[], second: readonly number[], blur = 0): Figure {
  const { share, z } = rankTest(first, second);
  const [one, other] = [median(first), median(second)];
  const measured = `${one.toFixed(2)} and ${other.toFixed(2)} ms; the first one is slower in ${(share * 100).toFixed(0)} % of pairs (z = ${z.toFixed(1)})`;
  const wanted = `z between -3 and 3 (rank test)${blur > 0 ? `, or medians within ${blur} ms` : ''}`;
  return { what, measured, wanted, met: Math.abs(z) < 3 || Math.abs(one - other) < blur };
}
