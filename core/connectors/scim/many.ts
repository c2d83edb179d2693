import type { ScimSettings } from '../../portal/index.ts';
import { anyOf } from './attributes.ts';
import { type Exchange, ScimRefusal } from './client.ts';
import type { Groups } from './groups.ts';
import type { Members } from './members.ts';
import { listed } from './pages.ts';
import { type Found, lookById, personOf } from './people.ts';

/** How many people are asked for in one request. */
export const perFilter = 40;

/** Many people by few requests; one by one where the service does not read such filters. */
export async function peopleOf(exchange: Exchange, settings: ScimSettings, ids: readonly string[]): Promise<Found[]> {
  const found: Found[] = [];
  for (let at = 0; at < ids.length; at += perFilter) {
    const some = ids.slice(at, at + perFilter);
    const together = await togetherOf(exchange, settings, some);
    found.push(...(together ?? (await Promise.all(some.map((id) => lookById(exchange, settings, id)))).filter((each) => each !== undefined)));
  }
  return found;
}

async function togetherOf(exchange: Exchange, settings: ScimSettings, ids: readonly string[]): Promise<Found[] | undefined> {
  try {
    const filter = anyOf('id', ids);
    const { resources, total } = await listed(exchange, '/Users', { filter, count: String(ids.length) });
    // Fewer may be gone; more means that the filter was not looked at.
    if (total > ids.length || resources.length < total) return undefined;
    const people = resources.flatMap((resource) => personOf(resource, settings) ?? []);
    return people.every(({ entry }) => ids.includes(entry.id)) ? people : undefined;
  } catch (error) {
    if (error instanceof ScimRefusal) return undefined;
    throw error;
  }
}

/**
 * Which of these groups each of many people is in, by few requests: what pages of people show of their groups, and for whom that is not all, the
 * members of the groups. `begin`: each page is an operation of its own, as together they may take longer than one may.
 */
export async function groupsOfMany(
  begin: () => Exchange,
  settings: ScimSettings,
  groups: Groups,
  ids: readonly string[],
  names: readonly string[],
): Promise<readonly (readonly string[])[]> {
  const held = new Map<string, readonly string[]>();
  const unsure: Found[] = [];
  for (let at = 0; at < ids.length && names.length > 0; at += perFilter) {
    for (const person of await peopleOf(begin(), settings, ids.slice(at, at + perFilter))) {
      const shown = await groups.shown(begin(), person.resource, names);
      if (shown.all) held.set(person.entry.id, shown.among);
      else unsure.push(person);
    }
  }
  if (unsure.length > 0) {
    const seen: Members = new Map();
    const people = new Map<string, ReadonlySet<string>>();
    for (const name of names) people.set(name, await groups.reached(begin(), name, seen));
    const telling = [...people.values()].some((members) => members.size > 0);
    for (const { entry, resource } of unsure) {
      // A service may keep the members of its groups to itself, and still look for a member in them.
      const among = telling ? names.filter((name) => people.get(name)?.has(entry.id)) : await groups.among(begin(), resource, names);
      held.set(entry.id, among);
    }
  }
  return ids.map((id) => held.get(id) ?? []);
}
