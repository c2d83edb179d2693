import type { Clock } from '../../foundation/clock.ts';
import { accept, type Outcome, refuse } from '../../foundation/outcome.ts';
import type { IdentityProvider, IdentityProviders, ProviderAttempt } from '../../ports.ts';
import { createConfigurations, type Fetch } from './configurations.ts';
import { readFault } from './faults.ts';
import { identityIn, leftOut } from './identity.ts';

/** What the connector leans on. */
export type IdentityProviderOptions = {
  readonly clock: Clock;
  /** Hears of what an operator has to see to: never a token, a code or a secret. */
  tell(client: IdentityProvider, message: string): void;
  /** In place of the global one, for tests. */
  readonly fetch?: Fetch;
};

/** Signing in at OpenID providers, by `openid-client`, which is loaded when the first person does. */
export function createIdentityProviders({ clock, tell, fetch }: IdentityProviderOptions): IdentityProviders {
  const configurations = createConfigurations({ clock, tell, ...(fetch && { fetch }) });

  /** Turns what the library throws into a refusal, and tells the operator why. */
  const guarded = async <T>(client: IdentityProvider, action: () => Promise<Outcome<T>>): Promise<Outcome<T>> => {
    try {
      return await action();
    } catch (error) {
      const { key, message } = readFault(error);
      if (message !== undefined) tell(client, message);
      return refuse({ key });
    }
  };

  return {
    begin: (client, attempt, how) =>
      guarded(client, async () => {
        const [{ buildAuthorizationUrl, calculatePKCECodeChallenge }, configuration] = [await import('openid-client'), await configurations(client)];
        const challenge = await calculatePKCECodeChallenge(attempt.verifier);
        return accept(buildAuthorizationUrl(configuration, { ...asked(client, attempt), ...shown(how), code_challenge: challenge }).href);
      }),

    finish: (client, { redirectUri, state, nonce, verifier }, query) =>
      guarded(client, async () => {
        const [{ authorizationCodeGrant }, configuration] = [await import('openid-client'), await configurations(client)];
        const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true };
        const granted = await authorizationCodeGrant(configuration, new URL(`${redirectUri}?${query}`), checks);
        const read = identityIn(client, granted.claims());
        const missing = leftOut(client, granted.claims());
        if (missing.length > 0)
          tell(client, `the ID token leaves out ${missing.join(', ')}, as somebody has too many: have it hold fewer, or take roles of the application`);
        if ('wrong' in read) tell(client, read.wrong);
        return 'wrong' in read ? refuse({ key: 'identity.refused' }) : accept(read);
      }),
  };
}

/** What is asked for. No address is: nobody is known by one. */
const asked = ({ secondFactor, scopes = [] }: IdentityProvider, { redirectUri, state, nonce }: ProviderAttempt): Record<string, string> => ({
  redirect_uri: redirectUri,
  scope: ['openid', 'profile', ...scopes].join(' '),
  state,
  nonce,
  code_challenge_method: 'S256',
  ...(secondFactor?.claim === 'acr' && { acr_values: secondFactor.values.join(' ') }),
  // Microsoft's authentication contexts are asked for one by one, by the claims parameter (OpenID Connect Core, 5.5).
  ...(secondFactor?.claim === 'acrs' && { claims: JSON.stringify({ id_token: { acrs: { essential: true, value: secondFactor.values[0] } } }) }),
});

const shown = ({ fresh, locale }: { readonly fresh: boolean; readonly locale: string }): Record<string, string> => ({
  ui_locales: locale,
  ...(fresh && { prompt: 'login' }),
});
