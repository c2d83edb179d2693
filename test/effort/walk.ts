import type { Guichet, Options } from '../support.ts';
import type { Walker } from './walker.ts';

/** One procedure, walked by a person who makes no mistake and knows what they want. */
export type Walk = {
  readonly portal: string;
  /** As the table names it. */
  readonly name: string;
  /** Makes the Guichet that it is walked in; a plain one in Teams by default. */
  readonly within?: (options: Options, story: (guichet: Guichet) => Promise<void>) => Promise<void>;
  readonly walk: (walker: Walker, guichet: Guichet) => Promise<void>;
};
