import { DirectoryMisconfigured } from '../../ports.ts';
import { inside, isResource, type Resource } from './attributes.ts';
import type { Exchange } from './client.ts';

/** How many resources are asked for at once, where many are looked at. */
const perPage = 200;

/** One page of a list. `total`: how many the service says that there are. Throws where it is no list: nobody is taken to be in no group by that. */
export async function listed(
  exchange: Exchange,
  path: string,
  query: Readonly<Record<string, string>>,
): Promise<{ resources: readonly Resource[]; total: number }> {
  const answer = await exchange(path, { query });
  const [listing, counted] = [inside(answer, 'Resources'), inside(answer, 'totalResults')];
  if (!Array.isArray(listing) && counted === undefined) throw new DirectoryMisconfigured(`${path}: the service answered with no list`);
  const resources = Array.isArray(listing) ? listing.filter(isResource) : [];
  const total = Number(counted ?? Number.NaN);
  return { resources, total: Number.isFinite(total) ? total : resources.length };
}

/**
 * All that a list has, by as few requests as its pages allow. Throws where there are more than `most`, or where the service does not page: what is
 * missing of a list could be what guards an account. A full page is not believed to be the last.
 */
export async function all(exchange: Exchange, path: string, query: Readonly<Record<string, string>>, most: number): Promise<readonly Resource[]> {
  const seen = new Map<unknown, Resource>();
  const count = Math.min(perPage, most + 1);
  for (;;) {
    const { resources, total } = await listed(exchange, path, { ...query, startIndex: String(seen.size + 1), count: String(count) });
    const before = seen.size;
    for (const resource of resources) seen.set(resource.id, resource);
    if (total > most || seen.size > most) throw new DirectoryMisconfigured(`${path}: more than ${most} answer to ${query.filter ?? 'everything'}`);
    const isWhole = seen.size >= total;
    if (isWhole && (resources.length < count || seen.size === before)) return [...seen.values()];
    if (resources.length === 0) throw new DirectoryMisconfigured(`${path}: the service says that there are ${total}, and gives ${seen.size}`);
    // A service that gives the same page again would be asked for ever.
    if (seen.size === before) throw new DirectoryMisconfigured(`${path}: the service gives the same page again for another startIndex`);
  }
}
