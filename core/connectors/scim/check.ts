import type { ScimSettings } from '../../portal/index.ts';
import { DirectoryMisconfigured } from '../../ports.ts';
import { type Finding, lookedUp, tried, triedOn, triedTeams, unnamed } from '../finding.ts';
import { announced } from './announced.ts';
import { inside } from './attributes.ts';
import { createScimClient, ScimRefusal } from './client.ts';
import { createGroups } from './groups.ts';
import { createScimDirectory } from './scim.ts';

/** Says what a service does and what its token may, and what is missing (DIR-10). Reads only, but for the test account where one is named. */
export async function* checkScim(
  settings: ScimSettings,
  { account, teams = [] }: { readonly account?: string | undefined; readonly teams?: readonly string[] },
): AsyncGenerator<Finding> {
  const told: string[] = [];
  const directory = createScimDirectory(settings, (message) => told.push(message));
  const reached = await tried(`connect to ${settings.url}`, async () => {
    await directory.find({ identifier: account ?? '-' });
    return settings.token === undefined ? `as ${settings.oauth?.clientId}` : 'with the token';
  });
  yield reached;
  if (!reached.works) return;

  const client = createScimClient(settings);
  yield await tried('read what the service can do', async () => whatItCan(await orMisconfigured(() => client.begin()('/ServiceProviderConfig'))));
  yield* announced(client.begin, settings);
  const groups = createGroups();
  for (const group of new Set([...Object.values(settings.groups?.catalogue ?? {}), ...(settings.create?.groups ?? []), ...settings.privileged]))
    yield await tried(`find the group ${group}`, () => orMisconfigured(() => groups.idOf(client.begin(), group)));
  yield* triedTeams(directory, teams);
  if (settings.create) yield { what: 'create users', works: undefined, detail: 'SCIM tells nobody their rights, and trying would leave an account' };

  if (account === undefined) return yield unnamed;
  const { entry, finding } = await lookedUp(directory, account, () => told.at(-1) ?? 'nobody answers to it, or has an address');
  yield finding;
  if (!entry) return;
  if (settings.people.manager !== undefined)
    yield await tried(`read the manager of ${account}`, async () => (await directory.managerOf(entry))?.email ?? 'they have none');
  if (entry.disabled) return yield { what: 'set a password', works: undefined, detail: `${account} is disabled: name another` };
  yield* triedOn(directory, entry, Object.keys(settings.groups?.catalogue ?? {}));
}

/** The features that a service announces (RFC 7643, 5). */
const whatItCan = (config: Readonly<Record<string, unknown>>): string =>
  ['patch', 'filter', 'etag', 'changePassword'].map((name) => `${name} ${inside(inside(config, name), 'supported') === true ? 'yes' : 'no'}`).join(', ');

/** What a service refuses here is what is missing. */
async function orMisconfigured<T>(task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    if (error instanceof ScimRefusal) throw new DirectoryMisconfigured(`refused (${error.status}): ${error.message}`);
    throw error;
  }
}
