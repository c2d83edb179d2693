import { networkOf } from '../foundation/clientAddress.ts';
import type { Millis } from '../foundation/clock.ts';
import type { Database } from '../foundation/database/schema.ts';
import { identifierKey } from '../foundation/identifiers.ts';
import type { Limits } from '../foundation/limits.ts';
import type { LimitSettings } from '../foundation/limitTable.ts';
import { digest } from '../foundation/secrets.ts';
import { watcherOf } from '../foundation/watch.ts';
import type { Device } from './devices.ts';
import { beginTry, forgiveTry } from './tries.ts';

type Guess = {
  /** Whose accounts: a portal, or another directory that is proven. */
  readonly accounts: string;
  readonly portal: LimitSettings;
  readonly identifier: string;
  readonly ip: string;
  /** The browser, if it is known for this identifier. */
  readonly device: Device | undefined;
  readonly now: Millis;
};

/** An attempt that may go on. `trusted`: by a known browser, whose attempts are its own. `forgive` takes it back once the password was right. */
export type Allowed = { readonly trusted: Device | undefined; forgive(): Promise<void> };

/**
 * Counts an attempt at a password before anything is looked up, or says until when it has to wait. A known browser has attempts of its own. All others
 * of one network share its free ones. After these each waits; but an account that was hardly tried from there passes, so that nobody waits for
 * what a stranger behind the same address does to other accounts. What is typed decides, never what is found (ALL-4).
 */
export async function beginGuess(
  { db, limits }: { readonly db: Database; readonly limits: Limits },
  { accounts, portal, identifier, ip, device, now }: Guess,
): Promise<Allowed | { readonly until: Millis }> {
  if (device && (await limits.takeOf(portal, 'signIn.device', device.id)))
    return { trusted: device, forgive: () => limits.giveBack('signIn.device', device.id) };
  const network = networkOf(ip);
  // Digested: what is typed as an identifier may be a password.
  const own = `${accounts}:${network}:${digest(identifierKey(identifier))}`;
  const shared = `signIn.network:${accounts}:${network}`;
  const hardlyTried = await limits.take('signIn.account', own);
  const waiting = await beginTry(db, shared, now);
  if (waiting && !hardlyTried) {
    watcherOf(db)?.saw('wait', 'signIn');
    return waiting;
  }
  return {
    trusted: undefined,
    forgive: async () => {
      await limits.giveBack('signIn.account', own);
      if (!waiting) await forgiveTry(db, shared);
    },
  };
}
