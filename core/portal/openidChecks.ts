import type { Portal } from './schema.ts';

/** What a profile says against itself of applications. */
export function openidFaults({ directory, openid }: Portal): ({ path: (string | number)[]; message: string } | false)[] {
  if (openid === undefined) return [];
  const ids = openid.clients.map(({ id }) => id);
  return [
    directory.kind !== 'embedded' && {
      path: ['openid'],
      message: 'needs Guichet’s own directory: where the accounts are elsewhere, let the applications sign people in there',
    },
    ...ids.map((id, at) => ids.indexOf(id) < at && { path: ['openid', 'clients', at, 'id'], message: `${id} is there already: each id once` }),
  ];
}
