import type { Dependencies } from '../dependencies.ts';
import { bindOutside } from '../directory/index.ts';
import { type Visitor, visitingAs } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import { holdAccount } from '../foundation/database/locks.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import { digest } from '../foundation/secrets.ts';
import type { Portal } from '../portal/index.ts';
import type { OutsideIdentity } from '../ports.ts';
import { type Authenticate, findSession, findSigned, isRecent, knowsPassword, type Ticket } from '../signIn/index.ts';

/**
 * Checks that whoever wants to link an account is its owner: an open session, past the second factor where it is on, and the password, typed now or a moment ago.
 * Returns what the flow carries, so that it ends in this session alone. Refuses with `session.over`, or as `knowsPassword`.
 */
export async function mayTie(
  dependencies: Dependencies,
  authenticate: Authenticate,
  portal: Portal,
  { ticket, password, visitor }: { readonly ticket: Ticket; readonly password: string; readonly visitor: Visitor },
): Promise<Outcome<string>> {
  const signed = ticket.portal === portal.id ? await findSigned(dependencies, ticket) : undefined;
  if (signed?.state !== 'open') return refuse({ key: 'session.over' });
  const { account, ...session } = signed;
  const recent = password === '' && isRecent(session, dependencies.clock());
  if (password === '' && !recent) return refuse({ key: 'field.required', field: 'password' });
  const typed = { password, field: 'password', action: 'identity.password', visitor, recent };
  const known = await knowsPassword(dependencies, authenticate, { portal, account, session }, typed);
  return known.ok ? accept(digest(ticket.secret)) : known;
}

/** Links an outside identity to the account of the session that began it. Refuses with `session.over`, or with `identity.taken` where it opens another account. */
export async function tie(
  dependencies: Dependencies,
  portal: Portal,
  identity: OutsideIdentity,
  { ticket, begunIn, visitor }: { readonly ticket: Ticket; readonly begunIn: string; readonly visitor: Visitor },
): Promise<Outcome<void>> {
  const { db, clock, wake } = dependencies;
  const signed = digest(ticket.secret) === begunIn ? await findSigned(dependencies, ticket) : undefined;
  if (signed?.state !== 'open') return refuse({ key: 'session.over' });
  const { account } = signed;
  const outcome = await db.transaction().execute(async (tx): Promise<Outcome<void>> => {
    await holdAccount(tx, account.id);
    const now = clock();
    if ((await findSession(tx, ticket, now))?.state !== 'open') return refuse({ key: 'session.over' });
    const actor = visitingAs(visitor, account.id);
    if (await bindOutside(tx, dependencies, portal, { identity, account, actor, locale: visitor.locale, now })) return accept(undefined);
    await audit(tx, { at: now, actor, action: 'account.linked', portal: portal.id, subject: `account:${account.id}`, outcome: 'identity.taken' });
    return refuse({ key: 'identity.taken' });
  });
  wake();
  return outcome;
}
