import type { GraphSettings } from '../../portal/index.ts';
import { DirectoryMisconfigured, type Entry } from '../../ports.ts';
import { fewEnough } from '../bounds.ts';
import { idAs } from '../meant.ts';
import { GraphRefusal, type Resource, textOf } from './answers.ts';
import type { Exchange } from './client.ts';
import { nextOf, pageOf, pages, perPage } from './pages.ts';
import { orNothing, personOf, selected, userPath } from './people.ts';

/** What somebody is in, through other groups too. */
export type Held = { readonly groups: ReadonlySet<string>; readonly hasRole: boolean };

/** Reading and writing groups by their object ids. */
export type Groups = {
  /** By one request for each page; undefined where there is nobody with this id. */
  heldBy(exchange: Exchange, id: string): Promise<Held | undefined>;
  /** The people in a group, nested ones included. Throws `DirectoryMisconfigured` where there is no such group, or too many are in it. */
  members(exchange: Exchange, group: string): Promise<readonly Entry[]>;
  /** A page of the people whom a group has itself, and where the next one is. */
  page(exchange: Exchange, group: string, at?: string): Promise<{ readonly people: readonly Entry[]; readonly next: string | undefined }>;
  /** That somebody is in it already is no fault. `GraphRefusal` 404: Graph does not know the one or the other. */
  add(exchange: Exchange, group: string, id: string): Promise<void>;
  /** That somebody is not in it is no fault. */
  remove(exchange: Exchange, group: string, id: string): Promise<void>;
};

const writes = 'GroupMember.ReadWrite.All';

/** Reads nothing yet. `url`: Graph's own. */
export function createGroups(settings: GraphSettings, url: string): Groups {
  const exists = async (exchange: Exchange, group: string): Promise<boolean> => (await orNothing(exchange(`/groups/${group}?$select=id`))) !== undefined;
  const noGroup = (group: string) => new DirectoryMisconfigured(`there is no group ${group}`);

  return {
    heldBy: async (exchange, id) => {
      const groups = new Set<string>();
      let hasRole = false;
      try {
        // Not asked for by type: that would be answered by an index, which may be behind, and rights are decided on this.
        for await (const { values } of pages(exchange, url, `${userPath(id)}/transitiveMemberOf?$select=id&$top=${perPage}`, { needs: 'GroupMember.Read.All' }))
          for (const value of values) {
            groups.add(idAs(textOf(value, 'id') ?? ''));
            if (isRole(value)) hasRole = true;
          }
      } catch (error) {
        if (error instanceof GraphRefusal && error.status === 404) return undefined;
        throw error;
      }
      return { groups, hasRole };
    },

    members: async (exchange, group) => {
      const named = idAs(group);
      const query = `$count=true&$select=${selected(settings)}&$top=${perPage}`;
      const found: Entry[] = [];
      try {
        const asked = pages(exchange, url, `/groups/${named}/transitiveMembers/microsoft.graph.user?${query}`, {
          advanced: true,
          needs: 'GroupMember.Read.All',
        });
        for await (const { values, count } of asked) {
          fewEnough(count ?? found.length + values.length, named);
          found.push(...values.flatMap((value) => personOf(value, settings) ?? []));
        }
      } catch (error) {
        if (error instanceof GraphRefusal && error.status === 404) throw noGroup(named);
        throw error;
      }
      return found;
    },

    page: async (exchange, group, at = `/groups/${idAs(group)}/members/microsoft.graph.user?$count=true&$select=${selected(settings)}&$top=${perPage}`) => {
      try {
        const answer = await exchange(at, { advanced: true, needs: 'GroupMember.Read.All' });
        const { values } = pageOf(answer);
        return { people: values.flatMap((value) => personOf(value, settings) ?? []), next: nextOf(answer, url) };
      } catch (error) {
        if (error instanceof GraphRefusal && error.status === 404) throw noGroup(idAs(group));
        throw error;
      }
    },

    add: async (exchange, group, id) => {
      try {
        const body = { '@odata.id': `${url}/directoryObjects/${id}` };
        await exchange(`/groups/${group}/members/$ref`, { method: 'POST', body, needs: writes });
      } catch (error) {
        if (!(error instanceof GraphRefusal)) throw error;
        if (error.status === 400 && /already exist/i.test(error.message)) return;
        if (error.status === 404 && !(await exists(exchange, group))) throw noGroup(group);
        throw error;
      }
    },

    remove: async (exchange, group, id) => {
      try {
        // Without $ref it would be the account itself that is deleted.
        await exchange(`/groups/${group}/members/${id}/$ref`, { method: 'DELETE', needs: writes });
      } catch (error) {
        if (!(error instanceof GraphRefusal && error.status === 404)) throw error;
        if (!(await exists(exchange, group))) throw noGroup(group);
      }
    },
  };
}

/** A role is shown as one even where nothing else of it may be read. */
const isRole = (value: Resource): boolean => /\.(directoryRole|unifiedRole\w*)$/i.test(textOf(value, '@odata.type') ?? '');
