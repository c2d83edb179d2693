import type { Dependencies } from '../dependencies.ts';
import { networkOf } from '../foundation/clientAddress.ts';
import { newDevice, readDevice } from '../signIn/index.ts';

type Coming = {
  /** Where somebody signs in: a portal, or the console. */
  readonly at: string;
  readonly provider: string;
  readonly ip: string;
  /** What the browser is known by, as it says. */
  readonly known: string | undefined;
};

/** A sign-in at a provider that may be ended. `forgive` takes it back, where it was no attack. */
export type Try = { forgive(): Promise<void> };

/**
 * Counts a browser that comes back from a provider. One that has come back from there before has tries of its own, which nobody else behind the same
 * address uses up. Undefined where there are none left.
 */
export async function takeTry(
  { limits, secrets, clock }: Pick<Dependencies, 'limits' | 'secrets' | 'clock'>,
  { at, provider, ip, known }: Coming,
): Promise<Try | undefined> {
  const device = readDevice(secrets, known, at, placeOf(provider), clock());
  if (device && (await limits.take('identity.device', device.id))) return { forgive: () => limits.giveBack('identity.device', device.id) };
  const network = networkOf(ip);
  return (await limits.take('identity.network', network)) ? { forgive: () => limits.giveBack('identity.network', network) } : undefined;
}

/** What a browser is known by from now on, once somebody has signed in by it at that provider. */
export const knownBy = ({ secrets, clock }: Pick<Dependencies, 'secrets' | 'clock'>, { at, provider }: Pick<Coming, 'at' | 'provider'>): string =>
  newDevice(secrets, at, placeOf(provider), clock());

const placeOf = (provider: string): string => `provider:${provider}`;
