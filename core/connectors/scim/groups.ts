import { newId } from '../../foundation/secrets.ts';
import { DirectoryMisconfigured } from '../../ports.ts';
import { fewEnough } from '../bounds.ts';
import { idAs } from '../meant.ts';
import { anyOf, equal, type Resource, textAt, valuesAt } from './attributes.ts';
import { type Exchange, ScimRefusal } from './client.ts';
import { downwards, isGroup, type Members, memberId, membersOf, perFilter } from './members.ts';
import { all, listed } from './pages.ts';

/** For how long a group's id is taken to be that of its name. */
const namedFor = 60_000;
/** The most groups around one person. */
const mostGroups = 1_000;
/** Reading and writing groups, named by displayName or as `id:…`. */
export type Groups = {
  /** The id of a group. Throws `DirectoryMisconfigured` where there is none of that name, or several. */
  idOf(exchange: Exchange, name: string): Promise<string>;
  /** Whether somebody is in a group themselves, and not only through another. */
  isIn(exchange: Exchange, user: Resource, group: string): Promise<boolean>;
  /** Which of these groups somebody is in, nested ones included. */
  among(exchange: Exchange, user: Resource, names: readonly string[]): Promise<readonly string[]>;
  /** What somebody is shown with says of it, and whether that is all. */
  shown(exchange: Exchange, user: Resource, names: readonly string[]): Promise<{ readonly among: readonly string[]; readonly all: boolean }>;
  /** The ids of the people in a group, nested ones included; `seen` keeps what was read for the next. */
  reached(exchange: Exchange, name: string, seen: Members): Promise<ReadonlySet<string>>;
  /** The ids of the people whom a group has itself. */
  own(exchange: Exchange, name: string): Promise<readonly string[]>;
  /** The same as `reached`, of a group that decides: not more than can be asked. */
  members(exchange: Exchange, name: string): Promise<readonly string[]>;
};

/** Reads nothing yet. */
export function createGroups(): Groups {
  const ids = new Map<string, { readonly id: string; readonly until: number }>();
  let filters: boolean | undefined;

  const idOf = async (exchange: Exchange, name: string): Promise<string> => {
    if (name.startsWith('id:')) return name.slice(3);
    const known = ids.get(name);
    if (known && known.until > performance.now()) return known.id;
    const { resources } = await listed(exchange, '/Groups', { filter: equal('displayName', name), excludedAttributes: 'members', count: '2' });
    const meant = resources.filter((group) => textAt(group, 'displayName') === name).flatMap((group) => textAt(group, 'id') ?? []);
    const [id] = meant;
    if (id === undefined || meant.length > 1)
      throw new DirectoryMisconfigured(`${meant.length > 1 ? 'several groups are' : 'no group is'} named ${name}: name it by id:…`);
    ids.set(name, { id, until: performance.now() + namedFor });
    return id;
  };

  /** Whether the service can be asked for the groups of a member. One that does not look at filters has an answer for somebody who does not exist. */
  const canFilter = async (exchange: Exchange): Promise<boolean> => {
    filters ??= await (async () => {
      try {
        return (await listed(exchange, '/Groups', { filter: equal('members.value', newId()), attributes: 'id', count: '1' })).total === 0;
      } catch (error) {
        if (error instanceof ScimRefusal) return false;
        throw error;
      }
    })();
    return filters;
  };

  /** The groups in which one of these ids is a member; undefined where the service refuses to be asked so, which some do only at times. */
  const holding = async (exchange: Exchange, members: readonly string[]): Promise<readonly string[] | undefined> => {
    try {
      return (await canFilter(exchange)) ? await filteredBy(exchange, members) : undefined;
    } catch (error) {
      if (!(error instanceof ScimRefusal)) throw error;
      filters = false;
      return undefined;
    }
  };

  const filteredBy = async (exchange: Exchange, members: readonly string[]): Promise<readonly string[]> => {
    const found: string[] = [];
    for (let at = 0; at < members.length; at += perFilter) {
      const filter = anyOf('members.value', members.slice(at, at + perFilter));
      for (const group of await all(exchange, '/Groups', { filter, attributes: 'id' }, mostGroups)) found.push(idAs(textAt(group, 'id') ?? ''));
    }
    return found;
  };

  /** From somebody's own groups up, through those that they lie in; undefined where the service cannot be asked for them. */
  const upwards = async (exchange: Exchange, id: string, own: readonly string[] | undefined): Promise<ReadonlySet<string> | undefined> => {
    const held = new Set<string>();
    for (let front = own ?? (await holding(exchange, [id])); front !== undefined; front = await holding(exchange, front)) {
      front = front.filter((group) => !held.has(group));
      if (front.length === 0) return held;
      for (const group of front) held.add(group);
    }
    return undefined;
  };

  /** The groups that a person is shown with; undefined where the service shows none, as many do. */
  const shownOf = (user: Resource): readonly Resource[] | undefined => {
    const shown = valuesAt(user, 'groups')?.filter((group) => textAt(group, 'value') !== null) ?? [];
    return shown.length === 0 ? undefined : shown;
  };

  const wantedOf = (exchange: Exchange, names: readonly string[]) => Promise.all(names.map(async (name) => ({ name, id: idAs(await idOf(exchange, name)) })));

  /** The groups that somebody is shown with, by their ids, those of `wanted`, and whether that is all. */
  const shownAmong = (user: Resource, wanted: readonly { readonly name: string; readonly id: string }[]) => {
    const shown = shownOf(user);
    const own = shown?.map((group) => idAs(textAt(group, 'value') ?? ''));
    // A service that shows whom a group reaches indirectly has looked upwards itself.
    const whole = shown?.some((group) => textAt(group, 'type')?.toLowerCase() === 'indirect') ?? false;
    const among = wanted.filter((group) => own?.includes(group.id)).map(({ name }) => name);
    return { own, among, all: whole || among.length === wanted.length };
  };

  return {
    idOf,

    isIn: async (exchange, user, group) => {
      const id = idAs(textAt(user, 'id') ?? '');
      const shown = shownOf(user)?.filter((each) => textAt(each, 'type')?.toLowerCase() !== 'indirect');
      if (shown) return shown.some((each) => idAs(textAt(each, 'value') ?? '') === idAs(group));
      const held = await holding(exchange, [id]);
      return held ? held.includes(idAs(group)) : (await membersOf(exchange, group)).some((member) => memberId(member) === id);
    },

    among: async (exchange, user, names) => {
      if (names.length === 0) return [];
      const id = idAs(textAt(user, 'id') ?? '');
      const wanted = await wantedOf(exchange, names);
      const { own, among, all } = shownAmong(user, wanted);
      if (all) return among;
      const held = await upwards(exchange, id, own);
      if (held) return wanted.filter((group) => held.has(group.id)).map(({ name }) => name);
      const seen: Members = new Map();
      const inside: string[] = [];
      for (const group of wanted) if ((await downwards(exchange, group.id, seen)).has(id)) inside.push(group.name);
      return inside;
    },

    shown: async (exchange, user, names) => shownAmong(user, await wantedOf(exchange, names)),
    reached: async (exchange, name, seen) => await downwards(exchange, await idOf(exchange, name), seen),

    own: async (exchange, name) => {
      const members = await membersOf(exchange, await idOf(exchange, name));
      return members.filter((member) => !isGroup(member)).flatMap((member) => memberId(member) || []);
    },

    members: async (exchange, name) => {
      const people = await downwards(exchange, await idOf(exchange, name), new Map());
      fewEnough(people.size, name);
      return [...people];
    },
  };
}
