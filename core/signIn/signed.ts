import type { Dependencies } from '../dependencies.ts';
import type { Account } from '../ports.ts';
import { findSession, type Look, type Session, type Ticket } from './sessionRecords.ts';

/** A session with its account. */
export type Signed = Session & { readonly account: Account };

/** The live session behind a cookie, with its account as the directory shows it now. */
export async function findSigned({ db, clock, directory, portals }: Dependencies, ticket: Ticket, look: Look = 'click'): Promise<Signed | undefined> {
  const session = await findSession(db, ticket, clock(), look);
  const account = session && (await directory.get(session.portal, session.accountId));
  // Disabled or expired in its directory meanwhile: the session is of no use any more (DIR-2).
  if (!account || account.disabled) return undefined;
  // Looking may have ended it: the directory elsewhere shows another address by now.
  const isLeft = portals.get(session.portal)?.directory.kind === 'embedded' || (await findSession(db, ticket, clock(), look)) !== undefined;
  return isLeft ? { ...session, account } : undefined;
}
