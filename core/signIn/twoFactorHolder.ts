import type { Dependencies } from '../dependencies.ts';
import type { Millis } from '../foundation/clock.ts';
import type { Tx } from '../foundation/database/schema.ts';
import type { Portal } from '../portal/index.ts';
import type { Account } from '../ports.ts';
import { findSession, type Session, type Ticket } from './sessionRecords.ts';
import { findSigned } from './signed.ts';

/** The account of a session, as the holder of a second factor. */
export type FactorHolder = { readonly portal: Portal; readonly account: Account; readonly session: Session };

/** The holder of a session in this state; undefined if there is none. */
export async function holdsFactor(dependencies: Dependencies, ticket: Ticket, state: Session['state']): Promise<FactorHolder | undefined> {
  const portal = dependencies.portals.get(ticket.portal);
  const signed = await findSigned(dependencies, ticket);
  // A pending second step must be passed even if the portal no longer offers the procedure.
  const offered = state === 'second' || portal?.procedures.twoFactor !== undefined;
  if (!portal || signed?.state !== state || !offered) return undefined;
  const { account, ...session } = signed;
  return { portal, account, session };
}

/** The same session, checked again in the transaction that acts. */
export async function stillHolds(tx: Tx, ticket: Ticket, state: Session['state'], now: Millis): Promise<Session | undefined> {
  const session = await findSession(tx, ticket, now);
  return session?.state === state ? session : undefined;
}
