import type { Dependencies } from '../dependencies.ts';
import { meetOutside, outsideTie } from '../directory/index.ts';
import { type Visitor, visiting } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import { holdAccount } from '../foundation/database/locks.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import type { IdentityProviderSettings, Portal } from '../portal/index.ts';
import type { OutsideIdentity } from '../ports.ts';
import { beginSession, hasSecondFactor, leaveSession, type Session } from '../signIn/index.ts';
import { accountOf } from './providers.ts';

/** A visitor who comes back from a provider, with their browser's label, the secret of its session, and what it is known by. */
export type Arriving = Visitor & { readonly agent: string; readonly before?: string | undefined; readonly known?: string | undefined };

/** A new session: the secret for its cookie, and whether it still needs the account's own second factor. */
export type Opened = { readonly secret: string; readonly state: Session['state'] };

/**
 * Opens a session of the account that an outside identity opens. The account's second factor is asked for as after a password, unless the profile
 * relies on the provider's and the ID token says that it was checked. A lock that wrong passwords left is no matter of who knows none. Refuses with
 * `identity.unknown` whoever is tied to nothing, whatever accounts there are (ALL-4), and with `identity.closed` where the account is.
 */
export async function openAccount(
  dependencies: Dependencies,
  portal: Portal,
  provider: IdentityProviderSettings,
  identity: OutsideIdentity,
  { agent, before, ...visitor }: Arriving,
): Promise<Outcome<Opened>> {
  const { db, clock } = dependencies;
  const found = await accountOf(dependencies, portal, provider, identity);
  const now = clock();
  const by = { at: now, actor: visiting(visitor), action: 'signIn', portal: portal.id };
  const detail = { by: `openid:${provider.id}` };
  if (!found) {
    await audit(db, { ...by, subject: `none:${portal.id}:openid:${provider.id}`, outcome: 'identity.unknown', detail });
    return refuse({ key: 'identity.unknown' });
  }
  const { account, tie } = found;
  const record = { ...by, subject: `account:${account.id}`, detail };
  if (account.disabled || (account.locked && portal.directory.kind !== 'embedded')) {
    await audit(db, { ...record, outcome: 'identity.closed' });
    return refuse({ key: 'identity.closed' });
  }
  return await db.transaction().execute(async (tx) => {
    // A second factor that is being turned on waits, and then ends the session that begins here.
    await holdAccount(tx, account.id);
    if (tie !== '' && (await outsideTie(tx, portal.id, identity))?.id !== tie) return refuse({ key: 'identity.unknown' });
    const state = (await hasSecondFactor(tx, account.id)) && !identity.factor ? 'second' : 'open';
    const replaces = before === undefined ? undefined : await leaveSession(tx, { portal: portal.id, secret: before }, account.id, now);
    if (tie !== '') await meetOutside(tx, identity, visitor.locale, now);
    const session = { portal: portal.id, accountId: account.id, state, remember: 'no', agent, ip: visitor.ip, outside: tie, now, replaces } as const;
    const secret = await beginSession(tx, session);
    await audit(tx, { ...record, outcome: 'ok', detail: { ...detail, ...(identity.factor && { factor: true }) } });
    return accept({ secret, state });
  });
}
