import { z } from 'zod';

/** Why it did not work, for who signs in; and what the operator reads, where there is something to see to. */
export type ProviderFault = { readonly key: 'identity.unavailable' | 'identity.denied' | 'identity.refused'; readonly message?: string };

const fault = z.object({
  name: z.string().catch(''),
  message: z.string().catch(''),
  code: z.string().optional().catch(undefined),
  error: z.string().optional().catch(undefined),
  error_description: z.string().optional().catch(undefined),
  status: z.number().optional().catch(undefined),
  cause: z.unknown(),
});

/** What `access_denied` is one of: the person did not want to, or may not. */
const denied = new Set(['access_denied', 'consent_required', 'interaction_required', 'login_required', 'account_selection_required']);
const failing = new Set(['server_error', 'temporarily_unavailable']);
/** The provider knows Guichet by another secret, key or address. */
const unknownClient = new Set(['invalid_client', 'unauthorized_client', 'redirect_uri_mismatch']);

/**
 * Reads an error of `openid-client`. Its message is of the library's own words; what stands in `cause` may be tokens, and is left out, as is what the
 * other side wrote, but for its error code.
 */
export function readFault(error: unknown): ProviderFault {
  const read = fault.safeParse(error);
  if (!read.success) return { key: 'identity.unavailable', message: 'it failed' };
  const { name, message, code, error: answered, error_description: described, cause } = read.data;
  if (answered !== undefined) {
    if (denied.has(answered)) return { key: 'identity.denied' };
    const known = /^[\w.-]{1,60}$/.test(answered) ? answered : 'an error';
    const told = `it answered ${[known, /\bAADSTS\d{4,8}\b/.exec(described ?? '')?.[0]].filter(Boolean).join(', ')}`;
    return { key: failing.has(answered) || unknownClient.has(answered) ? 'identity.unavailable' : 'identity.refused', message: told };
  }
  const status = cause instanceof Response ? cause.status : undefined;
  const down = code === 'OAUTH_TIMEOUT' || code === 'OAUTH_ABORT' || name === 'TypeError' || status === 429 || (status !== undefined && status >= 500);
  const detail = [ruleIn(cause) ?? message, code, status === undefined ? undefined : `HTTP ${status}`, claimIn(cause)].filter(
    (part) => part !== undefined && part !== '',
  );
  return { key: down ? 'identity.unavailable' : 'identity.refused', message: detail.join(', ') };
}

/** The rule that was broken, in the words of the library below: they name it, and repeat nothing of what came. */
const ruleIn = (cause: unknown): string | undefined => (cause instanceof Error && cause.name === 'OperationProcessingError' ? cause.message : undefined);

/** The name of the claim or attribute that is not as expected. */
function claimIn(cause: unknown): string | undefined {
  const outer = z.object({ claim: z.string().optional(), attribute: z.string().optional(), cause: z.unknown().optional() }).safeParse(cause).data;
  const inner = z.object({ claim: z.string().optional(), attribute: z.string().optional() }).safeParse(outer?.cause).data;
  return outer?.claim ?? outer?.attribute ?? inner?.claim ?? inner?.attribute;
}
