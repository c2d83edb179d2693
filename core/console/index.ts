import type { Dependencies } from '../dependencies.ts';
import type { Visitor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import { type AuditVerdict, verifyAudit } from '../foundation/auditChain.ts';
import { type GivenUp, retryGivenUp } from '../foundation/outbox/givenUp.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import type { ErasureState } from '../privacy/index.ts';
import { findSigned, type ListedSession, type Ticket } from '../signIn/index.ts';
import { type AuditPage, type AuditRecord, type AuditSearch, allOfAudit, searchAudit } from './auditSearch.ts';
import { doDeed, type WantedDeed } from './deeds.ts';
import { createDirectoryLooks, type DirectoryHealth, lookAtDirectories } from './directories.ts';
import { type ConsoleDoor, createConsoleDoor } from './door.ts';
import { actingAs, createEnter, type Enter, type Entered } from './enter.ts';
import { type ErasureFound, eraseByWorker, findErasure, previewErasure, type WantedErasure } from './erasure.ts';
import { createFollow, type Follow } from './follow.ts';
import { createFunnels } from './funnels.ts';
import { findGivenUp, type GivenUpPage, type GivenUpSearch, readGivenUp } from './givenUp.ts';
import { createGoverned, type Governed } from './governed.ts';
import type { Operators } from './operators.ts';
import { type Overview, readOverview } from './overview.ts';
import { type AccountState, type FoundAccounts, findAccounts, stateOfAccount } from './person.ts';
import { type Role, roles } from './roles.ts';
import { consoleItself, endConsoleSession, listConsoleSessions } from './sessions.ts';
import { readWaiting, type WaitingPage, type WaitingSearch } from './waiting.ts';
import { readWhy } from './why.ts';
import { createWithin } from './within.ts';

export type { GivenUp } from '../foundation/outbox/givenUp.ts';
export type { AuditPage, AuditRecord, AuditSearch } from './auditSearch.ts';
export { type Deed, deeds, isUseful } from './deeds.ts';
export type { DirectoryHealth } from './directories.ts';
export type { ConsoleDoor } from './door.ts';
export type { Entered, Outside } from './enter.ts';
export type { ErasePreview, ErasureFound, WantedErasure } from './erasure.ts';
export type { Followed } from './follow.ts';
export { type Funnel, type FunnelDay, funnelDays, type Stage } from './funnels.ts';
export type { GivenUpPage, GivenUpSearch } from './givenUp.ts';
export { createConsoleInvitation } from './invite.ts';
export type { OpenSession } from './openSessions.ts';
export { type Operators, operatorsSchema } from './operators.ts';
export { ages, type Overview } from './overview.ts';
export type { AccountState, FoundAccount, FoundAccounts } from './person.ts';
export type { Place } from './place.ts';
export type { ListedReview, ReviewSearch, ReviewsPage } from './reviews.ts';
export { type Role, roles } from './roles.ts';
export { consoleItself } from './sessions.ts';
export type { WaitingPage, WaitingRequest, WaitingSearch } from './waiting.ts';
export { longestWhy } from './why.ts';

/**
 * What operators, auditors and support see and do on the web (OPS-1). Each call asks again who it is: it refuses with `console.closed` whom nobody
 * let in, and with `console.role` whose roles are others, which leaves a record. Looks at people's data leave one too, as deeds do.
 */
export type Console = Governed & {
  readonly operators: Operators;
  readonly enter: Enter;
  /** Signing in at an OpenID provider. */
  readonly door: ConsoleDoor;
  /** The sessions of somebody whom a provider vouches for, newest first; those of accounts are on their own page. */
  sessions(ticket: Ticket, visitor: Visitor): Promise<Outcome<readonly ListedSession[]>>;
  /** Ends one of them, or this very one. Refuses with `console.session.gone`. */
  endSession(ticket: Ticket, id: string | undefined, visitor: Visitor): Promise<Outcome<true>>;
  /** Whether somebody has a role. For what only the host knows. */
  allows(ticket: Ticket, role: Role, visitor: Visitor): Promise<Outcome<Entered>>;
  /** Leaves a record of a session whose account has no role, and was shown the way out. */
  turnedAway(ticket: Ticket, visitor: Visitor): Promise<void>;
  overview(ticket: Ticket, visitor: Visitor): Promise<Outcome<Overview>>;
  readonly follow: Follow;
  /** For support and operators: which requests wait for whom, oldest first. */
  waiting(ticket: Ticket, search: WaitingSearch, visitor: Visitor): Promise<Outcome<WaitingPage>>;
  /** For auditors. `limit`: records at most. */
  search(ticket: Ticket, search: AuditSearch, limit: number, visitor: Visitor): Promise<Outcome<AuditPage>>;
  /** For auditors: everything that a search finds, newest first, bit by bit. */
  export(ticket: Ticket, search: AuditSearch, visitor: Visitor): Promise<Outcome<AsyncIterable<readonly AuditRecord[]>>>;
  /** For auditors: looks through the whole chain (OPS-4). */
  verify(ticket: Ticket, visitor: Visitor): Promise<Outcome<AuditVerdict>>;
  /** For support: accounts, by what their owner says on the phone. Refuses with `console.tooMany` beyond what an hour of calls takes. */
  find(ticket: Ticket, text: string, visitor: Visitor): Promise<Outcome<FoundAccounts>>;
  /** For support: the state of an account. Refuses with `console.gone.account`. */
  account(ticket: Ticket, id: string, visitor: Visitor): Promise<Outcome<AccountState>>;
  /** For support. Refuses as `doDeed`. */
  help(ticket: Ticket, wanted: WantedDeed, visitor: Visitor): Promise<Outcome<true>>;
  /** For operators: whether the directories answer just now. */
  directories(ticket: Ticket, visitor: Visitor): Promise<Outcome<readonly DirectoryHealth[]>>;
  /** For operators: what was given up, oldest first. */
  givenUp(ticket: Ticket, search: GivenUpSearch, visitor: Visitor): Promise<Outcome<GivenUpPage>>;
  /** For operators: one of them. Refuses with `console.gone`. */
  givenUpOne(ticket: Ticket, job: string, visitor: Visitor): Promise<Outcome<GivenUp>>;
  /** For operators: puts a job back to work. Refuses with `console.why` where no reason is given, and `console.gone`. */
  retry(ticket: Ticket, job: string, why: string, visitor: Visitor): Promise<Outcome<true>>;
  /** For operators: what erasing somebody would do. `own`: with their accounts in Guichet's own tables. Changes nothing. Refuses as `find`. */
  previewErasure(ticket: Ticket, typed: string, own: boolean, visitor: Visitor): Promise<Outcome<ErasureFound>>;
  /** For operators: has the worker erase somebody, and gives the erasure's name. Refuses as `eraseByWorker`. */
  erase(ticket: Ticket, wanted: WantedErasure, visitor: Visitor): Promise<Outcome<string>>;
  /** For operators: how far an erasure is, and its certificate. Refuses with `console.gone`. */
  erasure(ticket: Ticket, pseudonym: string, visitor: Visitor): Promise<Outcome<ErasureState>>;
};

/** Creates the console for the people that its file names. `ownUrl`: where they reach it, if it is not where everybody is. */
export function createConsole(dependencies: Dependencies, operators: Operators, ownUrl = dependencies.publicUrl): Console {
  const { db, clock, secrets } = dependencies;
  const enter = createEnter(dependencies, operators);
  const parts = { funnels: createFunnels(dependencies), directories: createDirectoryLooks(dependencies) };

  const { within, refused, maySearch, looked } = createWithin(dependencies, enter);
  /** A search, as the audit has it. What finds nothing may be a password that was typed into the wrong field. */
  const kept = ({ whom, portal, action, outcome, before = 0 }: AuditSearch, found: number) => ({
    ...{ whom: found > 0 ? whom : whom && '?', of: portal, action, outcome, before },
  });

  return {
    operators,
    enter,
    door: createConsoleDoor({ ...dependencies, publicUrl: ownUrl }, operators),

    sessions: (ticket, visitor) =>
      within({ ticket, visitor, what: 'sessions', needs: roles }, async ({ person }) => accept(await listConsoleSessions(db, person, clock()))),

    endSession: (ticket, id, visitor) =>
      within({ ticket, visitor, what: 'endSession', needs: roles }, (who) =>
        db.transaction().execute(async (tx) => {
          const now = clock();
          if (!(await endConsoleSession(tx, who.person, id ?? who.session, now))) return refuse({ key: 'console.session.gone' });
          const record = {
            action: 'session.ended',
            portal: '',
            subject: who.person,
            outcome: 'ok',
            detail: { ending: id === undefined ? 'signOut' : 'revoked' },
          };
          await audit(tx, { at: now, actor: actingAs(visitor, who), ...record });
          return accept(true);
        }),
      ),

    ...createGoverned(dependencies, operators, { within, looked }),
    follow: createFollow(dependencies, enter, parts, { within, looked }),

    allows: (ticket, role, visitor) => within({ ticket, visitor, what: 'allows', needs: role }, async (who) => accept(who)),

    turnedAway: async (ticket, visitor) => {
      const signed = ticket.portal === consoleItself ? undefined : await findSigned(dependencies, ticket, 'quiet');
      if (!signed) return;
      const { accountId, portal } = signed;
      await refused({ person: `account:${accountId}`, portal }, visitor, 'console.refused', 'console.stranger');
    },

    overview: (ticket, visitor) => within({ ticket, visitor, what: 'overview', needs: roles }, async () => accept(await readOverview(dependencies, parts))),

    waiting: (ticket, search, visitor) =>
      within({ ticket, visitor, what: 'waiting', needs: ['support', 'operator'] }, async (who) => {
        const found = await readWaiting(db, search);
        await looked(who, visitor, 'console.waiting', { of: search.portal, found: found.requests.length }, 'requests');
        return accept(found);
      }),

    search: (ticket, search, limit, visitor) =>
      within({ ticket, visitor, what: 'search', needs: 'auditor' }, async (who) => {
        const found = await searchAudit(db, search, limit);
        await looked(who, visitor, 'console.searched', { ...kept(search, found.records.length), found: found.records.length });
        return accept(found);
      }),

    export: (ticket, search, visitor) =>
      within({ ticket, visitor, what: 'export', needs: 'auditor' }, async (who) => {
        const { records } = await searchAudit(db, search, 1);
        await looked(who, visitor, 'console.exported', kept(search, records.length));
        return accept(allOfAudit(db, search));
      }),

    verify: (ticket, visitor) =>
      within({ ticket, visitor, what: 'verify', needs: 'auditor' }, async (who) => {
        const verdict = await verifyAudit(db, secrets);
        await looked(who, visitor, 'console.verified', { faults: verdict.faults.length, sealed: verdict.sealed });
        return accept(verdict);
      }),

    find: (ticket, text, visitor) =>
      within({ ticket, visitor, what: 'find', needs: 'support' }, async (who) => {
        const may = await maySearch(who, visitor, 'console.found');
        if (!may.ok) return may;
        const found = await findAccounts(dependencies, text);
        // What finds nobody may be a password that was typed into the wrong field.
        await looked(who, visitor, 'console.found', { whom: found.accounts.length > 0 ? text : '?', found: found.accounts.length }, 'accounts');
        return accept(found);
      }),

    account: (ticket, id, visitor) =>
      within({ ticket, visitor, what: 'account', needs: 'support' }, async (who) => {
        const state = await stateOfAccount(dependencies, id);
        if (!state) return refuse({ key: 'console.gone.account' });
        await looked(who, visitor, 'console.looked', {}, `account:${id}`);
        return accept(state);
      }),

    help: (ticket, wanted, visitor) =>
      within({ ticket, visitor, what: 'help', needs: 'support' }, (who) => doDeed(dependencies, operators, who, wanted, visitor)),

    directories: (ticket, visitor) =>
      within({ ticket, visitor, what: 'directories', needs: 'operator' }, async () => accept(await lookAtDirectories(dependencies))),

    givenUp: (ticket, search, visitor) =>
      within({ ticket, visitor, what: 'givenUp', needs: 'operator' }, async (who) => {
        const found = await readGivenUp(db, search);
        // What went wrong may name whom it was for.
        await looked(who, visitor, 'console.outbox', { found: found.jobs.length }, 'outbox');
        return accept(found);
      }),

    givenUpOne: (ticket, id, visitor) =>
      within({ ticket, visitor, what: 'givenUp', needs: 'operator' }, async (who) => {
        const job = await findGivenUp(db, id);
        if (!job) return refuse({ key: 'console.gone' });
        await looked(who, visitor, 'console.outbox', { found: 1 }, `job:${id}`);
        return accept(job);
      }),

    retry: (ticket, job, why, visitor) =>
      within({ ticket, visitor, what: 'retry', needs: 'operator' }, async (who) => {
        const reason = readWhy(why);
        if (reason === '') return refuse({ key: 'console.why', field: 'why' });
        if ((await retryGivenUp(db, { id: job }, clock(), actingAs(visitor, who), reason)) === 0) return refuse({ key: 'console.gone' });
        dependencies.wake();
        return accept(true);
      }),

    previewErasure: (ticket, typed, own, visitor) =>
      within({ ticket, visitor, what: 'previewErasure', needs: 'operator' }, async (who) => {
        const may = await maySearch(who, visitor, 'console.previewed');
        return may.ok ? accept(await previewErasure(dependencies, who, typed, own, visitor)) : may;
      }),

    erase: (ticket, wanted, visitor) =>
      within({ ticket, visitor, what: 'erase', needs: 'operator' }, (who) => eraseByWorker(dependencies, operators, who, wanted, visitor)),

    erasure: (ticket, pseudonym, visitor) =>
      within({ ticket, visitor, what: 'erasure', needs: 'operator' }, async () => {
        const state = await findErasure(db, pseudonym);
        return state ? accept(state) : refuse({ key: 'console.gone' });
      }),
  };
}
