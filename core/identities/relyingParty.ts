import { z } from 'zod';
import type { Dependencies } from '../dependencies.ts';
import { minute } from '../foundation/clock.ts';
import type { Locale } from '../foundation/i18n.ts';
import { accept, type Outcome, refuse } from '../foundation/outcome.ts';
import { digest, newSecret } from '../foundation/secrets.ts';
import type { IdentityProvider, OutsideIdentity, ProviderAttempt } from '../ports.ts';

/** A sign-in at a provider: where it is for (such as `octopus:microsoft`), where the browser comes back to, and what it carries to its end. */
export type Flow = { readonly about: string; readonly redirectUri: string };

/**
 * Signing in at an OpenID provider, for whatever page needs it: of a portal, or of Guichet's operator. It knows neither accounts nor portals.
 */
export type RelyingParty = {
  /** Where to send the browser, and the value of the cookie that it has to bring back. `fresh`: the person signs in anew there. */
  begin(
    client: IdentityProvider,
    flow: Flow,
    how: { readonly carries: string; readonly fresh: boolean; readonly locale: Locale },
  ): Promise<Outcome<{ readonly address: string; readonly cookie: string }>>;
  /** What the cookie carries, whether or not the sign-in ends well; undefined where it is not of this flow, or too old. Changes nothing. */
  carried(flow: Flow, cookie: string | undefined): string | undefined;
  /**
   * Who came back, once for each sign-in that was begun. Refuses as `IdentityProviders`, and with `identity.lost` where it was begun in another browser, for another
   * provider or place, too long ago, or has ended already.
   */
  finish(
    client: IdentityProvider,
    flow: Flow,
    back: { readonly cookie: string | undefined; readonly query: URLSearchParams },
  ): Promise<Outcome<OutsideIdentity>>;
};

/** How long somebody may take to sign in at the provider. The cookie lives as long, and a spent sign-in is remembered for longer. */
export const flowLives = 15 * minute;

const kept = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), carries: z.string(), until: z.number() });

/** Creates it. What a sign-in is recognised by is sealed in the browser's cookie: one that is begun costs no record. */
export function createRelyingParty({
  clock,
  secrets,
  limits,
  identityProviders,
}: Pick<Dependencies, 'clock' | 'secrets' | 'limits' | 'identityProviders'>): RelyingParty {
  const place = ({ about, redirectUri }: Flow): string => `identityProviders:${about}:${redirectUri}`;

  const open = (flow: Flow, cookie: string | undefined): z.output<typeof kept> | undefined => {
    try {
      const read = kept.parse(JSON.parse(secrets.unseal(cookie ?? '', place(flow))));
      return read.until > clock() ? read : undefined;
    } catch {
      // Another portal's, another provider's, under a key that is gone, or made up.
      return undefined;
    }
  };

  return {
    begin: async (client, flow, { carries, ...how }) => {
      const attempt: ProviderAttempt = { redirectUri: flow.redirectUri, state: newSecret(), nonce: newSecret(), verifier: newSecret() };
      const begun = await identityProviders.begin(client, attempt, how);
      if (!begun.ok) return begun;
      const { state, nonce, verifier } = attempt;
      const cookie = secrets.seal(JSON.stringify({ state, nonce, verifier, carries, until: clock() + flowLives }), place(flow));
      return accept({ address: begun.value, cookie });
    },

    carried: (flow, cookie) => open(flow, cookie)?.carries,

    finish: async (client, flow, { cookie, query }) => {
      const begun = open(flow, cookie);
      if (!begun || query.get('state') !== begun.state) return refuse({ key: 'identity.lost' });
      // One statement decides: of two simultaneous answers one is taken, and its code is sent to the provider once.
      if (!(await limits.take('identity.flow', digest(begun.state)))) return refuse({ key: 'identity.lost' });
      const { state, nonce, verifier } = begun;
      return await identityProviders.finish(client, { redirectUri: flow.redirectUri, state, nonce, verifier }, query);
    },
  };
}
