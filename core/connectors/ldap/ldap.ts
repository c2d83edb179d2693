import {
  AndFilter,
  Attribute,
  Change,
  type Client,
  EqualityFilter,
  type Filter,
  FilterParser,
  type Entry as LdapEntry,
  OrFilter,
  SubstringFilter,
} from 'ldapts';
import type { Said } from '../../foundation/accountWords.ts';
import type { Clock } from '../../foundation/clock.ts';
import { emailKey, identifierKey } from '../../foundation/identifiers.ts';
import { accept, type Outcome, refuse } from '../../foundation/outcome.ts';
import type { LdapSettings } from '../../portal/index.ts';
import { type Commit, type Directory, DirectoryMisconfigured, type Entry, type Lookup, type NewEntry, type Verified } from '../../ports.ts';
import { fewEnough, mostAlike, mostMembers } from '../bounds.ts';
import { keptEntry } from '../keptEntry.ts';
import { isSaid } from '../said.ts';
import { nameBy, shortName, valueBy } from '../shortNames.ts';
import { activeDirectory, isWrongOld } from './activeDirectory.ts';
import { endingWithin } from './aging.ts';
import { createConnections } from './connection.ts';
import { code, faultOf, resultOf } from './faults.ts';
import type { State } from './flavour.ts';
import { isBelow, nameBelow, rootOf, spelt } from './names.ts';
import { openLdap } from './openLdap.ts';
import { createPolicies } from './policies.ts';
import { policyRefusal } from './policy.ts';
import { textOf } from './values.ts';

/** How many accounts come at once where many are looked at. */
const perPage = 500;

type Found = { readonly entry: Entry; readonly name: string; readonly state: State; readonly raw: LdapEntry };

