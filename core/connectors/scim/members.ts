import { DirectoryMisconfigured } from '../../ports.ts';
import { idAs } from '../meant.ts';
import { anyOf, type Resource, textAt, valuesAt } from './attributes.ts';
import { type Exchange, ScimRefusal } from './client.ts';
import { listed } from './pages.ts';
import { pathOf } from './people.ts';

/** The members of groups, by the groups' ids. */
export type Members = Map<string, readonly Resource[]>;

/** How many conditions are put into one filter. */
export const perFilter = 20;

/** Who a member is: its `value`, or what its `$ref` ends in where a service leaves the value out; empty where it says neither. */
export const memberId = (member: Resource): string => idAs(textAt(member, 'value') ?? textAt(member, '$ref')?.split('/').at(-1) ?? '');

/** Whether a member says that it is a group. */
export const isGroup = (member: Resource): boolean => kindOf(member) === 'group';

const kindOf = (member: Resource): string | undefined =>
  textAt(member, 'type')?.toLowerCase() ?? /\/(group|user)s\//i.exec(textAt(member, '$ref') ?? '')?.[1]?.toLowerCase();

/** The members of a group, as the service shows them. Throws `DirectoryMisconfigured` where there is no such group. */
export async function membersOf(exchange: Exchange, id: string): Promise<readonly Resource[]> {
  try {
    return valuesAt(await exchange(pathOf('Groups', id), { query: { attributes: 'members' } }), 'members') ?? [];
  } catch (error) {
    if (error instanceof ScimRefusal && error.status === 404) throw new DirectoryMisconfigured(`there is no group id:${id}`);
    throw error;
  }
}

/** The people in a group, or in one that lies in it: for services that cannot be asked for the groups of a member, and for many people. `seen` keeps what was read. */
export async function downwards(exchange: Exchange, group: string, seen: Members): Promise<ReadonlySet<string>> {
  const people = new Set<string>();
  const visited = new Set<string>();
  const visit = async (id: string): Promise<void> => {
    if (visited.has(id)) return;
    visited.add(id);
    const members = seen.get(id) ?? (await membersOf(exchange, id));
    seen.set(id, members);
    const unsaid = members.filter((member) => kindOf(member) === undefined).map(memberId);
    const within = new Set([...members.filter(isGroup).map(memberId), ...(await groupsAmong(exchange, unsaid))]);
    for (const member of members.map(memberId)) {
      if (member === '') continue;
      if (within.has(member)) await visit(member);
      else people.add(member);
    }
  };
  await visit(group);
  return people;
}

/** Which of these ids are groups, where members do not say it. A service that does not look at such a filter has people alone in its groups, as far as can be seen. */
async function groupsAmong(exchange: Exchange, ids: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  try {
    for (let at = 0; at < ids.length; at += perFilter) {
      const some = ids.slice(at, at + perFilter);
      const filter = anyOf('id', some);
      const { resources } = await listed(exchange, '/Groups', { filter, attributes: 'id', count: String(some.length) });
      found.push(...resources.map((group) => idAs(textAt(group, 'id') ?? '')).filter((id) => some.includes(id)));
    }
  } catch (error) {
    if (!(error instanceof ScimRefusal)) throw error;
  }
  return found;
}
