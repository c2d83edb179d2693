import type { Dependencies } from '../dependencies.ts';
import { type Visitor, visitingAs } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import type { Tx } from '../foundation/database/schema.ts';
import { type Ending, endSession, findSession, type ListedSession, listSessions, type Session, type Ticket } from './sessionRecords.ts';
import { findSigned, type Signed } from './signed.ts';

/** The sessions behind an account's pages. Each action checks the session again, whatever it was when the page was rendered. */
export type Sessions = {
  /** The live session behind a cookie. Check its `state`: it may still wait for the second factor. */
  find(ticket: Ticket): Promise<Signed | undefined>;
  /** The account's live sessions, newest first; none if this session is not open. */
  list(ticket: Ticket): Promise<ListedSession[]>;
  /** Ends one of the account's sessions; false if there is no such session. */
  end(ticket: Ticket, id: string, visitor: Visitor): Promise<boolean>;
  /** Ends all other sessions of the account; returns how many. */
  endOthers(ticket: Ticket, visitor: Visitor): Promise<number>;
  /** Ends this session. */
  signOut(ticket: Ticket, visitor: Visitor): Promise<void>;
};

/** Creates the sessions behind an account's pages. */
export function createSessions(dependencies: Dependencies): Sessions {
  const { db, clock } = dependencies;
  /** Ends sessions for the holder of an open one, and audits it. */
  const endAs = async (ticket: Ticket, visitor: Visitor, ending: Ending, which: (mine: Session) => { id?: string; except?: string }): Promise<number> =>
    await db.transaction().execute(async (tx: Tx) => {
      const now = clock();
      const mine = await findSession(tx, ticket, now);
      if (!mine || (mine.state !== 'open' && ending !== 'signOut')) return 0;
      const ended = await endSession(tx, { accountId: mine.accountId, ...which(mine) }, ending, now);
      const record = { action: 'session.ended', portal: mine.portal, subject: `account:${mine.accountId}`, outcome: 'ok', detail: { ending, ended } };
      if (ended > 0) await audit(tx, { at: now, actor: visitingAs(visitor, mine.accountId), ...record });
      return ended;
    });

  return {
    find: (ticket) => findSigned(dependencies, ticket),
    list: async (ticket) => {
      const mine = await findSession(db, ticket, clock());
      return mine?.state === 'open' ? await listSessions(db, mine.accountId, clock()) : [];
    },
    end: async (ticket, id, visitor) => (await endAs(ticket, visitor, 'revoked', () => ({ id }))) > 0,
    endOthers: (ticket, visitor) => endAs(ticket, visitor, 'revoked', ({ id }) => ({ except: id })),
    signOut: async (ticket, visitor) => void (await endAs(ticket, visitor, 'signOut', ({ id }) => ({ id }))),
  };
}
