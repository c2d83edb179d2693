import type { IncomingMessage } from 'node:http';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { visitingAs } from '../../../core/foundation/actor.ts';
import type { Core } from '../../../core/index.ts';
import type { Portal } from '../../../core/portal/index.ts';
import type { Log } from '../../log.ts';
import type { Cookies } from '../cookies.ts';
import { createProvider } from './provider.ts';
import { createViews } from './views.ts';

/** What the providers lean on. */
export type ProvidersDependencies = Pick<Core, 'applications' | 'signIn'> & {
  readonly cookies: Cookies;
  readonly publicUrl: string;
  ipOf(request: IncomingMessage): string;
  readonly log: Pick<Log, 'error' | 'info'>;
};

/** The provider of a portal with applications, with the keys of now; undefined for any other. */
export type Providers = (portal: Portal | undefined) => Promise<Provider | undefined>;

/** Creates the providers: one a portal, made at its first request and again when its keys change. */
export function createProviders(dependencies: ProvidersDependencies): Providers {
  const { applications, signIn, cookies, publicUrl, log } = dependencies;
  const made = new Map<string, { readonly version: string; readonly provider: Promise<Provider> }>();

  const make = async (portal: Portal, keys: Awaited<ReturnType<typeof applications.keys.of>>): Promise<Provider> => {
    const sessionOf = async (request: IncomingMessage) => {
      const secret = cookies.read(request, 'session', portal.id);
      const session = secret === undefined ? undefined : await signIn.sessions.find({ portal: portal.id, secret });
      return session?.state === 'open' ? session : undefined;
    };
    const provider = await createProvider({
      ...{ portal, publicUrl, keys, applications, records: applications.records(portal.id), views: createViews(portal), sessionOf },
    });
    provider.on('server_error', (_ctx, err) => log.error({ err, portal: portal.id }, 'Signing in to an application failed'));
    // What the other side is told as well, and nothing that it sent.
    const refused = ({ oidc }: KoaContextWithOIDC, { message: error }: Error): void =>
      log.info({ portal: portal.id, client: oidc.client?.clientId ?? null, error }, 'A request of an application was refused');
    provider.on('authorization.error', refused);
    provider.on('grant.error', refused);
    provider.on('userinfo.error', refused);
    provider.on('end_session.error', refused);
    // Said once its form was found to be ours.
    provider.on('end_session.success', ({ oidc, state }) => {
      state.signedOut = oidc.params?.logout !== undefined;
    });
    provider.use(async (ctx, next) => {
      await next();
      await afterwards(dependencies, portal, ctx);
    });
    return provider;
  };

  return async (portal) => {
    if (portal?.openid === undefined) return undefined;
    const keys = await applications.keys.of(portal.id);
    const known = made.get(portal.id);
    if (known?.version === keys.version) return await known.provider;
    const provider = make(portal, keys);
    made.set(portal.id, { version: keys.version, provider });
    provider.catch(() => made.delete(portal.id));
    return await provider;
  };
}

/** What is looked at of a request that the library has answered. */
type Context = {
  readonly req: IncomingMessage;
  readonly state: { readonly revoked?: unknown; readonly signedOut?: unknown };
  readonly oidc?: KoaContextWithOIDC['oidc'];
  append(header: string, value: string): void;
};

/** What follows from what the library did, before the browser or the application hears of it. */
async function afterwards({ applications, signIn, cookies, ipOf }: ProvidersDependencies, portal: Portal, ctx: Context): Promise<void> {
  // Not there where no endpoint was reached.
  const { oidc } = ctx;
  if (oidc === undefined) return;
  const client = oidc.client?.clientId ?? '';
  const tell = (event: Parameters<typeof applications.tell>[0], accountId: string) =>
    applications.tell(event, visitingAs({ ip: ipOf(ctx.req), locale: 'en' }, accountId), portal.id, accountId, client);

  if (oidc.route === 'authorization' || oidc.route === 'resume') {
    const { AuthorizationCode: code } = oidc.entities;
    if (code?.accountId !== undefined) await tell('signIn', code.accountId);
  } else if (oidc.route === 'token') {
    if (typeof ctx.state.revoked === 'string') await tell('reused', ctx.state.revoked);
  } else if (ctx.state.signedOut === true && oidc.session?.accountId !== undefined) {
    const { accountId } = oidc.session;
    await tell('signOut', accountId);
    const ticket = { portal: portal.id, secret: cookies.read(ctx.req, 'session', portal.id) ?? '' };
    // Somebody else may have signed in since: then only the library's session was theirs.
    if ((await signIn.sessions.find(ticket))?.accountId !== accountId) return;
    await signIn.sessions.signOut(ticket, { ip: ipOf(ctx.req), locale: 'en' });
    ctx.append('Set-Cookie', cookies.clear('session', portal.id));
  }
}
