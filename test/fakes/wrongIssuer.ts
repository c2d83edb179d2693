import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Json = Record<string, unknown>;

/** The ID token that the issuer gives next. `claims` come on top of right ones; `undefined` leaves one out. */
export type IdToken = { readonly claims?: Json; readonly header?: Json; readonly key?: 'own' | 'stranger' | 'none' | 'secret' };

const part = (value: Json): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** An OpenID provider on loopback that answers as a story wants: with wrong tokens, errors, late or not at all. It has no page to sign in on. */
export async function startWrongIssuer({ clientId = 'guichet', path = '', metadata = {} as Json } = {}) {
  const own = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const asked: string[] = [];
  const held = new Set<ServerResponse>();
  const next: { token: IdToken; nonce: string; error?: readonly [status: number, body: Json] | undefined; hangs: string | undefined; down: boolean } = {
    token: {},
    nonce: '',
    hangs: undefined,
    down: false,
  };

  const idToken = ({ claims = {}, header = {}, key = 'own' }: IdToken): string => {
    const now = Math.floor(Date.now() / 1000);
    const right = { iss: issuer, aud: clientId, sub: 'alice', name: 'Alice Martin', nonce: next.nonce, iat: now, exp: now + 300 };
    const algorithm = key === 'none' ? { alg: 'none' } : key === 'secret' ? { alg: 'HS256' } : { alg: 'RS256', kid: 'one' };
    const body = `${part({ ...algorithm, ...header })}.${part({ ...right, ...claims })}`;
    if (key === 'none' || key === 'secret') return `${body}.${key === 'none' ? '' : part({ made: 'up' })}`;
    return `${body}.${sign('sha256', Buffer.from(body), (key === 'own' ? own : stranger).privateKey).toString('base64url')}`;
  };

  const server = createServer((request, response) => {
    const pathname = new URL(request.url ?? '/', issuer).pathname.replace(path, '');
    asked.push(`${request.method} ${pathname}`);
    if (next.hangs !== undefined && pathname.includes(next.hangs)) return void held.add(response);
    response.setHeader('content-type', 'application/json');
    response.statusCode = next.down ? 503 : pathname === '/token' && next.error ? next.error[0] : 200;
    const answers: Record<string, () => Json> = {
      '/keys': () => ({ keys: [{ ...own.publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' }] }),
      '/token': () => next.error?.[1] ?? { access_token: 'an-access-token', token_type: 'Bearer', id_token: idToken(next.token) },
    };
    const discovered = () => ({
      ...{ issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/keys` },
      ...{ response_types_supported: ['code'], subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256'] },
      ...metadata,
    });
    response.end(JSON.stringify((answers[pathname] ?? discovered)()));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
  return {
    issuer,
    asked,
    /** What it does next. */
    next,
    /** The address that a browser is sent back to, for the one at which it left. */
    back(left: string, more: Readonly<Record<string, string>> = {}): string {
      const { searchParams } = new URL(left);
      next.nonce = searchParams.get('nonce') ?? '';
      const { pathname } = new URL(searchParams.get('redirect_uri') ?? '');
      return `${pathname}?${new URLSearchParams({ code: 'a-code', state: searchParams.get('state') ?? '', ...more })}`;
    },
    close(): Promise<void> {
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
}
