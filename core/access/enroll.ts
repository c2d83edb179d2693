import type { Dependencies } from '../dependencies.ts';
import { bindingsOf } from '../directory/index.ts';
import type { Actor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import { mailboxKey } from '../foundation/identifiers.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import { prose } from '../foundation/prose.ts';
import { newReference } from '../foundation/secrets.ts';
import { type Group, isFor, type Portal } from '../portal/index.ts';
import type { Account } from '../ports.ts';
import { addNote, closeRequest, lockPending, notifyQuestioner, refreshCards } from './asking.ts';
import { groupMatter, procedureOf } from './matter.ts';
import { approversFor, openRequest } from './openRequest.ts';
import { isKnownByAddress, ownMailboxes } from './ownMailboxes.ts';
import { type OwnRequest, requestsFor } from './ownRequests.ts';
import { endValidation } from './validation.ts';

/** A group («catalogue») as its requester sees it: free to ask for, already held, already asked for, or not for them (IN-9). */
export type Catalogue = { readonly group: Group; readonly state: 'open' | 'held' | 'pending' | 'elsewhere' };

/** What a requester can do; each deed only for who owns the account by a binding, checked when it is done. */
export type Enrollment = {
  /** The accounts of a portal that this person has proven to own. */
  accounts(actor: Actor, portal: Portal): Promise<Account[]>;
  /** The catalogues as this account stands to them, in the profile's order. Refuses with `enroll.notYours`. */
  catalogues(actor: Actor, portal: Portal, accountId: string): Promise<Outcome<Catalogue[]>>;
  /**
   * «Start Request» (IN-9): one request a group. What is held or pending is not asked for again, nor what is for others.
   * Refuses with `enroll.notYours`, `enroll.nothing`, `enroll.justification`, `enroll.roster`, `enroll.noApprover` or `enroll.limit`.
   */
  ask(
    actor: Actor,
    portal: Portal,
    accountId: string,
    groups: readonly string[],
    justification: string,
  ): Promise<Outcome<{ group: Group; reference: string }[]>>;
  /** One's own requests, newest first. */
  mine(actor: Actor, limit: number): Promise<OwnRequest[]>;
  /** Takes a pending request back. Refuses with `enroll.decided` where somebody was faster. */
  withdraw(actor: Actor, id: string): Promise<Outcome<{ reference: string }>>;
  /** Answers an approver's question; the answer goes onto the cards, and who asked gets a new one. Refuses as `withdraw` does, or with `field.required` or `enroll.limit`. */
  answer(actor: Actor, id: string, text: string): Promise<Outcome<void>>;
};

/** Makes the requester's side of group enrollment. */
export function createEnrollment(dependencies: Dependencies): Enrollment {
  const { db, clock, directory, limits, portals } = dependencies;

  const accounts: Enrollment['accounts'] = async (actor, portal) => {
    if (!actor.authenticated) return [];
    const bound = (await bindingsOf(db, actor.person)).filter((binding) => binding.portal === portal.id);
    const found = await Promise.all(bound.map(({ accountId }) => directory.get(portal.id, accountId)));
    return found.filter((account) => account !== undefined);
  };

  const owned = async (actor: Actor, portal: Portal, accountId: string) => (await accounts(actor, portal)).find(({ id }) => id === accountId);

  const statesOf = async (portal: Portal, account: Account): Promise<Catalogue[]> => {
    const given = await db.selectFrom('membership').select('groupId').where('accountId', '=', account.id).execute();
    // What the directory says counts; what was approved and is not in it yet is held as well (DIR-7).
    const held = new Set([...given.map(({ groupId }) => groupId), ...((await directory.groupsOf(account)) ?? [])]);
    const asked = await db.selectFrom('enrollment').select('groupId').where('accountId', '=', account.id).where('status', '=', 'pending').execute();
    const pending = new Set(asked.map(({ groupId }) => groupId));
    return portal.groups.map((group) => ({
      group,
      state: held.has(group.id) ? 'held' : pending.has(group.id) ? 'pending' : isFor(group, account.entity) ? 'open' : 'elsewhere',
    }));
  };

  /** Each request and each answer goes to every approver: nobody floods them. */
  const mayAsk = (actor: Actor, { asking: { perPerson, within } }: Portal) => limits.consume(`enroll:${actor.person}`, { points: perPerson, within });

  return {
    accounts,

    catalogues: async (actor, portal, accountId) => {
      const account = await owned(actor, portal, accountId);
      return account ? accept(await statesOf(portal, account)) : refuse({ key: 'enroll.notYours' });
    },

    ask: async (actor, portal, accountId, wanted, justification) => {
      const account = await owned(actor, portal, accountId);
      if (!account) return refuse({ key: 'enroll.notYours' });
      const chosen = (await statesOf(portal, account)).flatMap(({ group, state }) => (state === 'open' && wanted.includes(group.id) ? [group] : []));
      if (chosen.length === 0) return refuse({ key: 'enroll.nothing', field: 'groups' });
      const why = prose(justification);
      if (why === '' && chosen.some((group) => group.justification)) return refuse({ key: 'enroll.justification', field: 'justification' });
      // Without the address that Teams knows them by, nobody could tell that they would be asked themselves.
      if (!(await isKnownByAddress(db, actor))) return refuse({ key: 'enroll.roster' });
      const own = await ownMailboxes(db, { accountId: account.id, person: actor.person });
      if (actor.email) own.add(mailboxKey(actor.email));
      const asked = chosen.map((group) => ({ group, reference: newReference(), approvers: approversFor(portal, groupMatter(portal, group), own) }));
      if (asked.some(({ approvers }) => approvers.length === 0)) return refuse({ key: 'enroll.noApprover' });

      const now = clock();
      if (!(await mayAsk(actor, portal))) return refuse({ key: 'enroll.limit' });
      const made = await db.transaction().execute(async (tx) => {
        const rows: { group: Group; reference: string }[] = [];
        for (const { group, reference, approvers } of asked)
          if (await openRequest(tx, dependencies, { actor, portal, account, matter: groupMatter(portal, group), reference, why, approvers, now }))
            rows.push({ group, reference });
        return rows;
      });
      dependencies.wake();
      return made.length > 0 ? accept(made) : refuse({ key: 'enroll.nothing', field: 'groups' });
    },

    mine: (actor, limit) => requestsFor(db, actor, limit),

    withdraw: async (actor, id) => {
      const now = clock();
      const taken = await db.transaction().execute(async (tx) => {
        const row = await tx
          .updateTable('enrollment')
          .set({ status: 'withdrawn', decidedAt: now })
          .where('id', '=', id)
          .where('person', '=', actor.person)
          .where('status', '=', 'pending')
          .returning(['reference', 'portal', 'accountId', 'organisationId'])
          .executeTakeFirst();
        if (!row) return undefined;
        await closeRequest(tx, dependencies, id, now);
        const portal = portals.get(row.portal);
        if (portal && row.organisationId !== null)
          await endValidation(tx, dependencies, portal, row.organisationId, { status: 'withdrawn', by: null, reason: null }, now);
        await audit(tx, {
          at: now,
          actor,
          action: `${procedureOf(row)}.withdrawn`,
          portal: row.portal,
          subject: `account:${row.accountId}`,
          outcome: 'ok',
          detail: { enrollment: id },
        });
        return row;
      });
      dependencies.wake();
      return taken ? accept({ reference: taken.reference }) : refuse({ key: 'enroll.decided' });
    },

    answer: async (actor, id, text) => {
      const words = prose(text);
      if (words === '') return refuse({ key: 'field.required', field: 'comment' });
      const now = clock();
      const row = await db
        .selectFrom('enrollment')
        .select(['portal', 'accountId', 'organisationId'])
        .where('id', '=', id)
        .where('person', '=', actor.person)
        .where('status', '=', 'pending')
        .executeTakeFirst();
      const portal = row && portals.get(row.portal);
      if (!row || !portal) return refuse({ key: 'enroll.decided' });
      if (!(await mayAsk(actor, portal))) return refuse({ key: 'enroll.limit' });
      const said = await db.transaction().execute(async (tx) => {
        // Taken first, as by who decides: nothing is said any more on what is over.
        if (!(await lockPending(tx, id))) return false;
        await addNote(tx, id, { at: now, kind: 'answer', author: actor.name ?? '', text: words });
        await refreshCards(tx, dependencies, id, now);
        await notifyQuestioner(tx, dependencies, id, now);
        await audit(tx, {
          at: now,
          actor,
          action: `${procedureOf(row)}.answered`,
          portal: row.portal,
          subject: `account:${row.accountId}`,
          outcome: 'ok',
          detail: { enrollment: id },
        });
        return true;
      });
      dependencies.wake();
      return said ? accept(undefined) : refuse({ key: 'enroll.decided' });
    },
  };
}
