import type { Millis } from '../clock.ts';

/** Thrown by a port if retrying would not help. */
export class Undeliverable extends Error {
  override name = 'Undeliverable';
}

/** Thrown by a port if the other side asked to wait. */
export class RetryAfter extends Error {
  override name = 'RetryAfter';
  readonly millis: Millis;
  constructor(millis: Millis, message: string) {
    super(message);
    this.millis = millis;
  }
}

/** Thrown if a job has to wait and nothing is wrong with it: a rate limit is used up, or a directory is down. Nothing was sent. It is due again at `until`, and the attempt does not count. */
export class Postponed extends Error {
  override name = 'Postponed';
  readonly until: Millis;
  constructor(until: Millis) {
    super('This has to wait.');
    this.until = until;
  }
}
