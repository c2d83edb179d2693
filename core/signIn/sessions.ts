import type { Dependencies } from '../dependencies.ts';
import { type Visitor, visitingAs } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import type { Tx } from '../foundation/database/schema.ts';
import type { Account } from '../ports.ts';
import { type Ending, endSession, findSession, type ListedSession, listSessions, type Session, type Ticket } from './sessionRecords.ts';

/** A session with whose it is. */
export type Signed = Session & { readonly account: Account };

/** What the pages of an account ask of the core. Each deed looks at the session again: what it was when the page was drawn counts for nothing. */
export type Sessions = {
  /** The session behind a cookie, where it lives; one that waits for its second factor too: look at its `state`. */
  find(ticket: Ticket): Promise<Signed | undefined>;
  /** The sessions of the same account that live, the newest first; none for a session that is not open. */
  list(ticket: Ticket): Promise<ListedSession[]>;
  /** Ends one of the account's sessions; false where there is none such. */
  end(ticket: Ticket, id: string, visitor: Visitor): Promise<boolean>;
  /** Ends all of the account's sessions but this one; returns how many. */
  endOthers(ticket: Ticket, visitor: Visitor): Promise<number>;
  /** Ends this session. */
  signOut(ticket: Ticket, visitor: Visitor): Promise<void>;
};

/** Makes what is behind the pages of an account. */
export function createSessions({ db, clock, directory }: Dependencies): Sessions {
  /** Ends sessions of whoever holds an open one, and records it. */
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
    find: async (ticket) => {
      const session = await findSession(db, ticket, clock());
      const account = session && (await directory.get(session.portal, session.accountId));
      return account && { ...session, account };
    },
    list: async (ticket) => {
      const mine = await findSession(db, ticket, clock());
      return mine?.state === 'open' ? await listSessions(db, mine.accountId, clock()) : [];
    },
    end: async (ticket, id, visitor) => (await endAs(ticket, visitor, 'revoked', () => ({ id }))) > 0,
    endOthers: (ticket, visitor) => endAs(ticket, visitor, 'revoked', ({ id }) => ({ except: id })),
    signOut: async (ticket, visitor) => void (await endAs(ticket, visitor, 'signOut', ({ id }) => ({ id }))),
  };
}
