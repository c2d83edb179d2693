import type { Dependencies } from '../dependencies.ts';
import { endTies, mailTie, mailTiesEnded, type Tie, tieSubject, tiesOf } from '../directory/index.ts';
import { type Visitor, visiting, visitingAs } from '../foundation/actor.ts';
import { type Locale, localeOf } from '../foundation/i18n.ts';
import { emailKey } from '../foundation/identifiers.ts';
import { findLink, linkState, spendLink } from '../foundation/links.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import { deadLink } from '../passwords/index.ts';
import type { Portal } from '../portal/index.ts';
import { findSession, type Ticket } from '../signIn/index.ts';

/** What the mailed link of a tie opens: the tie, if it still stands, and how many others the account has; or why it opens nothing. */
export type TiePage =
  | { readonly state: 'open'; readonly portal: Portal; readonly locale: Locale; readonly tie: Tie | undefined; readonly others: number }
  | { readonly state: 'expired' | 'used'; readonly portal: Portal; readonly locale: Locale }
  | { readonly state: 'unknown'; readonly portal?: Portal };

/** The ties of an account on the web: on its page, and behind the link of the mail that told of one. */
export type AccountTies = {
  /** The ties of an open session's account, oldest first; none for any other session. */
  list(ticket: Ticket): Promise<Tie[]>;
  /** Ends one of them, or all. Returns how many. */
  end(ticket: Ticket, tie: string | undefined, visitor: Visitor): Promise<number>;
  /** Reads the mailed link without changing anything: mail scanners open links (ALL-2). */
  open(portal: string, secret: string): Promise<TiePage>;
  /** Spends the link and ends its tie, or all of the account's. Returns how many. Refuses with `link.expired`, `.used` or `.unknown`. */
  endByMail(portal: string, secret: string, which: 'one' | 'all', visitor: Visitor): Promise<Outcome<number>>;
  /** Mails a new link for a tie that still stands; the same words whatever happens (ALL-3). */
  renew(portal: string, secret: string): Promise<void>;
};

/** Creates the ties of an account on the web. */
export function createAccountTies(dependencies: Dependencies): AccountTies {
  const { db, clock, directory, limits, portals, wake } = dependencies;

  const follow = async (portalId: string, secret: string) => {
    const portal = portals.get(portalId);
    const found = portal && (await findLink(db, portal.id, secret));
    const link = found?.purpose === 'tie' ? found : undefined;
    const account = portal && link && (await directory.get(portal.id, link.accountId ?? ''));
    const state = linkState(link, clock());
    if (!portal || !link || !account || state === 'unknown') return { state: 'unknown', ...(portal && { portal }) } as const;
    const locale = localeOf(link.locale);
    // Whoever has the mailbox now may not be the one it was mailed to.
    if (state === 'open' && link.sentTo !== emailKey(account.email)) return { state: 'expired', portal, link, account, locale } as const;
    return { state, portal, link, account, locale } as const;
  };

  const idOf = (subject: string): string => subject.slice(tieSubject.length);

  return {
    list: async (ticket) => {
      const portal = portals.get(ticket.portal);
      const session = await findSession(db, ticket, clock());
      return portal && session?.state === 'open' ? await tiesOf(db, portal, session.accountId) : [];
    },

    end: async (ticket, id, visitor) => {
      const portal = portals.get(ticket.portal);
      const held = await findSession(db, ticket, clock());
      const account = held && (await directory.get(ticket.portal, held.accountId));
      if (!portal || !account) return 0;
      const { locale } = visitor;
      const ended = await db.transaction().execute(async (tx) => {
        const now = clock();
        if ((await findSession(tx, ticket, now))?.state !== 'open') return [];
        const actor = visitingAs(visitor, account.id);
        const gone = await endTies(tx, portal, account.id, { why: 'page', actor, now, which: (tie) => id === undefined || tie.id === id });
        await mailTiesEnded(tx, dependencies, { portal, account, locale, now }, gone, 'owner');
        return gone;
      });
      wake();
      return ended.length;
    },

    open: async (portalId, secret) => {
      const followed = await follow(portalId, secret);
      if (followed.state === 'unknown') return followed;
      const { state, portal, link, account, locale } = followed;
      if (state !== 'open') return { state, portal, locale };
      const all = await tiesOf(db, portal, account.id);
      const tie = all.find(({ id }) => id === idOf(link.subject));
      return { state, portal, locale, tie, others: all.length - (tie ? 1 : 0) };
    },

    endByMail: async (portalId, secret, which, visitor) => {
      const followed = await follow(portalId, secret);
      if (followed.state !== 'open') return refuse(deadLink(followed.state));
      const { portal, link, account } = followed;
      const ended = await db.transaction().execute(async (tx) => {
        const now = clock();
        if (!(await spendLink(tx, link.id, now))) return undefined;
        const only = idOf(link.subject);
        return await endTies(tx, portal, account.id, { why: 'mail', actor: visiting(visitor), now, which: ({ id }) => which === 'all' || id === only });
      });
      return ended ? accept(ended.length) : refuse({ key: 'link.used' });
    },

    renew: async (portalId, secret) => {
      const followed = await follow(portalId, secret);
      if (followed.state !== 'expired' && followed.state !== 'used') return;
      const { portal, link, account, locale } = followed;
      const tie = (await tiesOf(db, portal, account.id)).find(({ id }) => id === idOf(link.subject));
      if (!tie || !(await limits.takeOf(portal, 'tie.mail', tie.id))) return;
      await db.transaction().execute((tx) => mailTie(tx, dependencies, { portal, account, locale, now: clock() }, tie));
      wake();
    },
  };
}
