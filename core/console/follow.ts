import type { Dependencies } from '../dependencies.ts';
import type { Visitor } from '../foundation/actor.ts';
import { type Millis, second } from '../foundation/clock.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import type { ErasureState } from '../privacy/index.ts';
import type { Ticket } from '../signIn/index.ts';
import { type DirectoryHealth, lookAtDirectories } from './directories.ts';
import type { Enter, Entered } from './enter.ts';
import { findErasure } from './erasure.ts';
import { type GivenUpPage, type GivenUpSearch, readGivenUp } from './givenUp.ts';
import { type Overview, type OverviewParts, readOverview } from './overview.ts';
import { roles } from './roles.ts';
import { readWaiting, type WaitingPage, type WaitingSearch } from './waiting.ts';
import { type Asking, hasRole, type Within } from './within.ts';

/** What a page shows, to be read again and again for all who look at it. */
export type Followed<T> = {
  /** The same for everybody who is shown the same. */
  readonly key: string;
  /** How often it is read again. */
  readonly every: Millis;
  /** Whose session follows it. */
  readonly session: string;
  read(): Promise<T>;
  /** Whether this session may still see it. */
  still(): Promise<boolean>;
};

/**
 * What renews itself on pages that stay open (OPS-2). Following is no click: it keeps no session open. Refuses whom the page refuses, and leaves the same
 * record where people's data is in it.
 */
export type Follow = {
  overview(ticket: Ticket, visitor: Visitor): Promise<Outcome<Followed<Overview>>>;
  waiting(ticket: Ticket, search: WaitingSearch, visitor: Visitor): Promise<Outcome<Followed<WaitingPage>>>;
  givenUp(ticket: Ticket, search: GivenUpSearch, visitor: Visitor): Promise<Outcome<Followed<GivenUpPage>>>;
  directories(ticket: Ticket, visitor: Visitor): Promise<Outcome<Followed<readonly DirectoryHealth[]>>>;
  /** Refuses with `console.gone` where there is no such erasure. */
  erasure(ticket: Ticket, pseudonym: string, visitor: Visitor): Promise<Outcome<Followed<ErasureState | undefined>>>;
};

/** Creates it. */
export function createFollow(dependencies: Dependencies, enter: Enter, parts: OverviewParts, { within, looked }: Pick<Within, 'within' | 'looked'>): Follow {
  const { db } = dependencies;

  const following = <T>(
    { ticket, visitor, needs, what }: Asking,
    { key = what, ...reads }: Pick<Followed<T>, 'every' | 'read'> & { readonly key?: string },
    begun: (who: Entered) => Promise<void> = async () => undefined,
  ): Promise<Outcome<Followed<T>>> =>
    within({ ticket, visitor, needs, what, look: 'quiet' }, async (who) => {
      await begun(who);
      return accept({ ...reads, key, session: who.session, still: async () => hasRole(await enter(ticket, 'quiet'), needs) });
    });

  return {
    overview: (ticket, visitor) =>
      following({ ticket, visitor, what: 'overview', needs: roles }, { every: 5 * second, read: () => readOverview(dependencies, parts) }),
    waiting: (ticket, search, visitor) =>
      following(
        { ticket, visitor, what: 'waiting', needs: ['support', 'operator'] },
        { key: `waiting ${JSON.stringify(search)}`, every: 5 * second, read: () => readWaiting(db, search) },
        (who) => looked(who, visitor, 'console.waiting', { of: search.portal, live: 1 }, 'requests'),
      ),
    givenUp: (ticket, search, visitor) =>
      following(
        { ticket, visitor, what: 'givenUp', needs: 'operator' },
        { key: `givenUp ${JSON.stringify(search)}`, every: 5 * second, read: () => readGivenUp(db, search) },
        (who) => looked(who, visitor, 'console.outbox', { live: 1 }, 'outbox'),
      ),
    // Each look asks every directory once.
    directories: (ticket, visitor) =>
      following({ ticket, visitor, what: 'directories', needs: 'operator' }, { every: 15 * second, read: () => lookAtDirectories(dependencies) }),
    erasure: async (ticket, pseudonym, visitor) => {
      const read = () => findErasure(db, pseudonym);
      const followed = await following({ ticket, visitor, what: 'erasure', needs: 'operator' }, { key: `erasure ${pseudonym}`, every: 2 * second, read });
      return followed.ok && (await read()) === undefined ? refuse({ key: 'console.gone' }) : followed;
    },
  };
}
