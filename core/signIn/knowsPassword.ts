import type { Dependencies } from '../dependencies.ts';
import { type Visitor, visitingAs } from '../foundation/actor.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import type { Authenticate } from './authenticate.ts';
import type { FactorHolder } from './twoFactorHolder.ts';

/** The password typed again in an open session: what for, and in which field. `recent`: nothing was, as the sign-in of a moment ago counts. */
type Typed = { readonly password: string; readonly field: string; readonly action: string; readonly visitor: Visitor; readonly recent: boolean };

/**
 * Checks the current password of an open session's account. A wrong one counts as a failed sign-in, so that nobody guesses it in a browser left open;
 * a lock that others caused does not hold the session up, as long as it has not failed as often itself. Refuses with `session.limit` or `busy` before
 * anything is hashed, or with `changePassword.current`.
 */
export async function knowsPassword(
  { limits }: Dependencies,
  authenticate: Authenticate,
  { portal, account, session }: FactorHolder,
  { password, field, action, visitor, recent }: Typed,
): Promise<Outcome<void>> {
  const counted = [
    ['current.session', session.id],
    ['current.account', account.id],
  ] as const;
  // What one session is refused is not counted against the others.
  for (const [name, of] of counted) if (!(await limits.take(name, of))) return refuse({ key: 'session.limit' });
  // Counted all the same: what follows costs a hash, or shows a secret.
  if (recent) return accept(undefined);
  const own = `session:${session.id}`;
  const trusted = await limits.takeOf(portal, 'signIn.device', own);
  const attempt = { action, trustedSince: trusted ? session.createdAt : undefined, from: `account:${account.id}` };
  const known = await authenticate(visitingAs(visitor, account.id), portal, account.identifier, password, attempt);
  if (known === 'busy') {
    for (const [name, of] of counted) await limits.giveBack(name, of);
    await limits.giveBack('signIn.device', own);
    return refuse({ key: 'busy' });
  }
  if (known === 'refused') return refuse({ key: 'changePassword.current', field });
  await limits.giveBack('signIn.device', own);
  return accept(undefined);
}
