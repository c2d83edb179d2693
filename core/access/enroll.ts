import type { Dependencies } from '../dependencies.ts';
import { bindingsOf, tiedAccounts } from '../directory/index.ts';
import type { Actor } from '../foundation/actor.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import { prose } from '../foundation/prose.ts';
import { idOfClick, newId } from '../foundation/secrets.ts';
import type { Group, Portal } from '../portal/index.ts';
import type { Account } from '../ports.ts';
import { askedEnd } from './askedEnd.ts';
import { type Behalf, createBehalf } from './behalf.ts';
import { type Catalogue, cataloguesFor } from './catalogues.ts';
import { lookNow } from './differences/index.ts';
import { giveBack } from './giveBack.ts';
import { type Clash, clashesOf, type Opened, openRequests } from './openRequests.ts';
import { type OwnRequest, requestsFor, withNames } from './ownRequests.ts';
import { createPendingRequest, type PendingRequest } from './pendingRequest.ts';

/** What a requester can do. Each action checks, when it runs, that a binding proves the account to be theirs. */
export type Enrollment = PendingRequest & {
  /** The accounts of a portal that this person has proven to own. */
  accounts(actor: Actor, portal: Portal): Promise<Account[]>;
  /** The catalogues with their state for this account, in the profile's order. Refuses with `enroll.notYours`. */
  catalogues(actor: Actor, portal: Portal, accountId: string): Promise<Outcome<Catalogue[]>>;
  /** Which of these groups are not to be held together with another, on which further approvers decide (GOV-7). Refuses as `ask` where nobody may. */
  clashes(actor: Actor, portal: Portal, accountId: string, groups: readonly string[]): Promise<Outcome<Clash[]>>;
  /**
   * «Start Request» (IN-9): one request a group. Skips groups that are held for good, pending or not for this account. `until` is the last day that is
   * asked for (`2026-12-15`), or empty. Refuses at the field `until` with `enroll.until.…`, or with `enroll.notYours`, `enroll.nothing`, `enroll.justification`, `enroll.incompatible`, `enroll.roster`, `enroll.noApprover` or `enroll.limit`. `act` names the
   * click: made again, because its answer was lost, it opens nothing more and returns what it opened.
   */
  ask(
    actor: Actor,
    portal: Portal,
    accountId: string,
    groups: readonly string[],
    justification: string,
    act?: string,
    until?: string,
  ): Promise<Outcome<Opened[]>>;
  /** Asks the directories whether they still have what the actor was given, where they answer quickly: before it is shown to them. */
  lookNow(actor: Actor): Promise<void>;
  /** The actor's own requests, newest first. */
  mine(actor: Actor, limit: number): Promise<(OwnRequest & { readonly askedBy: string | undefined })[]>;
  /** Asking in somebody else's name. */
  readonly behalf: Behalf;
  /** Gives back what a request gave. Refuses with `enroll.notYours` or `enroll.gone`. */
  giveBack(actor: Actor, enrollmentId: string): Promise<Outcome<{ groupId: string; portal: string }>>;
};

/** Creates the requester's side of requests. */
export function createEnrollment(dependencies: Dependencies): Enrollment {
  const { db, clock } = dependencies;

  const accounts: Enrollment['accounts'] = (actor, portal) => tiedAccounts(dependencies, actor, portal);

  const owned = async (actor: Actor, portal: Portal, accountId: string) => (await accounts(actor, portal)).find(({ id }) => id === accountId);

  /** What a click has opened already. */
  const openedBy = async (portal: Portal, account: Account, act: string) => {
    const ids = portal.groups.map((group) => requestId(act, account, group));
    const rows = await db.selectFrom('enrollment').select(['id', 'reference']).where('id', 'in', ids).execute();
    const references = new Map(rows.map(({ id, reference }) => [id, reference]));
    return portal.groups.flatMap((group, at) => {
      const reference = references.get(ids[at] ?? '');
      return reference === undefined ? [] : [{ group, reference }];
    });
  };

  return {
    ...createPendingRequest(dependencies),

    behalf: createBehalf(dependencies),

    accounts,

    catalogues: async (actor, portal, accountId) => {
      const account = await owned(actor, portal, accountId);
      return account ? accept(await cataloguesFor(dependencies, portal, account)) : refuse({ key: 'enroll.notYours' });
    },

    clashes: async (actor, portal, accountId, wanted) => {
      const account = await owned(actor, portal, accountId);
      if (!account) return refuse({ key: 'enroll.notYours' });
      return await clashesOf(dependencies, { actor, portal, account, groups: portal.groups.filter(({ id }) => wanted.includes(id)) });
    },

    ask: async (actor, portal, accountId, wanted, justification, act = newId(), until = '') => {
      const account = await owned(actor, portal, accountId);
      if (!account) return refuse({ key: 'enroll.notYours' });
      const before = await openedBy(portal, account, act);
      if (before.length > 0) return accept(before);
      const open = (await cataloguesFor(dependencies, portal, account)).filter(
        ({ group, state }) => (state === 'open' || state === 'ending') && wanted.includes(group.id),
      );
      const chosen = open.map(({ group }) => group);
      if (chosen.length === 0) return refuse({ key: 'enroll.nothing', field: 'groups' });
      const why = prose(justification);
      if (why === '' && chosen.some((group) => group.justification)) return refuse({ key: 'enroll.justification', field: 'justification' });
      const end = askedEnd(until, open, { portal, locale: actor.locale, now: clock() });
      if (!end.ok) return end;
      const idOf = (group: Group) => requestId(act, account, group);
      return await openRequests(dependencies, { actor, portal, account, groups: chosen, why, until: end.value, idOf });
    },

    giveBack: (actor, enrollmentId) => giveBack(dependencies, actor, enrollmentId),

    lookNow: async (actor) => {
      const ties = actor.authenticated ? await bindingsOf(db, actor.person) : [];
      await lookNow(
        dependencies,
        ties.map(({ accountId }) => accountId),
      );
    },

    mine: async (actor, limit) => {
      const all = [...(await requestsFor(db, actor, limit)), ...(await requestsFor(db, { received: actor.person }, limit))];
      const latest = all.toSorted((one, other) => other.createdAt - one.createdAt).slice(0, limit);
      return await withNames(db, dependencies.portals, latest);
    },
  };
}

/** The same for the same click: of one that is made twice, the second finds what the first opened. */
const requestId = (act: string, account: Account, group: Group): string => idOfClick(act, account.id, group.id);
