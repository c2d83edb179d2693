import type { Refusal } from '../../core/foundation/outcome.ts';
import type { Html } from './html.ts';
import { page, type Reply } from './reply.ts';

/** Refusals of who has tried too often for now. */
const tooMany: ReadonlySet<string> = new Set(['signIn.wait', 'public.limit', 'session.limit', 'set.limit', 'cloud.limit']);

/** When to come back while too many passwords are being hashed, in seconds. The queue is shorter than that. */
const soon = '5';

/** A form's page, with the status that the refusals on it call for: 429 where a limit is reached (RFC 6585, 4), 503 where there is too much to do just now. */
export function answered(refusals: readonly Refusal[], document: Html, headers: Readonly<Record<string, string>> = {}): Reply {
  const status = refusals.length === 0 ? 200 : refusals.some(({ key }) => tooMany.has(key)) ? 429 : 422;
  const busy = refusals.some(({ key }) => key === 'busy');
  return busy ? page(503, document, { ...headers, 'Retry-After': soon }) : page(status, document, headers);
}
