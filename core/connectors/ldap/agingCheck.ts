import { type Clock, day } from '../../foundation/clock.ts';
import type { LdapSettings } from '../../portal/index.ts';
import { DirectoryMisconfigured, type Entry } from '../../ports.ts';
import { createConnections } from './connection.ts';
import { domainAging } from './domainAging.ts';
import { createPolicies } from './policies.ts';

/** What a service account sees of the policies by which passwords end, and when that of the test account does (DIR-14). Throws what is missing. */
export async function seenOfAging(settings: LdapSettings, clock: Clock, entry: Entry | undefined): Promise<string> {
  const told: string[] = [];
  const aging = settings.flavour === 'activeDirectory' ? domainAging : createPolicies(settings, clock, (message) => told.push(message));
  const connections = createConnections(settings, clock, () => undefined);
  try {
    const ages = await connections.use((client) => aging.ages(client), { again: true });
    const [missing] = told;
    if (missing !== undefined) throw new DirectoryMisconfigured(missing);
    const after = [...new Set(ages.map((age) => Math.round((10 * age) / day) / 10))].sort((one, other) => one - other);
    const policies = after.length === 0 ? 'no policy that is seen lets one end' : `after ${after.join(', ')} days`;
    const own =
      entry && (entry.passwordEndsAt === null ? `; that of ${entry.identifier} does not` : `; that of ${entry.identifier} on ${dateOf(entry.passwordEndsAt)}`);
    return policies + (own ?? '');
  } finally {
    await connections.close();
  }
}

const dateOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