/** An LDAP directory. Opens no connection before one is needed. `tell` is given what an operator has to know. */
export function createLdapDirectory(settings: LdapSettings, clock: Clock, tell: (message: string) => void): Directory {
  const flavour = settings.flavour === 'activeDirectory' ? activeDirectory() : openLdap(createPolicies(settings, clock, tell));
  const connections = createConnections(settings, clock, tell);
  const { people, groups, privileged } = settings;
  const catalogue = new Map(Object.entries(groups?.catalogue ?? {}));
  const isPerson = [...flavour.extra, people.filter].map((filter) => FilterParser.parseString(filter));
  const isShort = people.identifier.toLowerCase() !== people.email.toLowerCase();
  const attributes = [
    ...new Set([
      flavour.idAttribute,
      people.identifier,
      people.email,
      people.givenName,
      people.familyName,
      ...[people.phone, people.entity, people.manager].filter((name) => name !== undefined),
      ...flavour.alsoKnownAs,
      ...flavour.stateAttributes,
    ]),
  ];

  const equal = (attribute: string, value: string): Filter => new EqualityFilter({ attribute, value });

  const filterOf = (by: Lookup): Filter | undefined => {
    if ('id' in by) return flavour.idFilter(by.id);
    if ('email' in by) return equal(people.email, by.email.trim());
    const typed = by.identifier.trim();
    if (typed === '') return undefined;
    if (!isShort) return equal(people.identifier, typed);
    return new OrFilter({
      filters: [equal(people.identifier, shortName(typed, people.domains)), ...flavour.alsoKnownAs.map((attribute) => equal(attribute, typed))],
    });
  };

  /** Directories compare loosely («é» is «e» to some). One account is only taken for another where we would say the same. */
  const isMeant = (by: Lookup, raw: LdapEntry, { identifier, email }: Entry): boolean => {
    if ('id' in by) return true;
    if ('email' in by) return emailKey(email) === emailKey(by.email);
    const key = identifierKey(by.identifier);
    const names = [identifier, ...flavour.alsoKnownAs.map((attribute) => textOf(raw, attribute) ?? '')].map(identifierKey);
    return names.includes(key) || identifierKey(identifier) === identifierKey(shortName(by.identifier.trim(), people.domains));
  };

  const read = (raw: LdapEntry): Found | undefined => {
    const text = (attribute: string | undefined) => (attribute === undefined ? null : textOf(raw, attribute));
    const [id, identifier, email] = [flavour.idOf(raw), textOf(raw, people.identifier), textOf(raw, people.email)];
    // Who has no address cannot prove a mailbox, so there is nothing that they could be helped with.
    if (id === '' || identifier === null || email === null) return undefined;
    const state = flavour.stateOf(raw, clock());
    const disabled = state.disabled || people.closed.some((place) => isBelow(raw.dn, place));
    const { mustChange: _, ...shown } = state;
    const names = { givenName: text(people.givenName) ?? '', familyName: text(people.familyName) ?? '' };
    const entry = keptEntry({ id, identifier, email, ...names, phone: text(people.phone), entity: text(people.entity), ...shown, disabled });
    // Of two addresses in one, each mail would go to both.
    if (!entry) tell(`${raw.dn}: ${people.email} is no single address, or ${people.identifier} has signs that nobody sees; the account is passed over`);
    return entry && { entry, name: raw.dn, state, raw };
  };

  const shown = { attributes, explicitBufferAttributes: flavour.idIsBinary ? [flavour.idAttribute] : [] };

  /** One search, whatever is found (ALL-4). */
  const look = async (client: Client, by: Lookup): Promise<Found | undefined> => {
    const filter = filterOf(by) ?? equal(people.identifier, '-');
    await flavour.beforeLook?.(client);
    const { searchEntries } = await client.search(people.base, {
      scope: 'sub',
      filter: new AndFilter({ filters: [...isPerson, filter] }),
      ...shown,
      sizeLimit: 2,
    });
    const [raw, second] = searchEntries;
    if (raw && second) tell(`two accounts answer to what one was looked for by: ${raw.dn} and ${second.dn}`);
    const found = raw && !second ? read(raw) : undefined;
    return found && isMeant(by, found.raw, found.entry) ? found : undefined;
  };

  /** Those who are said so: each word begins one of their names. */
  const search = async (client: Client, said: Said, most: number): Promise<Entry[]> => {
    const begins = (word: string) =>
      [people.givenName, people.familyName, people.identifier].map((attribute) => new SubstringFilter({ attribute, initial: word }));
    const filters =
      'phone' in said
        ? people.phone === undefined
          ? []
          : [new OrFilter({ filters: [said.phone, said.spelt].map((phone) => equal(people.phone ?? '', phone)) })]
        : said.words.map((word) => new OrFilter({ filters: [...begins(word), ...flavour.alike(people, word)] }));
    if (filters.length === 0) return [];
    await flavour.beforeLook?.(client);
    const filter = new AndFilter({ filters: [...isPerson, ...filters] });
    const { searchEntries } = await client.search(people.base, { scope: 'sub', filter, ...shown, sizeLimit: most });
    // Not every server keeps to the limit.
    const entries = searchEntries.flatMap((raw) => read(raw)?.entry ?? []);
    return entries.filter((entry) => isSaid(entry, said)).slice(0, most);
  };

  const reading = <T>(task: (client: Client) => Promise<T>): Promise<T> => connections.use(task, { again: true });
  const writing = <T>(task: (client: Client) => Promise<T>): Promise<T> => connections.use(task, { again: false });

  /** Where groups are looked for that the catalogue does not name. */
  const around = (name: string | undefined) => ({ base: groups?.base ?? rootOf(name ?? people.base), member: groups?.member ?? 'member' });

  /** Accounts that the directory or the profile marks as privileged are left alone, and the operator hears of it (DIR-15). */
  const isGuarded = async (client: Client, found: Found): Promise<boolean> => {
    const guarded = await isPrivileged(client, found);
    if (guarded) tell(`${found.name} is privileged: its password, locks and groups are not touched from here`);
    return guarded;
  };

  const isPrivileged = async (client: Client, { name, state }: Found): Promise<boolean> => {
    const among = await flavour.groupsOf(client, name, around(privileged[0]), privileged);
    return state.privileged || among.length > 0;
  };

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

  /** Adds to, or takes from, a group; that it was so already is no fault. */
  const change = async (client: Client, operation: 'add' | 'delete', group: string, member: string, name: string): Promise<void> => {
    try {
      await client.modify(group, new Change({ operation, modification: new Attribute({ type: member, values: [name] }) }));
    } catch (error) {
      const result = resultOf(error);
      if (operation === 'add' && (result === code.exists || result === code.entryExists)) return;
      if (operation === 'delete' && (result === code.noSuchAttribute || (result === code.unwilling && !(await isIn(client, group, member, name))))) return;
      if (result === code.objectClass) throw new DirectoryMisconfigured(`${group} may not be without members: give it one that stays`);
      if (result === code.noSuchObject) throw new DirectoryMisconfigured(`${group} is not in the directory`);
      throw error;
    }
  };

  const isIn = async (client: Client, group: string, member: string, name: string): Promise<boolean> =>
    (await client.search(group, { scope: 'base', filter: equal(member, name), attributes: ['1.1'] })).searchEntries.length > 0;

  const isThere = async (client: Client, name: string): Promise<boolean> => {
    try {
      return (await client.search(name, { scope: 'base', attributes: ['1.1'] })).searchEntries.length > 0;
    } catch (error) {
      if (resultOf(error) === code.noSuchObject) return false;
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

  const inCatalogue = (id: string): { readonly group: string; readonly member: string } => {
    const group = catalogue.get(id);
    if (group === undefined || !groups) throw new DirectoryMisconfigured(`directory.groups.catalogue has no ${id}`);
    return { group, member: groups.member };
  };

  const membership = (operation: 'add' | 'delete') => async (entry: Pick<Entry, 'id'>, id: string) => {
    const { group, member } = inCatalogue(id);
    await writing(async (client) => {
      const found = await look(client, entry);
      // Who is gone is in no group any more.
      if (!found) return;
      if (await isGuarded(client, found)) throw new DirectoryMisconfigured(`${found.name} is privileged: its groups are not touched from here`);
      await change(client, operation, group, member, found.name);
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
      return await writing(async (client) => {
        for (let n = 1; n <= mostAlike; n += 1) {
          const identifier = create.identifier === undefined ? made.identifier : nameBy(create.identifier, { ...made }, n);
          const taken = await look(client, { identifier });
          if (!taken) {
            const name = nameBelow(create.in, create.name, create.name.toLowerCase() === 'cn' && isShort ? displayName(made, n) : identifier);
            try {
              await client.add(name, attributesOf(create, { ...made, identifier }, people, flavour.passwordOf(password?.normalize('NFC'))));
              const found = await look(client, { email: made.email });
              if (!found) throw new DirectoryMisconfigured(`${name} was made and is not found again: look at people.base and people.filter`);
              return accept({ entry: found.entry, commit: async () => true });
            } catch (error) {
              const refused = policyRefusal(error);
              if (refused) return refused;
              if (resultOf(error) !== code.entryExists) throw error;
            }
          }
          if (create.identifier === undefined) return refuse({ key: 'signUp.exists' });
        }
        throw new DirectoryMisconfigured(`${mostAlike} accounts are named alike: directory.create.identifier needs more of a name`);
      });
    }),

    welcome: asPort(async (entry: Pick<Entry, 'id'>) => {
      const first = settings.create?.groups ?? [];
      if (first.length === 0) return;
      await writing(async (client) => {
        const found = await look(client, { id: entry.id });
        if (found) for (const group of first) await change(client, 'add', group, groups?.member ?? 'member', found.name);
      });
    }),

    remove: asPort(async ({ id }: Pick<Entry, 'id'>): Promise<Commit> => {
      await writing(async (client) => {
        const found = await look(client, { id });
        if (!found) return;
        if (await isGuarded(client, found)) throw new DirectoryMisconfigured(`${found.name} is privileged: it is not ended from here`);
        if (groups) {
          const among = [...catalogue.values()];
          for (const group of among) if (await isIn(client, group, groups.member, found.name)) await change(client, 'delete', group, groups.member, found.name);
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

    ending: (after, until) =>
      connections.walk(async function* (client) {
        const filter = endingWithin(flavour.aging, await flavour.aging.ages(client), after, until);
        if (!filter) return;
        const pages = client.searchPaginated(people.base, {
          scope: 'sub',
          filter: new AndFilter({ filters: [...isPerson, filter] }),
          ...shown,
          paged: { pageSize: perPage },
        });
        for await (const { searchEntries } of pages)
          yield searchEntries.flatMap((raw) => {
            const entry = read(raw)?.entry;
            const endsAt = entry && !entry.disabled && !entry.privileged ? entry.passwordEndsAt : null;
            return entry && endsAt !== null && endsAt > after && endsAt <= until ? [{ id: entry.id, passwordEndsAt: endsAt }] : [];
          });
      }),

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
          if (!(await isThere(client, group))) throw new DirectoryMisconfigured(`${group} is not in the directory`);
          const person = { base: people.base, filter: new AndFilter({ filters: isPerson }), options: shown };
          const members = await flavour.membersOf(client, group, person, around(group).member, mostMembers);
          fewEnough(members.length, group);
          return members.flatMap((raw) => read(raw)?.entry ?? []).filter(({ disabled }) => !disabled);
        }),
    ),

    inGroup: (id) =>
      connections.walk(async function* (client) {
        const { group, member } = inCatalogue(id);
        if (!(await isThere(client, group))) throw new DirectoryMisconfigured(`${group} is not in the directory`);
        const person = { base: people.base, filter: new AndFilter({ filters: isPerson }), options: shown };
        await flavour.beforeLook?.(client);
        for await (const page of flavour.inGroup(client, group, person, member)) yield page.flatMap((raw) => read(raw)?.entry ?? []);
      }),

    amongGroups: asPort(async ({ id }: Pick<Entry, 'id'>, names: readonly string[]) =>
      names.length === 0
        ? []
        : await reading(async (client) => {
            const found = await look(client, { id });
            return found && !found.entry.disabled ? await flavour.groupsOf(client, found.name, around(names[0]), names) : [];
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
          const { searchEntries } = await client.search(at, { scope: 'base', filter: new AndFilter({ filters: isPerson }), ...shown });
          const manager = at === name && searchEntries[0] ? read(searchEntries[0])?.entry : undefined;
          return manager?.disabled ? undefined : manager;
        }),
    ),
    close: connections.close,
  };
}

/** Names of people differ where their names are the same. */
const displayName = ({ givenName, familyName, identifier }: NewEntry, n: number): string =>
  [`${givenName} ${familyName}`.trim() || identifier, ...(n === 1 ? [] : [n])].join(' ');

function attributesOf(
  { objectClasses, attributes }: NonNullable<LdapSettings['create']>,
  made: NewEntry,
  { identifier, email, givenName, familyName, phone, entity }: LdapSettings['people'],
  password: Readonly<Record<string, string | Buffer>>,
): Attribute[] {
  const values: Record<string, string | null> = {
    [identifier]: made.identifier,
    [email]: made.email,
    [givenName]: made.givenName,
    // Person needs a surname (RFC 4519, 3.12).
    [familyName]: made.familyName || made.identifier,
    ...(phone !== undefined && { [phone]: made.phone }),
    ...(entity !== undefined && { [entity]: made.entity }),
  };
  for (const [name, pattern] of Object.entries(attributes)) values[name] = valueBy(pattern, made);
  const texts = Object.entries(values).flatMap(([type, value]) => (value ? [new Attribute({ type, values: [value] })] : []));
  const secrets = Object.entries(password).map(([type, value]) => new Attribute({ type, values: typeof value === 'string' ? [value] : [value] }));
  return [new Attribute({ type: 'objectClass', values: [...objectClasses] }), ...texts, ...secrets];
}
