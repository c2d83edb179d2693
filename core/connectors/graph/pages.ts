import { DirectoryMisconfigured } from '../../ports.ts';
import { createTurning } from '../bounds.ts';
import { isResource, type Resource } from './answers.ts';
import type { Exchange, Request } from './client.ts';

/** How many objects a page has at most. */
export const perPage = 999;

/** The objects of a page, and how many there are in all, where Graph was asked to count. */
export type Page = { readonly values: readonly Resource[]; readonly count: number | undefined };

/** Page by page, by as few requests as there are pages. `url`: Graph's own, which every further page must be on. */
export async function* pages(exchange: Exchange, url: string, path: string, request: Request = {}): AsyncGenerator<Page> {
  const turning = createTurning('Graph');
  for (let next: string | undefined = path; next !== undefined; ) {
    turning(next);
    const answer: Resource = await exchange(next, request);
    yield pageOf(answer);
    next = nextOf(answer, url);
  }
}

/** What an answer has of a list. */
export function pageOf(answer: Resource): Page {
  const count = answer['@odata.count'];
  return { values: Array.isArray(answer.value) ? answer.value.filter(isResource) : [], count: typeof count === 'number' ? count : undefined };
}

/** The path of the next page. With an address elsewhere the token would go there. */
export function nextOf(answer: Resource, url: string): string | undefined {
  const next = answer['@odata.nextLink'];
  if (next === undefined || next === null) return undefined;
  const path = typeof next === 'string' && URL.canParse(next) && new URL(next).href.startsWith(`${url}/`) ? new URL(next).href.slice(url.length) : undefined;
  if (path === undefined) throw new DirectoryMisconfigured('Graph names a next page on another host: it is not followed');
  return path;
}
