import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type Millis, second } from '../core/foundation/clock.ts';

/** Timeout of one request to the connector. */
const limit: Millis = 10 * second;
/** The longest total pause between retries before a request to a busy connector is given up. */
const patience: Millis = 3 * second;
/** The statuses after which Teams says to try again: the message was not accepted, so a retry does not duplicate it. */
const busy = new Set([412, 429, 502, 504]);

type Request = { timeout: number };
type Response = { status: number; headers: { get(name: string): string | undefined } };
type Policy = { name: string; sendRequest(request: Request, next: (request: Request) => Promise<Response>): Promise<Response> };
type Pipeline = { removePolicy(which: { phase: 'Retry' }): unknown; addPolicy(policy: Policy, where: { phase: 'Retry' }): void };

const methods = z.looseObject({ removePolicy: z.function(), addPolicy: z.function() });
const client = z.object({ client: z.object({ pipeline: z.custom<Pipeline>((value) => methods.safeParse(value).success) }) });

const sendWithPatience: Policy = {
  name: 'guichetPatience',
  async sendRequest(request, next) {
    request.timeout = limit;
    for (let waited = 0, wait = 300; ; wait *= 2) {
      const response = await next(request);
      const pause = retryAfter(response.headers.get('retry-after')) ?? wait * (0.5 + Math.random());
      if (!busy.has(response.status) || waited + pause > patience) return response;
      await sleep(pause);
      waited += pause;
    }
  },
};

/** The delay that a `Retry-After` header asks for, in milliseconds. The header holds seconds or a date. */
export function retryAfter(header: string | null | undefined): Millis | undefined {
  if (!header) return undefined;
  const millis = /^\d+$/.test(header) ? Number(header) * second : Date.parse(header) - Date.now();
  return Number.isFinite(millis) ? Math.max(0, millis) : undefined;
}

/**
 * Gives the SDK's connector client what it has no setting for: a timeout, and retries only when the connector is busy.
 * The SDK's own policy also retries after 5xx and broken connections, when the message may well have arrived.
 */
export function limitConnector(connectorClient: unknown): void {
  const { pipeline } = client.parse(connectorClient).client;
  pipeline.removePolicy({ phase: 'Retry' });
  pipeline.addPolicy(sendWithPatience, { phase: 'Retry' });
}
