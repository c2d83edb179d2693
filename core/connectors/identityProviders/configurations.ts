import type { Configuration, CustomFetch } from 'openid-client';
import { type Clock, day, hour, type Millis } from '../../foundation/clock.ts';
import type { IdentityProvider } from '../../ports.ts';
import { authenticationOf } from './authentication.ts';
import { bounded } from './boundedFetch.ts';
import { readFault } from './faults.ts';

export type Fetch = CustomFetch;

/** How long one request to a provider may take, in seconds. Somebody waits for it in front of a page. */
const patience = 3;

/** When what was discovered is looked at again, while it is still used; and from when on it is used no more. */
const renewedAfter = hour;
const goodFor = day;

type Kept = { configuration: Configuration; at: Millis; renewing: boolean };

/**
 * Discovers providers, each once for everybody, and again in the background before that ends. A provider that does not answer holds up nobody but who
 * signs in there. The library keeps the keys for five minutes, and fetches them again at once where a token names one that is not among them.
 */
export function createConfigurations({
  clock,
  tell,
  fetch,
}: {
  readonly clock: Clock;
  tell(client: IdentityProvider, message: string): void;
  readonly fetch?: Fetch;
}): (client: IdentityProvider) => Promise<Configuration> {
  const kept = new Map<IdentityProvider, Kept>();
  const asked = new Map<IdentityProvider, Promise<Configuration>>();

  const discover = async (client: IdentityProvider): Promise<Configuration> => {
    const library = await import('openid-client');
    const { issuer, clientId } = client;
    // The profile lets no other host than this machine be spoken to in clear.
    const clear = issuer.startsWith('http:') ? [library.allowInsecureRequests] : [];
    const configuration = await library.discovery(new URL(issuer), clientId, undefined, await authenticationOf(library, client), {
      // The signature of each ID token is checked, though it comes over TLS.
      execute: [library.enableNonRepudiationChecks, ...clear],
      timeout: patience,
      [library.customFetch]: bounded(fetch),
    });
    kept.set(client, { configuration, at: clock(), renewing: false });
    return configuration;
  };

  const renew = async (client: IdentityProvider, old: Kept): Promise<void> => {
    old.renewing = true;
    try {
      await discover(client);
    } catch (error) {
      tell(client, readFault(error).message ?? 'its configuration could not be read again');
    } finally {
      old.renewing = false;
    }
  };

  return (client) => {
    const known = kept.get(client);
    const age = clock() - (known?.at ?? 0);
    if (known && age < goodFor) {
      if (age >= renewedAfter && !known.renewing) void renew(client, known);
      return Promise.resolve(known.configuration);
    }
    const waiting = asked.get(client) ?? discover(client).finally(() => asked.delete(client));
    asked.set(client, waiting);
    return waiting;
  };
}
