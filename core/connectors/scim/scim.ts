import type { Said } from '../../foundation/accountWords.ts';
import { accept, type Outcome, refuse } from '../../foundation/outcome.ts';
import type { ScimSettings } from '../../portal/index.ts';
import { type Commit, type Directory, DirectoryMisconfigured, type Entry, type Lookup, type NewEntry } from '../../ports.ts';
import { mostAlike } from '../bounds.ts';
import { gathered } from '../gathered.ts';
import { isCalled } from '../meant.ts';
import { passwordRefusal } from '../passwordRefusal.ts';
import { comparesNone, inCatalogue, toldOf } from '../service.ts';
import { nameBy } from '../shortNames.ts';
import { textAt } from './attributes.ts';
import { createScimClient, type Exchange, ScimRefusal } from './client.ts';
import { createGroups } from './groups.ts';
import { groupsOfMany, peopleOf, perFilter } from './many.ts';
import { type Found, look, personOf, resourceOf, search } from './people.ts';
import { createWrites } from './writes.ts';

/** Up to so many people at once are asked about one by one. */
const few = 3;

/**
 * A directory that speaks SCIM 2.0. SCIM compares no passwords, shows no locks and says nothing of when passwords end. Nothing is asked before it is
 * needed. `tell` is given what an operator has to know.
 */
