import type { IncomingMessage } from 'node:http';
import type { Configuration, KoaContextWithOIDC, Provider } from 'oidc-provider';
import { type ApplicationRecords, type Applications, type Claims, claimsOf, type KeySet } from '../../../core/applications/index.ts';
import type { Portal } from '../../../core/portal/index.ts';
import type { Signed } from '../../../core/signIn/index.ts';
import { createAdapter } from './adapter.ts';
import { mayAsk, metadataOf } from './clients.ts';
import type { ApplicationViews } from './views.ts';

/** The address of a portal's provider, below which its endpoints are. */
export const issuerOf = (publicUrl: string, portal: Portal): string => `${publicUrl}/p/${portal.id}/openid`;

/** How long what the library makes is good for, in seconds. A grant, and so its refresh tokens, lasts as long as the sign-in it was given in. */
const ttl = { AccessToken: 600, AuthorizationCode: 60, IdToken: 3_600, Interaction: 3_600, Session: 30 * 86_400, longest: 30 * 86_400 } as const;

const epoch = (): number => Math.floor(Date.now() / 1000);

/** When a session began, as an ID token says it (`auth_time`). */
export const authTime = ({ createdAt }: Pick<Signed, 'createdAt'>): number => Math.floor(createdAt / 1000);

/** What a portal's provider is made of. */
export type Providing = {
  readonly portal: Portal;
  readonly publicUrl: string;
  readonly keys: KeySet;
  readonly applications: Applications;
  readonly records: ApplicationRecords;
  readonly views: ApplicationViews;
  /** The open session of the browser that a request comes from. */
  sessionOf(request: IncomingMessage): Promise<Signed | undefined>;
};

/** Makes the provider of a portal's applications. The library is loaded where the first of them is asked for. */
export async function createProvider({ portal, publicUrl, keys, applications, records, views, sessionOf }: Providing): Promise<Provider> {
  const { default: Library, errors, interactionPolicy } = await import('oidc-provider');
  const issuer = issuerOf(publicUrl, portal);
  const secure = issuer.startsWith('https:');

  const policy = interactionPolicy.base();
  policy.get('login')?.checks.add(
    // The library's own session is only what it noted of ours: that it has ended, or is somebody else's by now, is said by ours alone.
    new interactionPolicy.Check('signed_in', 'the sign-in has ended', 'login_required', async ({ oidc, req }) => {
      if (oidc.session?.accountId === undefined) return false;
      const session = await sessionOf(req);
      return session?.accountId !== oidc.session.accountId || authTime(session) !== oidc.session.loginTs;
    }),
  );

  /** The grant of this sign-in, given without asking: the applications are the portal's own. */
  const grantOf = async ({ oidc, req }: KoaContextWithOIDC) => {
    const session = await sessionOf(req);
    if (!session || session.accountId !== oidc.account?.accountId || !oidc.client) return undefined;
    const { clientId } = oidc.client;
    const old = oidc.session?.grantIdFor(clientId);
    const same = old !== undefined && (await records.sessionOf('Grant', old)) === session.id ? await oidc.provider.Grant.find(old) : undefined;
    const grant = same ?? new oidc.provider.Grant({ accountId: session.accountId, clientId });
    grant.addOIDCScope([...oidc.requestParamOIDCScopes].join(' '));
    grant.exp = Math.floor(session.expiresAt / 1000);
    const id = await grant.save();
    if (!same) await records.bind('Grant', id, session.id);
    return grant;
  };

  const left = ({ oidc }: KoaContextWithOIDC): number => Math.max(1, Math.min(ttl.longest, (oidc.entities.Grant?.exp ?? 0) - epoch()));

  const revoked = (accountId: string): void => void Object.assign(Library.ctx?.state ?? {}, { revoked: accountId });

  const configuration: Configuration = {
    adapter: createAdapter({ records, resume: (uid) => `${issuer}/auth/${uid}`, revoked, InvalidGrant: errors.InvalidGrant }),
    clients: (portal.openid?.clients ?? []).map(metadataOf),
    jwks: { keys: keys.open() },
    responseTypes: ['code'],
    scopes: ['openid', 'offline_access'],
    claims: Object.fromEntries(Object.entries(claimsOf).map(([scope, claims]) => [scope, [...claims]])),
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    enabledJWA: { idTokenSigningAlgValues: ['RS256'] },
    pkce: { required: () => true },
    allowOmittingSingleRegisteredRedirectUri: false,
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
      rpInitiatedLogout: { enabled: true, logoutSource: views.askToSignOut, postLogoutSuccessSource: views.signedOut },
    },
    routes: { authorization: '/auth', token: '/token', userinfo: '/userinfo', jwks: '/jwks', end_session: '/logout', revocation: '/revoke' },
    cookies: {
      names: {
        session: `${secure ? '__Host-' : ''}guichet_application-${portal.id}`,
        interaction: 'guichet_application_begun',
        resume: 'guichet_application_resumed',
      },
      long: { httpOnly: true, sameSite: 'lax', secure },
      short: { httpOnly: true, sameSite: 'lax', secure },
    },
    interactions: {
      policy,
      url: async (ctx, { uid }) => {
        const session = await sessionOf(ctx.req);
        await records.bind('Interaction', uid, session?.id ?? null);
        return views.interaction(ctx, uid);
      },
    },
    findAccount: async (_ctx, accountId) => {
      const claims = await applications.claims(portal.id, accountId, { groups: false });
      if (!claims) return undefined;
      return { accountId, claims: async (_use, scope): Promise<Claims> => await claimsIn(scope.split(' '), claims) };
    },
    loadExistingGrant: grantOf,
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    // A grant ends with its sign-in already: with what the library noted of it, nothing more would.
    expiresWithSession: () => false,
    rotateRefreshToken: () => true,
    clientBasedCORS: (_ctx, origin, client) => mayAsk(origin, client, client.clientAuthMethod === 'none'),
    renderError: views.refused,
    ttl: { ...ttl, Grant: left, RefreshToken: left },
  };

  const claimsIn = async (scopes: readonly string[], claims: Claims): Promise<Claims> =>
    scopes.includes('groups') ? ((await applications.claims(portal.id, claims.sub, { groups: true })) ?? claims) : claims;

  const provider = new Library(issuer, configuration);
  // What the address of the pages says, and no header that a proxy or a stranger sends: cookies are marked secure by it, and addresses made of it.
  const { protocol, host } = new URL(issuer);
  Object.defineProperties(provider.request, { protocol: { get: () => protocol.slice(0, -1) }, host: { get: () => host } });
  return provider;
}
