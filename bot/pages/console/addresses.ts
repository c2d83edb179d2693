import type { Place } from '../../../core/console/index.ts';
import type { Portal } from '../../../core/portal/index.ts';
import type { Visit } from '../visit.ts';

/** An address with what it asks for; what is empty is left out. */
export function addressOf(path: string, asked: Readonly<Record<string, string | undefined>>): string {
  const named = Object.entries(asked).flatMap(([name, value]) => (value ? [[name, value]] : []));
  return named.length > 0 ? `${path}?${new URLSearchParams(named)}` : path;
}

/** A place in a long list, as an address has it in `after`. */
export const placeText = (place: Place | undefined): string | undefined => place && `${place.createdAt}.${place.id}`;

/** After which row of a long list the page of an address begins. */
export function afterOf({ query }: Visit): Place | undefined {
  const [, createdAt, id = ''] = /^(\d{1,15})\.([\w-]{1,64})$/.exec(query.get('after') ?? '') ?? [];
  return createdAt === undefined ? undefined : { createdAt: Number(createdAt), id };
}

/** The portal that an address asks for; empty: all. */
export const portalOf = (portals: ReadonlyMap<string, Portal>, { query }: Visit): string => portals.get(query.get('portal') ?? '')?.id ?? '';
