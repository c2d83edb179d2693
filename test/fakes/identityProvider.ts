import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

/** A person of the provider: their `sub`, and further claims of the ID token. */
export type Citizen = Readonly<Record<string, string | readonly string[]>>;

/** A client of the provider. */
export type Client = { readonly id: string; readonly secret?: string; readonly jwk?: object; readonly redirectUris: readonly string[] };

const textOf = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
};

/** A real OpenID provider on loopback, with a page of its own for signing in: whoever types a name is that person. */
export async function startIdentityProvider({ clients, people }: { readonly clients: readonly Client[]; readonly people: Readonly<Record<string, Citizen>> }) {
  const asked: string[] = [];
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: clients.map(({ id, secret, jwk, redirectUris }) => ({
      client_id: id,
      redirect_uris: [...redirectUris],
      ...(secret !== undefined && { client_secret: secret }),
      ...(jwk && { token_endpoint_auth_method: 'private_key_jwt' as const, jwks: { keys: [jwk] } }),
    })),
    cookies: { keys: ['of this test'] },
    conformIdTokenClaims: false,
    claims: { openid: ['sub', 'oid', 'tid', 'roles', 'groups', 'email', 'amr'], profile: ['name'] },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    // Whoever is signed in has agreed.
    loadExistingGrant: async (context) => {
      const grant = new provider.Grant({ accountId: context.oidc.session?.accountId ?? '', clientId: context.oidc.client?.clientId ?? '' });
      grant.addOIDCScope('openid profile');
      await grant.save();
      return grant;
    },
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600, AuthorizationCode: 60 },
  });
  const callback = provider.callback();
  server.on('request', async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', issuer);
    asked.push(`${request.method} ${pathname}`);
    if (!pathname.startsWith('/interaction/')) return callback(request, response);
    if (request.method === 'GET') {
      response.setHeader('content-type', 'text/html');
      const form = '<label>Name <input name="login"></label><button>Sign in there</button><button name="stops" value="1">Stop</button>';
      return response.end(`<!doctype html><title>The provider</title><form method="post">${form}</form>`);
    }
    const form = new URLSearchParams(await textOf(request));
    const accountId = form.get('login') ?? '';
    const amr = [people[accountId]?.amr ?? []].flat();
    const result = form.has('stops') ? { error: 'access_denied' } : { login: { accountId, ...(amr.length > 0 && { amr }) } };
    await provider.interactionFinished(request, response, result);
  });
  return {
    issuer,
    /** What was asked of it: method and path. */
    asked,
    close(): Promise<void> {
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
}

export type StartedProvider = Awaited<ReturnType<typeof startIdentityProvider>>;

/** A browser at the provider: follows its redirects until it is sent back, and types a name where it is asked. Returns the address that it is sent back to. */
export function visitProvider(issuer: string) {
  const jar = new Map<string, string>();
  const request = async (url: string, init: RequestInit = {}): Promise<Response> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { redirect: 'manual', ...init, headers: { cookie, ...init.headers } });
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === '') jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  };
  return async (address: string, answer: Readonly<Record<string, string>>): Promise<URL> => {
    let at = address;
    for (let hops = 0; hops < 10; hops += 1) {
      const response = await request(at);
      let location = response.headers.get('location');
      if (location === null && new URL(at).pathname.startsWith('/interaction/'))
        location = (await request(at, { method: 'POST', body: new URLSearchParams(answer) })).headers.get('location');
      if (location === null) throw new Error(`${at} leads nowhere: ${response.status} ${await response.text()}`);
      at = new URL(location, at).href;
      if (!at.startsWith(issuer)) return new URL(at);
    }
    throw new Error(`${address} leads nowhere.`);
  };
}
