import type { ScimSettings } from '../../portal/index.ts';
import { DirectoryMisconfigured } from '../../ports.ts';
import { idAs } from '../meant.ts';
import { inside, isResource, type Resource, textAt, valuesAt } from './attributes.ts';
import { type Exchange, type Request, ScimRefusal } from './client.ts';
import { memberId } from './members.ts';
import { pathOf } from './people.ts';

const patchSchema = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
/** How often a whole resource is read and written anew where somebody else was faster. */
const attempts = 3;

/** What is changed of a user: texts and switches by their names. */
export type Change = { readonly password: string } | { readonly active: boolean };

/** Changing resources, on services that differ on how. */
export type Writes = {
  user(exchange: Exchange, id: string, change: Change): Promise<void>;
  /** That nobody is there any more is no fault. */
  remove(exchange: Exchange, id: string): Promise<void>;
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
        const patch = inside(await exchange('/ServiceProviderConfig'), 'patch');
        return String(inside(patch, 'supported')).toLowerCase() !== 'false';
      } catch (error) {
        if (error instanceof ScimRefusal) return true;
        throw error;
      }
    })();
    return patches;
  };

  /** Some services take a change only together with the version that it is of (412, 428). */
  const written = async (exchange: Exchange, path: string, request: Request): Promise<void> => {
    for (let attempt = 1, version: string | undefined; ; attempt += 1)
      try {
        await exchange(path, { ...request, version });
        return;
      } catch (error) {
        if (!(wantsVersion(error) && attempt < attempts)) throw error;
        version = versionOf(await exchange(path));
      }
  };

  const patch = async (exchange: Exchange, path: string, operation: Resource, secret?: string): Promise<void> =>
    await written(exchange, path, { method: 'PATCH', body: { schemas: [patchSchema], Operations: [operation] }, secret });

  /** Reads, changes and writes a whole resource, which must not have changed in between where the service has versions. */
  const put = async (exchange: Exchange, path: string, changed: (resource: Resource) => Resource | undefined, secret?: string): Promise<void> => {
    for (let attempt = 1; ; attempt += 1) {
      const before = await exchange(path);
      const body = changed(before);
      if (!body) return;
      const own = Object.entries(body).filter(([name]) => !['meta', 'groups'].includes(name.toLowerCase()));
      try {
        await exchange(path, { method: 'PUT', body: Object.fromEntries(own), version: versionOf(before), secret });
        return;
      } catch (error) {
        if (!(wantsVersion(error) && attempt < attempts)) throw error;
      }
    }
  };

  return {
    user: async (exchange, id, change) => {
      const path = pathOf('Users', id);
      const secret = 'password' in change ? change.password : undefined;
      if (!(await canPatch(exchange))) return await put(exchange, path, (resource) => ({ ...resource, ...change }), secret);
      const [[name, value] = ['', '']] = Object.entries(change);
      const asValue = async () => await patch(exchange, path, { op: 'replace', value: change }, secret);
      if (!byPath) return await asValue();
      try {
        await patch(exchange, path, { op: 'replace', path: name, value }, secret);
      } catch (error) {
        if (!(error instanceof ScimRefusal && ['invalidPath', 'invalidSyntax'].includes(error.scimType))) throw error;
        await asValue();
        byPath = false;
      }
    },

    remove: async (exchange, id) => {
      try {
        await written(exchange, pathOf('Users', id), { method: 'DELETE' });
      } catch (error) {
        if (!(error instanceof ScimRefusal && error.status === 404)) throw error;
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
            const others = members.filter((member) => memberId(member) !== idAs(user));
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

/** A version that is over, or that has to be named. */
const wantsVersion = (error: unknown): boolean => error instanceof ScimRefusal && (error.status === 412 || error.status === 428);

const versionOf = (resource: Resource): string | undefined => {
  const meta = inside(resource, 'meta');
  return isResource(meta) ? (textAt(meta, 'version') ?? undefined) : undefined;
};
