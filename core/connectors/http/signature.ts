import { createHash, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { HttpSettings } from '../../portal/index.ts';

/** A request as it is signed: its path begins after the base address, and has the query. */
export type Signing = { readonly method: string; readonly path: string; readonly body: string | undefined };

/**
 * Signs a request, so that nobody on the way, and nobody with an old request, can have something done: a JWT (RFC 7519, HS256) of a minute that names
 * the service, the method, the path and the SHA-256 of the body, and is good once (`jti`). `lifetime` in seconds.
 */
export const sign = async ({ url, secret }: Pick<HttpSettings, 'url' | 'secret'>, { method, path, body }: Signing, lifetime = 60): Promise<string> =>
  await new SignJWT({
    method,
    path,
    digest: createHash('sha256')
      .update(body ?? '')
      .digest('base64url'),
  })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer('guichet')
    .setAudience(url)
    .setIssuedAt()
    .setExpirationTime(Math.floor(Date.now() / 1_000) + lifetime)
    .setJti(randomUUID())
    .sign(new TextEncoder().encode(secret));
