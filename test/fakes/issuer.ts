import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Claims of a token; times are seconds, as JWT has them. */
export type Claims = Record<string, unknown>;

/** An OpenID issuer on loopback, in the place of the Bot Framework's. */
export type Issuer = {
  readonly issuer: string;
  readonly openIdMetadataUrl: string;
  /** A signed token. `key: 'stranger'` signs with a key that this issuer does not publish, under the id of one that it does. */
  token(claims: Claims, options?: { key?: 'own' | 'stranger'; header?: Claims }): string;
  /** How often anything was read from it. */
  asked(): number;
  /** Breaks or mends the publication of keys. */
  down(broken: boolean): void;
  close(): Promise<void>;
};

/** Starts an issuer whose one key is endorsed for the channels given; `null`: the key says nothing of channels. */
export async function startIssuer(endorsements: readonly string[] | null = ['msteams', 'webchat']): Promise<Issuer> {
  const own = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const kid = randomUUID();
  let broken = false;
  let asked = 0;
  const server = createServer((req, res) => {
    asked += 1;
    const document =
      req.url === '/keys'
        ? { keys: [{ ...own.publicKey.export({ format: 'jwk' }), kid, use: 'sig', ...(endorsements && { endorsements }) }] }
        : { issuer, jwks_uri: `${issuer}/keys` };
    // In two statements: restify, where it is loaded, makes every `writeHead` of the process return nothing.
    res.writeHead(broken ? 500 : 200, { 'content-type': 'application/json' });
    res.end(JSON.stringify(document));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    openIdMetadataUrl: `${issuer}/openid`,
    token: (claims, { key = 'own', header = {} } = {}) =>
      jwt(key === 'own' ? own.privateKey : stranger.privateKey, { alg: 'RS256', typ: 'JWT', kid, ...header }, claims),
    asked: () => asked,
    down(value) {
      broken = value;
    },
    close() {
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
}

function jwt(key: KeyObject, header: Claims, claims: Claims): string {
  const body = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${body}.${sign('sha256', Buffer.from(body), key).toString('base64url')}`;
}
