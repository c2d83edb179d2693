import type { TokenCredential } from '@azure/identity';
import { type GraphSettings, tokenFor } from '../../portal/index.ts';
import { DirectoryMisconfigured, DirectoryUnavailable } from '../../ports.ts';
import { createKeptToken, type KeptToken } from '../keptToken.ts';

/** The application's own tokens, by its certificate or by the identity of the machine. No secret is known here. */
export function createGraphTokens(settings: GraphSettings): KeptToken {
  let credential: TokenCredential | undefined;
  const { scope } = tokenFor(settings);
  const kept = createKeptToken(async (signal) => {
    try {
      credential ??= await credentialOf(settings);
      const given = await credential.getToken(scope, { abortSignal: signal });
      if (!given) throw new DirectoryMisconfigured('Microsoft Entra gives no token: see directory.certificate');
      return { token: given.token, lives: given.expiresOnTimestamp - Date.now() };
    } catch (error) {
      throw faultOf(error, signal);
    }
  });
  return {
    ...kept,
    drop: (refused) => {
      // It has kept the token too.
      credential = undefined;
      return kept.drop(refused);
    },
  };
}

/** Loaded only now: no portal without Entra pays for it at start. */
async function credentialOf(settings: GraphSettings): Promise<TokenCredential> {
  const { ClientCertificateCredential, ManagedIdentityCredential } = await import('@azure/identity');
  const { tenant, clientId, certificate } = settings;
  // Tried again by who needs it, and no longer than somebody waits.
  const retryOptions = { maxRetries: 0 };
  if (certificate === undefined)
    return clientId === undefined ? new ManagedIdentityCredential({ retryOptions }) : new ManagedIdentityCredential({ clientId, retryOptions });
  if (tenant === undefined || clientId === undefined) throw new DirectoryMisconfigured('directory.certificate needs tenant and clientId');
  return new ClientCertificateCredential(tenant, clientId, certificate, { authorityHost: tokenFor(settings).authority, retryOptions });
}

/** What an operator can mend: a refusal of Entra's (AADSTS…), a file that cannot be read, a machine without an identity. */
const mendable = /AADSTS\d+|invalid_client|certificate|PEM|ENOENT|EACCES|private key|no managed identity|identity (is )?(unavailable|not found)/i;

function faultOf(error: unknown, signal: AbortSignal): Error {
  if (error instanceof DirectoryUnavailable) return error;
  const [said = ''] = (error instanceof Error ? error.message : String(error)).split(/\r?\n/);
  if (mendable.test(said) && !signal.aborted) return new DirectoryMisconfigured(`Microsoft Entra gives no token: ${said.slice(0, 300)}`);
  return new DirectoryUnavailable(`a token of Microsoft Entra: ${said.slice(0, 300)}`);
}
