import type { Client } from 'ldapts';
import type { Said } from '../../foundation/accountWords.ts';
import type { Clock } from '../../foundation/clock.ts';
import { accept, type Outcome, refuse } from '../../foundation/outcome.ts';
import type { LdapSettings } from '../../portal/index.ts';
import { type Commit, type Directory, DirectoryMisconfigured, type Entry, type Lookup, type NewEntry, type Verified } from '../../ports.ts';
import { fewEnough, mostMembers } from '../bounds.ts';
import { inCatalogue } from '../service.ts';
import { activeDirectory, isWrongOld } from './activeDirectory.ts';
import { createConnections } from './connection.ts';
import { code, faultOf, resultOf } from './faults.ts';
import { createGuard } from './guard.ts';
import { changeMember, groupsAround, isIn, isThere, memberAttribute, mustBeThere } from './members.ts';
import { nameBelow, spelt } from './names.ts';
import { addAccount } from './newcomers.ts';
import { openLdap } from './openLdap.ts';
import { createPeople, type Found } from './people.ts';
import { createPolicies } from './policies.ts';
import { policyRefusal } from './policy.ts';
import { textOf } from './values.ts';

/** An LDAP directory. Opens no connection before one is needed. `tell` is given what an operator has to know. */
export function createLdapDirectory(settings: LdapSettings, clock: Clock, tell: (message: string) => void): Directory {
  const flavour = settings.flavour === 'activeDirectory' ? activeDirectory() : openLdap(createPolicies(settings, clock, tell));
  const connections = createConnections(settings, clock, tell);
  const { people, groups } = settings;
  const { persons, read, look, search, ending } = createPeople(settings, flavour, clock, tell);
  const { isPrivileged, isGuarded } = createGuard(settings, flavour, tell);
  const catalogue = new Map(Object.entries(groups?.catalogue ?? {}));

  const reading = <T>(task: (client: Client) => Promise<T>): Promise<T> => connections.use(task, { again: true });
  const writing = <T>(task: (client: Client) => Promise<T>): Promise<T> => connections.use(task, { again: false });

  /** An account that may be written to, as it is at this moment (DIR-2). */
  const open = async (client: Client, id: string): Promise<Found | 'closed' | undefined> => {
    const found = await look(client, { id });
    return found && (found.entry.disabled || (await isGuarded(client, found))) ? 'closed' : found;
  };

  const done = accept<Commit>(async () => true);
  const closed = refuse({ key: 'directory.closed' });

  const refusing = async (task: () => Promise<Outcome<Commit>>): Promise<Outcome<Commit>> => {
    try {
      return await task();
    } catch (error) {
      const refused = policyRefusal(error);
      if (refused) return refused;
      throw error;
    }
  };

  /** What the directory refuses, beyond what was expected, is for the operator: a right is missing, or a setting is wrong. */
  const asPort =
    <A extends unknown[], T>(act: (...given: A) => Promise<T>) =>
    async (...given: A): Promise<T> => {
      try {
        return await act(...given);
      } catch (error) {
        if (resultOf(error) === undefined) throw error;
        const fault = faultOf('the directory', error);
        tell(fault.message);
        throw fault;
      }
    };

  const membership = (operation: 'add' | 'delete') => async (entry: Pick<Entry, 'id'>, id: string) => {
    const group = inCatalogue(catalogue, id);
    await writing(async (client) => {
      const found = await look(client, entry);
      // Who is gone is in no group any more.
      if (!found) return;
      if (await isGuarded(client, found)) throw new DirectoryMisconfigured(`${found.name} is privileged: its groups are not touched from here`);
      await changeMember(client, operation, group, memberAttribute(settings), found.name);
    });
  };

  return {
    can: new Set([
      'verify',
      'setPassword',
      'changePassword',
      'remove',
      ...(settings.create ? (['create'] as const) : []),
      ...(groups ? (['groups'] as const) : []),
      ...(people.manager === undefined ? [] : (['manager'] as const)),
      ...flavour.can,
    ]),
    embedded: false,

    find: asPort(async (by: Lookup) => (await reading((client) => look(client, by)))?.entry),

    search: asPort((said: Said, most: number) => reading((client) => search(client, said, most))),

    verify: asPort(async (entry: Entry | undefined, password: string): Promise<Verified> => {
      // A bind without a password succeeds for everybody (RFC 4513, 5.1.2).
      if (password === '') return { ok: false, why: 'wrong' };
      const found = await reading((client) => look(client, { id: entry?.id ?? '' }));
      // Binding as nobody costs what binding as somebody does (ALL-4).
      const name = found?.name ?? nameBelow(people.base, 'cn', 'nobody');
      try {
        await connections.tryBind(name, password.normalize('NFC'));
      } catch (error) {
        if (resultOf(error) === undefined) throw error;
        return { ok: false, why: flavour.whyRefused(error) };
      }
      if (!found) return { ok: false, why: 'wrong' };
      return found.entry.disabled ? { ok: false, why: 'disabled' } : { ok: true, commit: async () => true };
    }),

    setPassword: asPort((entry: Entry, password: string) =>
      refusing(() =>
        writing(async (client) => {
          const found = await open(client, entry.id);
          if (found === 'closed') return closed;
          if (!found) return refuse({ key: 'link.unknown' });
          await flavour.reset(client, { name: found.name, password: password.normalize('NFC'), state: found.state });
          return done;
        }),
      ),
    ),

    changePassword: asPort((entry: Entry, current: string, password: string) =>
      refusing(async () => {
        const found = await reading((client) => open(client, entry.id));
        if (found === 'closed') return closed;
        if (!found) return refuse({ key: 'session.over' });
        const [old, next] = [current.normalize('NFC'), password.normalize('NFC')];
        const exchange = (client: Client) => flavour.change(client, found.name, old, next);
        const wrong = refuse({ key: 'changePassword.current', field: 'current' });
        try {
          await connections.as(found.name, old, exchange);
        } catch (error) {
          if (isWrongOld(error)) return wrong;
          if (resultOf(error) !== code.invalidCredentials) throw error;
          const why = flavour.whyRefused(error);
          if (why !== 'mustChange' && why !== 'expired') return wrong;
          // Who must change theirs cannot bind; the old one in the request shows whose right it is.
          await writing(exchange);
        }
        return done;
      }),
    ),

    create: asPort(async (made: NewEntry, password: string | undefined): Promise<Outcome<{ readonly entry: Entry; readonly commit: Commit }>> => {
      const { create } = settings;
      if (!create) throw new DirectoryMisconfigured('directory.create says nothing of new accounts');
      return await writing((client) => addAccount(client, { create, people, look, passwordOf: flavour.passwordOf }, made, password));
    }),

    welcome: asPort(async (entry: Pick<Entry, 'id'>) => {
      const first = settings.create?.groups ?? [];
      if (first.length === 0) return;
      await writing(async (client) => {
        const found = await look(client, { id: entry.id });
        if (found) for (const group of first) await changeMember(client, 'add', group, memberAttribute(settings), found.name);
      });
    }),

    remove: asPort(async ({ id }: Pick<Entry, 'id'>): Promise<Commit> => {
      await writing(async (client) => {
        const found = await look(client, { id });
        if (!found) return;
        if (await isGuarded(client, found)) throw new DirectoryMisconfigured(`${found.name} is privileged: it is not ended from here`);
        if (groups) {
          const among = [...catalogue.values()];
          for (const group of among)
            if (await isIn(client, group, groups.member, found.name)) await changeMember(client, 'delete', group, groups.member, found.name);
        }
        if (settings.remove === 'delete') await client.del(found.name);
        else await flavour.disable(client, found.raw, found.name);
      });
      return async () => true;
    }),

    groupsOf: asPort(async ({ id }: Pick<Entry, 'id'>) => {
      if (!groups) return [];
      const names = await reading(async (client) => {
        const found = await look(client, { id });
        return found ? await flavour.groupsOf(client, found.name, groups, [...catalogue.values()]) : [];
      });
      const held = new Set(names.map(spelt));
      return [...catalogue].filter(([, name]) => held.has(spelt(name))).map(([group]) => group);
    }),

    ending: (after, until) => connections.walk((client) => ending(client, after, until)),

    endingOf: asPort(async ({ id }: Pick<Entry, 'id'>) =>
      reading(async (client) => {
        const found = await look(client, { id });
        if (!found || found.entry.passwordEndsAt === null || found.entry.disabled) return undefined;
        return (await isPrivileged(client, found)) ? undefined : found.entry;
      }),
    ),

    join: asPort(membership('add')),
    leave: asPort(membership('delete')),

    membersOf: asPort(
      async (group: string) =>
        await reading(async (client) => {
          await mustBeThere(client, group);
          const members = await flavour.membersOf(client, group, persons, memberAttribute(settings), mostMembers);
          fewEnough(members.length, group);
          return members.flatMap((raw) => read(raw)?.entry ?? []).filter(({ disabled }) => !disabled);
        }),
    ),

    inGroup: (id) =>
      connections.walk(async function* (client) {
        const group = inCatalogue(catalogue, id);
        await mustBeThere(client, group);
        await flavour.beforeLook?.(client);
        for await (const page of flavour.inGroup(client, group, persons, memberAttribute(settings))) yield page.flatMap((raw) => read(raw)?.entry ?? []);
      }),

    amongGroups: asPort(async ({ id }: Pick<Entry, 'id'>, names: readonly string[]) =>
      names.length === 0
        ? []
        : await reading(async (client) => {
            const found = await look(client, { id });
            return found && !found.entry.disabled ? await flavour.groupsOf(client, found.name, groupsAround(settings, names[0]), names) : [];
          }),
    ),

    managerOf: asPort(
      async ({ id }: Pick<Entry, 'id'>) =>
        await reading(async (client) => {
          if (people.manager === undefined) return undefined;
          const found = await look(client, { id });
          const name = found ? textOf(found.raw, people.manager) : null;
          // Where nobody is, or who is has no manager, a place is looked at in their stead: as many searches (ALL-4).
          const named = name ?? people.base;
          const at = (await isThere(client, named)) ? named : people.base;
          const { searchEntries } = await client.search(at, { scope: 'base', filter: persons.filter, ...persons.options });
          const manager = at === name && searchEntries[0] ? read(searchEntries[0])?.entry : undefined;
          return manager?.disabled ? undefined : manager;
        }),
    ),
    close: connections.close,
  };
}