export function createScimDirectory(settings: ScimSettings, tell: (message: string) => void): Directory {
  const client = createScimClient(settings);
  const groups = createGroups();
  const writes = createWrites(settings);
  const catalogue = new Map(Object.entries(settings.groups?.catalogue ?? {}));
  const done = accept<Commit>(async () => true);

  const find = (exchange: Exchange, by: Lookup): Promise<Found | undefined> => look(exchange, settings, by, tell);

  /** Accounts that the profile marks as privileged are left alone, and the operator hears of it (DIR-15). */
  const isGuarded = async (exchange: Exchange, { entry, resource }: Found): Promise<boolean> => {
    const guarded = (await groups.among(exchange, resource, settings.privileged)).length > 0;
    if (guarded) tell(`${entry.identifier} is privileged: its password and groups are not touched from here`);
    return guarded;
  };

  /** What the service refuses, beyond what was expected, is for the operator. */
  const asPort =
    <A extends unknown[], T>(act: (exchange: Exchange, ...given: A) => Promise<T>) =>
    (...given: A): Promise<T> =>
      toldOf(
        tell,
        (error) =>
          error instanceof ScimRefusal ? new DirectoryMisconfigured(`the service refused (${error.status} ${error.scimType}): ${error.message}`) : error,
        () => act(client.begin(), ...given),
      );

  const refusing = async (task: () => Promise<void>): Promise<Outcome<Commit>> => {
    try {
      await task();
      return done;
    } catch (error) {
      const refused = error instanceof ScimRefusal && isOfPassword(error) ? passwordRefusal(error.message) : undefined;
      if (refused) return refused;
      throw error;
    }
  };

  /** Adds to, or takes from, a group. That it was so already is seen first: some services put people in twice. */
  const change = async (exchange: Exchange, operation: 'add' | 'remove', name: string, { entry, resource }: Found): Promise<void> => {
    const group = await groups.idOf(exchange, name);
    if ((await groups.isIn(exchange, resource, group)) === (operation === 'add')) return;
    await writes.member(exchange, operation, group, textAt(resource, 'id') ?? entry.id);
  };

  const membership = (operation: 'add' | 'remove') =>
    asPort(async (exchange, { id }: Pick<Entry, 'id'>, name: string) => {
      const group = inCatalogue(catalogue, name);
      const found = await find(exchange, { id });
      // Who is gone is in no group any more.
      if (!found) return;
      if (await isGuarded(exchange, found)) throw new DirectoryMisconfigured(`${found.entry.identifier} is privileged: its groups are not touched from here`);
      await change(exchange, operation, group, found);
    });

  const made = async (exchange: Exchange, resource: ReturnType<typeof resourceOf>, email: string, secret: string | undefined): Promise<Found> => {
    const shown = personOf(await exchange('/Users', { method: 'POST', body: resource, secret }), settings);
    // Some show nothing of what they made; one that shows somebody else is not believed.
    const found = shown && isCalled(shown.entry, 'email', email) ? shown : await find(exchange, { email });
    if (!found) throw new DirectoryMisconfigured(`${email} was made and is not found again: look at directory.people`);
    return found;
  };

  const noPasswords = comparesNone('SCIM');

  return {
    can: new Set([
      'setPassword',
      'remove',
      ...(settings.create ? (['create'] as const) : []),
      ...(settings.groups ? (['groups'] as const) : []),
      ...(settings.people.manager === undefined ? [] : (['manager'] as const)),
    ]),
    embedded: false,

    find: asPort(async (exchange, by: Lookup) => (await find(exchange, by))?.entry),
    search: asPort((exchange, said: Said, most: number) => search(exchange, settings, said, most)),

    verify: noPasswords,
    changePassword: noPasswords,

    setPassword: asPort(async (exchange, { id }: Entry, password: string) => {
      const found = await find(exchange, { id });
      if (!found) return refuse({ key: 'link.unknown' });
      if (found.entry.disabled || (await isGuarded(exchange, found))) return refuse({ key: 'directory.closed' });
      return await refusing(() => writes.user(exchange, textAt(found.resource, 'id') ?? id, { password: password.normalize('NFC') }));
    }),

    create: asPort(async (exchange, wanted: NewEntry, password: string | undefined): Promise<Outcome<{ readonly entry: Entry; readonly commit: Commit }>> => {
      const { create } = settings;
      if (!create) throw new DirectoryMisconfigured('directory.create says nothing of new accounts');
      for (let n = 1; n <= mostAlike; n += 1) {
        const identifier = create.identifier === undefined ? wanted.identifier : nameBy(create.identifier, { ...wanted }, n);
        if (!(await find(exchange, { identifier })))
          try {
            const secret = password?.normalize('NFC');
            const { entry } = await made(exchange, resourceOf({ ...wanted, identifier }, secret, settings), wanted.email, secret);
            return accept({ entry: { ...entry, hasPassword: password !== undefined }, commit: async () => true });
          } catch (error) {
            if (!(error instanceof ScimRefusal)) throw error;
            if (isOfPassword(error) && /password/i.test(error.message)) return passwordRefusal(error.message);
            if (error.status !== 409) throw error;
            // What was taken may be the address, and no other name would help then.
            if (await find(exchange, { email: wanted.email })) return refuse({ key: 'signUp.exists' });
          }
        if (create.identifier === undefined) return refuse({ key: 'signUp.exists' });
      }
      throw new DirectoryMisconfigured(`${mostAlike} accounts are named alike: directory.create.identifier needs more of a name`);
    }),

    welcome: asPort(async (exchange, { id }: Pick<Entry, 'id'>) => {
      const first = settings.create?.groups ?? [];
      const found = first.length === 0 ? undefined : await find(exchange, { id });
      if (found) for (const group of first) await change(exchange, 'add', group, found);
    }),

    remove: asPort(async (exchange, { id }: Pick<Entry, 'id'>): Promise<Commit> => {
      const found = await find(exchange, { id });
      if (!found) return async () => true;
      if (await isGuarded(exchange, found)) throw new DirectoryMisconfigured(`${found.entry.identifier} is privileged: it is not ended from here`);
      const own = textAt(found.resource, 'id') ?? id;
      for (const group of catalogue.values()) await change(exchange, 'remove', group, found);
      if (settings.remove === 'delete') await writes.remove(exchange, own);
      else if (!found.entry.disabled) await writes.user(exchange, own, { active: false });
      const left = await find(exchange, { id });
      if (left && !left.entry.disabled) throw new DirectoryMisconfigured(`${left.entry.identifier} was ended, and the service still shows it as active`);
      return async () => true;
    }),

    groupsOf: gathered(
      asPort(async (exchange, entries: readonly Pick<Entry, 'id'>[]) => {
        const names = [...catalogue.values()];
        const of = async ({ id }: Pick<Entry, 'id'>) => {
          const found = names.length === 0 ? undefined : await find(exchange, { id });
          return found ? await groups.among(exchange, found.resource, names) : [];
        };
        const ids = entries.map(({ id }) => id);
        const held = entries.length > few ? await groupsOfMany(client.begin, settings, groups, ids, names) : await Promise.all(entries.map(of));
        return held.map((among) => [...catalogue].filter(([, name]) => among.includes(name)).map(([group]) => group));
      }),
    ),

    join: membership('add'),
    leave: membership('remove'),

    membersOf: asPort(async (exchange, group: string) => {
      const ids = await groups.members(exchange, group);
      return (await peopleOf(exchange, settings, ids)).map(({ entry }) => entry).filter(({ disabled }) => !disabled);
    }),

    async *inGroup(id) {
      const ids = await asPort((exchange) => groups.own(exchange, inCatalogue(catalogue, id)))();
      // Each page is an operation of its own: together they may take longer than one may.
      for (let at = 0; at < ids.length; at += perFilter) {
        const people = await asPort((exchange) => peopleOf(exchange, settings, ids.slice(at, at + perFilter)))();
        yield people.map(({ entry }) => entry);
      }
    },

    amongGroups: asPort(async (exchange, { id }: Pick<Entry, 'id'>, names: readonly string[]) => {
      const found = names.length === 0 ? undefined : await find(exchange, { id });
      return found && !found.entry.disabled ? await groups.among(exchange, found.resource, names) : [];
    }),

    managerOf: asPort(async (exchange, { id }: Pick<Entry, 'id'>) => {
      const { manager } = settings.people;
      if (manager === undefined) return undefined;
      const found = await find(exchange, { id });
      const whose = found && textAt(found.resource, manager);
      // Nobody's manager costs a request too (ALL-4).
      const entry = (await find(exchange, { id: whose ?? '' }))?.entry;
      return entry?.disabled ? undefined : entry;
    }),

    async *ending() {},
    endingOf: async () => undefined,
    close: async () => undefined,
  };
}

/** Whether a refusal can be one of the password that was sent: 400 with or without invalidValue (RFC 7644, 3.12). */
const isOfPassword = ({ status, scimType }: ScimRefusal): boolean => (status === 400 || status === 422) && ['', 'invalidValue'].includes(scimType);
