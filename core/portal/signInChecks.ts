import { type Faults, repeated } from './fault.ts';
import type { Portal } from './schema.ts';

/** What a profile says against itself of OpenID providers (SSO-1). */
export function signInFaults({ directory, signIn }: Portal): Faults {
  return [
    ...repeated(
      ['signIn', 'openid'],
      signIn.openid.map(({ id }) => id),
    ),
    ...signIn.openid.map(
      ({ accounts, issuer }, at) =>
        accounts === 'directory' &&
        directory.kind === 'graph' &&
        directory.tenant !== undefined &&
        !issuer.toLowerCase().includes(`/${directory.tenant.toLowerCase()}/`) && {
          path: ['signIn', 'openid', at, 'issuer'],
          message: 'is of another tenant than the directory, whose people have other ids: write the tenant’s id into both',
        },
    ),
    ...signIn.openid.map(
      ({ accounts }, at) =>
        accounts === 'directory' &&
        directory.kind === 'embedded' && {
          path: ['signIn', 'openid', at, 'accounts'],
          message: 'the ids of Guichet’s own accounts are no provider’s: leave this out, and people link their account themselves',
        },
    ),
  ];
}

/** What a profile says against itself of applications. */
export function applicationFaults({ directory, openid }: Portal): Faults {
  if (openid === undefined) return [];
  return [
    directory.kind !== 'embedded' && {
      path: ['openid'],
      message: 'needs Guichet’s own directory: where the accounts are elsewhere, let the applications sign people in there',
    },
    ...repeated(
      ['openid', 'clients'],
      openid.clients.map(({ id }) => id),
    ),
  ];
}
