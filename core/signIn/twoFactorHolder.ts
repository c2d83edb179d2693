import type { Dependencies } from '../dependencies.ts';
import type { Millis } from '../foundation/clock.ts';
import type { Tx } from '../foundation/database/schema.ts';
import type { Portal } from '../portal/index.ts';
import type { Account } from '../ports.ts';
import { findSession, type Session, type Ticket } from './sessionRecords.ts';

/** The account of a session, as the holder of a second factor. */
export type FactorHolder = { readonly portal: Portal; readonly account: Account; readonly session: Session };

/** The holder of a session in this state; undefined if there is none. */
export async function holdsFactor({ db, clock, directory, portals }: Dependencies, ticket: Ticket, state: Session['state']): Promise<FactorHolder | undefined> {
  const portal = portals.get(ticket.portal);
  const session = await findSession(db, ticket, clock());
  const account = session?.state === state ? await directory.get(session.portal, session.accountId) : undefined;
  // A pending second step must be passed even if the portal no longer offers the procedure.
  const offered = state === 'second' || portal?.procedures.twoFactor !== undefined;
  return portal && session && account && !account.disabled && offered ? { portal, account, session } : undefined;
}

/** The same session, checked again in the transaction that acts. */
export async function stillHolds(tx: Tx, ticket: Ticket, state: Session['state'], now: Millis): Promise<Session | undefined> {
  const session = await findSession(tx, ticket, now);
  return session?.state === state ? session : undefined;
}
