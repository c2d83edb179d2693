import { randomBytes } from 'node:crypto';
import { day, type Millis } from '../foundation/clock.ts';
import { identifierKey } from '../foundation/identifiers.ts';
import type { Secrets } from '../foundation/secrets.ts';

/** How long a browser is known after it signed in. */
export const deviceKept = 180 * day;

/** A browser that has signed in before, or set the password, with this identifier. */
export type Device = {
  /** Random; its failures are counted by it. */
  readonly id: string;
  /** When it signed in. A password set later ends what it vouches for. */
  readonly since: Millis;
};

/**
 * Makes what a browser is known by later (OWASP, device cookies): signed, bound to portal and identifier, and worth nothing without the password.
 * Where strangers have locked the account or used up their network's tries, it lets the owner try all the same, within a limit of its own.
 */
export function newDevice(secrets: Secrets, portal: string, identifier: string, now: Millis): string {
  const id = randomBytes(16).toString('base64url');
  return `${id}.${now.toString(36)}.${secrets.keyedDigest('device', signed(portal, identifier, id, now))}`;
}

/** Reads it. Undefined where it is another portal's or identifier's, was made up, or is too old. */
export function readDevice(secrets: Secrets, given: string | undefined, portal: string, identifier: string, now: Millis): Device | undefined {
  const [id = '', at = '', ...digest] = (given ?? '').split('.');
  const since = Number.parseInt(at, 36);
  if (!Number.isSafeInteger(since) || since + deviceKept <= now || since > now) return undefined;
  return secrets.matches('device', signed(portal, identifier, id, since), digest.join('.')) ? { id, since } : undefined;
}

const signed = (portal: string, identifier: string, id: string, since: Millis): string => JSON.stringify([portal, identifierKey(identifier), id, since]);
