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

/** Thrown by a port if its rate limit is used up. Nothing was sent, and the job is due again at `until`. */
export class Postponed extends Error {
  override name = 'Postponed';
  readonly until: Millis;
  constructor(until: Millis) {
    super('The conversation has had its share for now.');
    this.until = until;
  }
}
