import type { ScimSettings } from '../../portal/index.ts';
import { DirectoryMisconfigured } from '../../ports.ts';
import { idAs } from '../meant.ts';
import { type Resource, textAt, valuesAt } from './attributes.ts';
import { type Exchange, ScimRefusal } from './client.ts';
import { pathOf } from './people.ts';

const patchSchema = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
/** How often a whole resource is read and written anew where somebody else was faster. */
const attempts = 3;

/** What is changed of a user: texts and switches by their names. */
export type Change = { readonly password: string } | { readonly active: boolean };

/** Changing resources, on services that differ on how. */
export type Writes = {
  user(exchange: Exchange, id: string, change: Change): Promise<void>;
  /** Adds to, or takes from, a group; that it was so already is no fault. */
  member(exchange: Exchange, operation: 'add' | 'remove', group: string, user: string): Promise<void>;
};

/** Asks a service for nothing yet. */
export function createWrites(settings: ScimSettings): Writes {
  let patches: boolean | undefined;
  /** Whether values of a user are put under their path (RFC 7644, 3.5.2.3), or in an object as Okta's client does, which some services are made for. */
  let byPath = true;

  /** Whether the service changes resources by PATCH, as it says itself; one that says nothing is taken to. */
  const canPatch = async (exchange: Exchange): Promise<boolean> => {
    if (settings.writes === 'entra') return true;
    if (settings.writes === 'put') return false;
    patches ??= await (async () => {
      try {
        const { patch } = await exchange('/ServiceProviderConfig');
        return !(typeof patch === 'object' && patch !== null && 'supported' in patch && patch.supported === false);
      } catch (error) {
        if (error instanceof ScimRefusal) return true;
        throw error;
      }
    })();
    return patches;
  };

  const patch = async (exchange: Exchange, path: string, operation: Resource): Promise<Resource> =>
    await exchange(path, { method: 'PATCH', body: { schemas: [patchSchema], Operations: [operation] } });

  /** Reads, changes and writes a whole resource, which must not have changed in between where the service has versions. */
  const put = async (exchange: Exchange, path: string, changed: (resource: Resource) => Resource | undefined): Promise<void> => {
    for (let attempt = 1; ; attempt += 1) {
      const before = await exchange(path);
      const body = changed(before);
      if (!body) return;
      const { meta: _meta, groups: _groups, ...written } = body;
      const version = before.meta instanceof Object && 'version' in before.meta ? String(before.meta.version) : undefined;
      try {
        await exchange(path, { method: 'PUT', body: written, version });
        return;
      } catch (error) {
        if (!(error instanceof ScimRefusal && error.status === 412 && attempt < attempts)) throw error;
      }
    }
  };

  return {
    user: async (exchange, id, change) => {
      const path = pathOf('Users', id);
      if (!(await canPatch(exchange))) return await put(exchange, path, (resource) => ({ ...resource, ...change }));
      const [[name, value] = ['', '']] = Object.entries(change);
      const asValue = async () => void (await patch(exchange, path, { op: 'replace', value: change }));
      if (!byPath) return await asValue();
      try {
        await patch(exchange, path, { op: 'replace', path: name, value });
      } catch (error) {
        if (!(error instanceof ScimRefusal && ['invalidPath', 'invalidSyntax'].includes(error.scimType))) throw error;
        await asValue();
        byPath = false;
      }
    },

    member: async (exchange, operation, group, user) => {
      const path = pathOf('Groups', group);
      const missing = (error: unknown): unknown =>
        error instanceof ScimRefusal && error.status === 404 ? new DirectoryMisconfigured(`there is no group id:${group}`) : error;
      try {
        if (!(await canPatch(exchange)))
          return await put(exchange, path, (resource) => {
            const members = valuesAt(resource, 'members') ?? [];
            const others = members.filter((member) => idAs(textAt(member, 'value') ?? '') !== idAs(user));
            if (operation === 'add') return others.length < members.length ? undefined : { ...resource, members: [...members, { value: user }] };
            return others.length < members.length ? { ...resource, members: others } : undefined;
          });
        const members = { path: 'members', value: [{ value: user }] };
        if (operation === 'add') await patch(exchange, path, { op: 'add', ...members });
        // By the standard a value is not looked at here, and all members would go: only a service that is known to read it gets one.
        else if (settings.writes === 'entra') await patch(exchange, path, { op: 'remove', ...members });
        else await patch(exchange, path, { op: 'remove', path: `members[value eq ${JSON.stringify(user)}]` });
      } catch (error) {
        const already =
          error instanceof ScimRefusal && ((operation === 'add' && error.status === 409) || (operation === 'remove' && error.scimType === 'noTarget'));
        if (!already) throw missing(error);
      }
    },
  };
}
