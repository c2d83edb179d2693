import type { Millis } from '../clock.ts';

/** Thrown by a port if retrying would not help. */
export class Undeliverable extends Error {
  override name = 'Undeliverable';
}

/** Thrown by a port if the other side cannot be reached, or says nothing. */
export class NoAnswer extends Error {
  override name = 'NoAnswer';
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

/** Thrown if a job has to wait and nothing is wrong with it: a rate limit is used up, or the other side is down. Nothing was sent. It is due again after `millis`, and the attempt does not count. */
export class Postponed extends Error {
  override name = 'Postponed';
  readonly millis: Millis;
  constructor(millis: Millis) {
    super('This has to wait.');
    this.millis = millis;
  }
}
