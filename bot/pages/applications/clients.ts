import type { ClientMetadata } from 'oidc-provider';
import type { Application, Portal } from '../../../core/portal/index.ts';

/** An application of a profile, as the library knows it. It may send its secret in the header or in the form. */
export const metadataOf = ({ id, redirectUris, postLogoutUris, secret, scopes }: Application): ClientMetadata => ({
  client_id: id,
  redirect_uris: [...redirectUris],
  post_logout_redirect_uris: [...postLogoutUris],
  response_types: ['code'],
  grant_types: ['authorization_code', 'refresh_token'],
  scope: ['openid', 'offline_access', ...scopes].join(' '),
  ...(secret === undefined ? { token_endpoint_auth_method: 'none' } : { client_secret: secret, token_endpoint_auth_method: 'client_secret_basic' }),
});

/**
 * Where a form of ours may lead in the end (`form-action`): browsers hold a form's redirects to it, and who has signed in or out is sent back to the
 * application.
 */
export const formsOf = ({ openid }: Portal): string => {
  const addresses = openid?.clients.flatMap(({ redirectUris, postLogoutUris }) => [...redirectUris, ...postLogoutUris]) ?? [];
  return ["'self'", ...new Set(addresses.map((address) => new URL(address).origin))].join(' ');
};

/** The origins from which a script in a browser may ask for tokens: those of an application that keeps no secret. */
export const mayAsk = (origin: string, { redirectUris = [] }: { redirectUris?: readonly string[] | undefined }, open: boolean): boolean =>
  open && origin !== 'null' && redirectUris.some((address) => URL.parse(address)?.origin === origin);
