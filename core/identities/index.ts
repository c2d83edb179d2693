import type { Dependencies } from '../dependencies.ts';
import type { Authenticate } from '../signIn/index.ts';
import { createPageIdentities, type PageIdentities } from './pages.ts';
import { createRelyingParty, type RelyingParty } from './relyingParty.ts';

export { type Arriving, openAccount } from './arrive.ts';
export type { PageIdentities, Returned, Sent, Wish } from './pages.ts';
export { type Provider, providersOf } from './providers.ts';
export { createRelyingParty, type Flow, flowLives, type RelyingParty } from './relyingParty.ts';
export { knownBy, takeTry } from './tries.ts';

/** Outside identities: signing in with Microsoft, or at any OpenID provider. */
export type Identities = {
  /** Signing in at a provider, whatever for. */
  readonly relyingParty: RelyingParty;
  /** The same on a portal's pages. */
  readonly pages: PageIdentities;
};

/** Creates the identities room. */
export function createIdentities(dependencies: Dependencies, authenticate: Authenticate): Identities {
  const relyingParty = createRelyingParty(dependencies);
  return { relyingParty, pages: createPageIdentities(dependencies, relyingParty, authenticate) };
}
