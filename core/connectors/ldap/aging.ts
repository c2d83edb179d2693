import { AndFilter, type Client, type Filter, FilterParser, GreaterThanEqualsFilter, LessThanEqualsFilter, OrFilter } from 'ldapts';
import type { Millis } from '../../foundation/clock.ts';

/** How passwords grow old in a directory: by policies that say after how long one ends, counted from when it was set (DIR-14). */
export type Aging = {
  /** The attribute with the instant at which a password was set. */
  readonly setAt: string;
  /** An instant as that attribute has it. */
  written(at: Millis): string;
  /** How old passwords may grow, by one policy or another. */
  ages(client: Client): Promise<readonly Millis[]>;
  /** A filter for accounts of which no owner is told anything. */
  readonly spared: string;
};

/**
 * A filter for the accounts whose passwords may end after one instant and not after another; undefined where none ends. Whose policy is which is
 * not asked here, so it finds some that end at another time.
 */
export function endingWithin({ setAt, written, spared }: Aging, ages: readonly Millis[], after: Millis, until: Millis): Filter | undefined {
  if (ages.length === 0) return undefined;
  const spans = [...new Set(ages)].map(
    (age) =>
      new AndFilter({
        filters: [
          new GreaterThanEqualsFilter({ attribute: setAt, value: written(after - age) }),
          new LessThanEqualsFilter({ attribute: setAt, value: written(until - age) }),
        ],
      }),
  );
  return new AndFilter({ filters: [new OrFilter({ filters: spans }), FilterParser.parseString(`(!${spared})`)] });
}
