import { randomUUID } from 'node:crypto';
import type { HttpSettings } from '../../portal/index.ts';
import { faultOf, patience, readAnswer } from '../service.ts';
import { type Signing, sign } from './signature.ts';

/** What a service answered, before anything is made of it. */
export type PlainAnswer = { readonly status: number; readonly type: string; readonly body: Readonly<Record<string, unknown>> | undefined };

/**
 * Sends one request as it is said to be, for the conformance suite: with a signature of its own, or another, or with none (`token: undefined`), and under a key. Throws
 * `DirectoryUnavailable` where no answer comes.
 */
export async function sendPlainly(
  settings: HttpSettings,
  request: Signing,
  { key = randomUUID(), ...how }: { readonly key?: string; readonly token?: string | undefined } = {},
): Promise<PlainAnswer> {
  const token = 'token' in how ? how.token : await sign(settings, request);
  try {
    const response = await fetch(`${settings.url}${request.path}`, {
      method: request.method,
      redirect: 'manual',
      signal: AbortSignal.timeout(patience),
      headers: {
        'idempotency-key': key,
        ...(request.body !== undefined && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      ...(request.body !== undefined && { body: request.body }),
    });
    const { body } = await readAnswer(response);
    const [type = ''] = (response.headers.get('content-type') ?? '').toLowerCase().split(';');
    return { status: response.status, type: type.trim(), body };
  } catch (error) {
    throw faultOf(new URL(settings.url).host, error);
  }
}
