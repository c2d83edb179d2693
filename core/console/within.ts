import type { Dependencies } from '../dependencies.ts';
import type { Visitor } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import type { Look, Ticket } from '../signIn/index.ts';
import { actingAs, type Enter, type Entered } from './enter.ts';
import type { Role } from './roles.ts';

/** What somebody asks for, by the name of the call, and which of these roles it takes. A quiet look keeps no session open. */
export type Asking = {
  readonly ticket: Ticket;
  readonly visitor: Visitor;
  readonly what: string;
  readonly needs: Role | readonly Role[];
  readonly look?: Look;
};

/** Whether one of somebody's roles is among those that something needs. */
export const hasRole = (who: Awaited<ReturnType<Enter>>, needs: Role | readonly Role[]): who is Entered =>
  typeof who !== 'string' && who.roles.some((role) => [needs].flat().includes(role));

/** What each call of the console begins with: who it is, and what is kept of it. */
export type Within = ReturnType<typeof createWithin>;

/** Creates it. */
export function createWithin({ db, clock, limits }: Dependencies, enter: Enter) {
  const refused = (who: Pick<Entered, 'person' | 'portal'>, visitor: Visitor, action: string, outcome: string, detail = {}) =>
    audit(db, { at: clock(), actor: actingAs(visitor, who), action, portal: who.portal, subject: who.person, outcome, detail });

  return {
    refused,
    /** Does something for somebody who may. Refuses with `console.closed` and `console.role`, which leaves a record. */
    within: async <T>({ ticket, visitor, what, needs, look = 'click' }: Asking, work: (who: Entered) => Promise<Outcome<T>>): Promise<Outcome<T>> => {
      const who = await enter(ticket, look);
      if (typeof who === 'string') return refuse({ key: 'console.closed' });
      if (hasRole(who, needs)) return await work(who);
      await refused(who, visitor, 'console.refused', 'console.role', { what, needs: [needs].flat().join(' ') });
      return refuse({ key: 'console.role' });
    },
    /** Counts a search for people. One by one, they would be a list of everybody. */
    maySearch: async (who: Entered, visitor: Visitor, action: string): Promise<Outcome<void>> => {
      if (await limits.take('console.find', who.accountId ?? who.person)) return accept(undefined);
      await refused(who, visitor, action, 'console.tooMany');
      return refuse({ key: 'console.tooMany', field: 'whom' });
    },
    /** A look, as the audit has it. */
    looked: (who: Entered, visitor: Visitor, action: string, detail: Readonly<Record<string, string | number>>, subject = 'audit') =>
      audit(db, { at: clock(), actor: actingAs(visitor, who), action, portal: who.portal, subject, outcome: 'ok', detail }),
  };
}
