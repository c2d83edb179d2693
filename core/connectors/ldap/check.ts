import type { Clock } from '../../foundation/clock.ts';
import type { LdapSettings } from '../../portal/index.ts';
import { DirectoryUnavailable, type Entry } from '../../ports.ts';
import { type Finding, lookedUp, tried, triedOn, triedTeams } from '../finding.ts';
import { seenOfAging } from './agingCheck.ts';
import { createConnections } from './connection.ts';
import { resultOf } from './faults.ts';
import { createLdapDirectory } from './ldap.ts';

/**
 * Says what the service account of a directory may do, and what is missing (DIR-10). Reads only, but for the test account where one is named: its
 * password is set to one that nobody knows, and it is put into each group of the catalogue and out again, or out and in.
 */
export async function* checkLdap(
  settings: LdapSettings,
  clock: Clock,
  {
    account,
    teams = [],
  }: { readonly account?: string | undefined /** Groups of the directory whose members decide (DIR-11). */; readonly teams?: readonly string[] } = {},
): AsyncGenerator<Finding> {
  let answers = false;
  for (const url of settings.servers) {
    const finding = await tried(`connect to ${url}`, async () => {
      const directory = createLdapDirectory({ ...settings, servers: [url] }, clock, () => undefined);
      try {
        await directory.find({ identifier: account ?? '-' });
      } finally {
        await directory.close();
      }
      return `as ${settings.bind.dn}`;
    });
    answers ||= finding.works === true;
    yield finding;
  }
  if (!answers) return;

  const told: string[] = [];
  const directory = createLdapDirectory(settings, clock, (message) => told.push(message));
  try {
    const looked =
      account === undefined ? undefined : await lookedUp(directory, account, () => told.at(-1) ?? 'nobody below people.base answers to it, or has no address');
    if (looked) yield looked.finding;
    const entry = looked?.entry;
    yield await tried('read when passwords end', () => seenOfAging(settings, clock, entry));
    // One that is not there guards nobody (DIR-15).
    for (const group of settings.privileged) yield await tried(`find the privileged ${group}`, () => seen(settings, clock, group));
    yield* triedTeams(directory, teams, 'nobody below people.base who has an address is seen in it');
    if (entry && settings.people.manager !== undefined)
      yield await tried(`read ${settings.people.manager} of ${account}`, async () => (await directory.managerOf(entry))?.email ?? 'they have none');
    if (settings.flavour === 'activeDirectory') yield* rightsOf(settings, clock, entry);
    else if (settings.create)
      yield {
        what: `create users below ${settings.create.in}`,
        works: undefined,
        detail: 'OpenLDAP tells nobody their rights, and trying would leave an entry',
      };
    if (entry?.disabled || entry?.privileged)
      yield { what: 'set a password', works: undefined, detail: `${account} is ${entry.disabled ? 'disabled' : 'privileged'}: name another` };
    else if (entry) yield* triedOn(directory, entry, Object.keys(settings.groups?.catalogue ?? {}));
    else yield { what: 'set a password', works: undefined, detail: 'name a test account: --account <identifier>' };
  } finally {
    await directory.close();
  }
}

/** Throws where nothing has this name, or the service account may not see it. */
async function seen(settings: LdapSettings, clock: Clock, name: string): Promise<string> {
  const connections = createConnections(settings, clock, () => undefined);
  try {
    await connections.use(async (client) => await client.search(name, { scope: 'base', attributes: ['1.1'] }), { again: true });
    return '';
  } catch (error) {
    throw resultOf(error) === undefined ? error : new DirectoryUnavailable('it is not there, or not to be seen, and guards nobody');
  } finally {
    await connections.close();
  }
}

/** What Active Directory says that this account may write, without writing it (MS-ADTS 3.1.1.4.5.21 and 3.1.1.4.5.20). */
async function* rightsOf(settings: LdapSettings, clock: Clock, entry: Entry | undefined): AsyncGenerator<Finding> {
  const connections = createConnections(settings, clock, () => undefined);
  const may = async (name: string, attribute: string): Promise<string[]> =>
    await connections.use(
      async (client) => {
        const { searchEntries } = await client.search(name, { scope: 'base', attributes: [attribute] });
        return [searchEntries[0]?.[attribute] ?? []].flat().map((value) => value.toString().toLowerCase());
      },
      { again: true },
    );
  const right = (what: string, name: string, attribute: string, wanted: string) =>
    tried(what, async () => {
      if (!(await may(name, attribute)).includes(wanted.toLowerCase())) throw new DirectoryUnavailable(`not granted on ${name}`);
      return `granted on ${name}`;
    });
  try {
    const { create, groups } = settings;
    if (create) yield await right('create users', create.in, 'allowedChildClassesEffective', 'user');
    for (const group of [...new Set([...Object.values(groups?.catalogue ?? {}), ...(create?.groups ?? [])])])
      yield await right(`write ${groups?.member ?? 'member'}`, group, 'allowedAttributesEffective', groups?.member ?? 'member');
    if (!entry) return;
    // The base of a search by id, as [MS-ADTS] 3.1.1.3.1.2.4 has it.
    const name = `<GUID=${entry.id}>`;
    for (const [attribute, use] of [
      ['lockoutTime', 'lift locks'],
      ['pwdLastSet', 'clear «must change at next logon»'],
      ['userAccountControl', 'disable accounts that end'],
    ] as const)
      yield await right(`write ${attribute} (${use})`, name, 'allowedAttributesEffective', attribute);
  } finally {
    await connections.close();
  }
}
