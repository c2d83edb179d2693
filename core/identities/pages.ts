import { z } from 'zod';
import type { Dependencies } from '../dependencies.ts';
import { type Visitor, visiting } from '../foundation/actor.ts';
import { audit } from '../foundation/audit.ts';
import type { Locale } from '../foundation/i18n.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import type { Portal } from '../portal/index.ts';
import type { Authenticate, Ticket } from '../signIn/index.ts';
import { type Arriving, type Opened, openAccount } from './arrive.ts';
import { flowOf, settingsOf } from './providers.ts';
import type { RelyingParty } from './relyingParty.ts';
import { mayTie, tie } from './tie.ts';
import { knownBy, takeTry } from './tries.ts';

const wish = z.discriminatedUnion('for', [
  /** A page of the account, by its name. */
  z.object({ for: z.literal('account'), target: z.string() }),
  /** The page of an invitation, by the secret of its link. */
  z.object({ for: z.literal('invitation'), link: z.string() }),
  /** Linking the account of the session with this digest. */
  z.object({ for: z.literal('tie'), session: z.string() }),
]);

/** What somebody signs in at a provider for. */
export type Wish = z.output<typeof wish>;

/** What sends a browser to a provider: the address, and the value of the cookie that it brings back. */
export type Sent = { readonly address: string; readonly cookie: string };

/** A browser that came back, with what it had left for; undefined where nobody knows. `known`: what it is known by from now on. */
export type Returned = { readonly wish: Wish | undefined; readonly outcome: Outcome<Opened | 'tied'>; readonly known?: string };

/** Signing in on a portal's pages at the OpenID providers that its profile names (SSO-1). */
export type PageIdentities = {
  /** Begins a sign-in; `fresh`: whoever is signed in there already types their password anew. Refuses with `identity.none` where there is no such provider, or as `IdentityProviders`. */
  begin(
    portal: Portal,
    provider: string,
    wish: Exclude<Wish, { for: 'tie' }>,
    how: { readonly fresh: boolean; readonly locale: Locale },
  ): Promise<Outcome<Sent>>;
  /** Begins linking the account of an open session. Refuses as `mayTie` besides. */
  beginTie(portal: Portal, provider: string, asked: { readonly ticket: Ticket; readonly password: string; readonly visitor: Visitor }): Promise<Outcome<Sent>>;
  /** Ends what was begun. Refuses as `openAccount` and `tie`, and with `identity.wait` after too many failures from one network. */
  finish(portal: Portal, provider: string, back: Back, arriving: Arriving): Promise<Returned>;
};

type Back = { readonly cookie: string | undefined; readonly query: URLSearchParams };

/** Creates it. */
export function createPageIdentities(dependencies: Dependencies, relyingParty: RelyingParty, authenticate: Authenticate): PageIdentities {
  const { db, clock } = dependencies;

  const begin = async (portal: Portal, id: string, carried: Wish, how: { fresh: boolean; locale: Locale }): Promise<Outcome<Sent>> => {
    const provider = settingsOf(portal, id);
    if (!provider || (carried.for === 'tie' && provider.accounts !== 'ties')) return refuse({ key: 'identity.none' });
    return await relyingParty.begin(provider, flowOf(dependencies, portal, id), { carries: JSON.stringify(carried), ...how });
  };

  return {
    begin,

    beginTie: async (portal, provider, asked) => {
      const may = await mayTie(dependencies, authenticate, portal, asked);
      // Signed in anew there: nobody links the account of who used this computer before.
      return may.ok ? await begin(portal, provider, { for: 'tie', session: may.value }, { fresh: true, locale: asked.visitor.locale }) : may;
    },

    finish: async (portal, id, { cookie, query }, arriving) => {
      const provider = settingsOf(portal, id);
      if (!provider) return { wish: undefined, outcome: refuse({ key: 'identity.none' }) };
      const flow = flowOf(dependencies, portal, id);
      const carried = relyingParty.carried(flow, cookie);
      const asked = carried === undefined ? undefined : wish.parse(JSON.parse(carried));
      const coming = { at: portal.id, provider: id, ip: arriving.ip, known: arriving.known };
      const taken = asked && (await takeTry(dependencies, coming));
      if (!asked || !taken) return { wish: asked, outcome: refuse({ key: asked ? 'identity.wait' : 'identity.lost' }) };
      const identity = await relyingParty.finish(provider, flow, { cookie, query });
      await taken.settle(identity);
      if (!identity.ok) {
        const { key } = identity.refusals[0];
        const subject = `none:${portal.id}:openid:${id}`;
        const action = asked.for === 'tie' ? 'account.linked' : 'signIn';
        await audit(db, { at: clock(), actor: visiting(arriving), action, portal: portal.id, subject, outcome: key, detail: { by: `openid:${id}` } });
        return { wish: asked, outcome: identity };
      }
      const known = knownBy(dependencies, coming);
      if (asked.for !== 'tie') {
        const opened = await openAccount(dependencies, portal, provider, identity.value, arriving);
        return { wish: asked, outcome: opened, ...(opened.ok && { known }) };
      }
      const ticket = { portal: portal.id, secret: arriving.before ?? '' };
      const tied = await tie(dependencies, portal, identity.value, { ticket, begunIn: asked.session, visitor: arriving });
      return { wish: asked, outcome: tied.ok ? accept('tied') : tied, ...(tied.ok && { known }) };
    },
  };
}
