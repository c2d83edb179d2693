import type { Dependencies } from '../dependencies.ts';
import { networkOf } from '../foundation/clientAddress.ts';
import type { Outcome } from '../foundation/outcome.ts';
import { newDevice, readDevice } from '../signIn/index.ts';

type Coming = {
  /** Where somebody signs in: a portal, or the console. */
  readonly at: string;
  readonly provider: string;
  readonly ip: string;
  /** What the browser is known by, as it says. */
  readonly known: string | undefined;
};

/** A sign-in at a provider that may be ended. `settle`: how it ended. Only what could be an attack stays counted. */
export type Try = { settle(ended: Outcome<unknown>): Promise<void> };

/** Refusals of `RelyingParty.finish` that could be attacks. */
const suspect: ReadonlySet<string> = new Set(['identity.refused', 'identity.lost']);

/**
 * Counts a browser that comes back from a provider. One that has come back from there before has tries of its own, which nobody else behind the same
 * address uses up. Undefined where there are none left.
 */
export async function takeTry(
  { limits, secrets, clock }: Pick<Dependencies, 'limits' | 'secrets' | 'clock'>,
  { at, provider, ip, known }: Coming,
): Promise<Try | undefined> {
  const device = readDevice(secrets, known, at, placeOf(provider), clock());
  const taking = async (name: 'identity.device' | 'identity.network', of: string): Promise<Try | undefined> => {
    if (!(await limits.take(name, of))) return undefined;
    return {
      settle: async (ended) => {
        if (ended.ok || !suspect.has(ended.refusals[0].key)) await limits.giveBack(name, of);
      },
    };
  };
  return (device && (await taking('identity.device', device.id))) ?? (await taking('identity.network', networkOf(ip)));
}

/** What a browser is known by from now on, once somebody has signed in by it at that provider. */
export const knownBy = ({ secrets, clock }: Pick<Dependencies, 'secrets' | 'clock'>, { at, provider }: Pick<Coming, 'at' | 'provider'>): string =>
  newDevice(secrets, at, placeOf(provider), clock());

const placeOf = (provider: string): string => `provider:${provider}`;
