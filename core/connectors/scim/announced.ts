import type { ScimSettings } from '../../portal/index.ts';
import { type Finding, tried } from '../finding.ts';
import { isResource, partsOf, type Resource, textAt, valuesAt } from './attributes.ts';
import { type Exchange, ScimRefusal } from './client.ts';
import { all } from './pages.ts';

const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
const most = 200;

/**
 * Whether a service announces what the profile needs of it: users and groups (`ResourceTypes`), and the attributes that the profile names (`Schemas`,
 * RFC 7644, 4). Many announce nothing, or less than they have: what is not announced is not tried, and hinders nothing.
 */
export async function* announced(begin: () => Exchange, settings: ScimSettings): AsyncGenerator<Finding> {
  yield await looked('look for users and groups among its resource types', begin, '/ResourceTypes', (types) => {
    const places = types.map((type) => (textAt(type, 'endpoint') ?? '').replace(/^.*\//, '').toLowerCase());
    return ['Users', ...(settings.groups ? ['Groups'] : [])].filter((needed) => !places.includes(needed.toLowerCase()));
  });
  yield await looked('look for the attributes of the profile in its schemas', begin, '/Schemas', (schemas) =>
    [...new Set([...pathsIn(settings), 'password'])].filter((path) => !isIn(schemas, path)),
  );
}

const pathsIn = ({ people, create }: ScimSettings): string[] => {
  const { domains: _, ...paths } = people;
  return [...Object.values(paths).flatMap((path) => path ?? []), ...Object.keys(create?.attributes ?? {})].filter((path) => path !== 'id');
};

function isIn(schemas: readonly Resource[], path: string): boolean {
  const { schema = core, name, sub } = partsOf(path);
  const own = schemas.find((one) => textAt(one, 'id')?.toLowerCase() === schema.toLowerCase());
  const attribute = own && named(valuesAt(own, 'attributes'), name);
  return attribute !== undefined && (sub === undefined || named(valuesAt(attribute, 'subAttributes'), sub) !== undefined);
}

const named = (attributes: readonly Resource[] | undefined, name: string): Resource | undefined =>
  attributes?.find((one) => isResource(one) && textAt(one, 'name')?.toLowerCase() === name.toLowerCase());

/** A look at a list of what is announced. `missing` says what is not in it. */
async function looked(what: string, begin: () => Exchange, path: string, missing: (list: readonly Resource[]) => readonly string[]): Promise<Finding> {
  let untried: string | undefined;
  const finding = await tried(what, async () => {
    try {
      const lacks = missing(await all(begin(), path, {}, most));
      if (lacks.length > 0) untried = `not announced: ${lacks.join(', ')}`;
      return 'announced';
    } catch (error) {
      if (!(error instanceof ScimRefusal)) throw error;
      untried = `it announces none (${error.status})`;
      return '';
    }
  });
  return untried === undefined ? finding : { what, works: undefined, detail: untried };
}
