import { createPrivateKey, X509Certificate } from 'node:crypto';
import { importPKCS8 } from 'jose';
import type { ClientAuth } from 'openid-client';
import type { IdentityProvider } from '../../ports.ts';

type Library = typeof import('openid-client');

/** How Guichet proves to a provider that it is the client: by a secret, or by a key of its own (private_key_jwt, RFC 7523). */
export async function authenticationOf(library: Library, { clientSecret, clientKey }: IdentityProvider): Promise<ClientAuth> {
  if (clientKey !== undefined) return await byKey(library, clientKey);
  if (clientSecret === undefined) return library.None();
  const [post, basic] = [library.ClientSecretPost(clientSecret), library.ClientSecretBasic(clientSecret)];
  // Basic is what every provider takes (RFC 6749, 2.3.1), unless it says otherwise.
  return (server, ...rest) => (server.token_endpoint_auth_methods_supported?.includes('client_secret_basic') === false ? post : basic)(server, ...rest);
}

async function byKey(library: Library, pem: string): Promise<ClientAuth> {
  const certificate = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/.exec(pem)?.[0];
  const key = createPrivateKey(pem).export({ type: 'pkcs8', format: 'pem' }).toString();
  const algorithm = algorithmOf(pem, certificate !== undefined);
  const imported = await importPKCS8(key, algorithm);
  if (certificate === undefined) return library.PrivateKeyJwt(imported);
  const thumbprint = Buffer.from(new X509Certificate(certificate).fingerprint256.replaceAll(':', ''), 'hex').toString('base64url');
  // Entra finds the certificate by its thumbprint.
  return library.PrivateKeyJwt(imported, { [library.modifyAssertion]: (header) => void Object.assign(header, { 'x5t#S256': thumbprint }) });
}

/** Entra signs by RSA-PSS where there is a certificate; RS256 is what others all take. */
const algorithmOf = (pem: string, certified: boolean): string => (createPrivateKey(pem).asymmetricKeyType === 'ec' ? 'ES256' : certified ? 'PS256' : 'RS256');
