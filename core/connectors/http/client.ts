import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { HttpSettings } from '../../portal/index.ts';
import { DirectoryMisconfigured, DirectoryUnavailable } from '../../ports.ts';
import { createQuiet } from '../quiet.ts';
import { faultOf, patience, readAnswer } from '../service.ts';
import { type ProblemName, problem } from './contract.ts';
import { sign } from './signature.ts';

/** A refusal that the contract knows. */
export class Refused extends Error {
  override name = 'Refused';
  readonly problem: ProblemName;
  readonly reason: z.output<typeof problem>['reason'];
  constructor(name: ProblemName, reason: z.output<typeof problem>['reason']) {
    super(name);
    this.problem = name;
    this.reason = reason;
  }
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Asks the service for something; what is answered must be of the schema, or nothing at all without one. Throws `Refused`, else as the port says. */
export type Ask = {
  <T>(method: Method, path: string, schema: z.ZodType<T>, body?: object): Promise<T>;
  (method: Method, path: string, schema: undefined, body?: object): Promise<undefined>;
};

/**
 * Speaks to a service with signed requests. What writes carries an Idempotency-Key: asked again after a connection was cut, the service answers as it did,
 * and does nothing twice.
 */
export function createAsk({ url, secret }: Pick<HttpSettings, 'url' | 'secret'>): Ask {
  const { host } = new URL(url);
  const quiet = createQuiet(host);

  const once = async (method: Method, path: string, body: string | undefined, idempotency: string, signal: AbortSignal): Promise<Response> => {
    const token = await sign({ url, secret }, { method, path, body });
    return await fetch(`${url}${path}`, {
      method,
      redirect: 'manual',
      signal,
      headers: {
        accept: 'application/json, application/problem+json',
        authorization: `Bearer ${token}`,
        ...(method !== 'GET' && { 'idempotency-key': idempotency }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body }),
    });
  };

  return async <T>(method: Method, path: string, schema: z.ZodType<T> | undefined, sent?: object): Promise<T | undefined> => {
    const signal = AbortSignal.timeout(patience);
    const [body, idempotency] = [sent && JSON.stringify(sent), randomUUID()];
    const again = async () => await once(method, path, body, idempotency, signal);
    try {
      quiet.check();
      const response = await again().catch((error: unknown) => {
        if (error instanceof TypeError && !signal.aborted) return again();
        throw error;
      });
      return await taken(`${method} ${path.split('?')[0]}`, response, schema);
    } catch (error) {
      throw error instanceof Refused ? error : faultOf(host, error);
    }
  };

  async function taken<T>(what: string, response: Response, schema: z.ZodType<T> | undefined): Promise<T | undefined> {
    const { status, headers } = response;
    const { text, body } = await readAnswer(response);
    quiet.answered(status, headers.get('retry-after'));
    if (status === 401)
      throw new DirectoryMisconfigured(
        `${host} does not take our signature (401): both sides need the same secret, and clocks that agree${skewOf(headers.get('date'))}`,
      );
    if (status === 429 || status >= 500) throw new DirectoryUnavailable(`${host} answered ${status} to ${what}`);
    const known = problem.safeParse(body);
    // A refusal may be inside an answer 200.
    if (status >= 400 || known.success) {
      if (!known.success) throw new DirectoryMisconfigured(`${host} answered ${status} to ${what} without a problem that the contract knows`);
      throw new Refused(nameOf(known.data.type), known.data.reason);
    }
    if (status >= 300) throw new DirectoryMisconfigured(`${host} points elsewhere (${status}): correct directory.url`);
    if (schema === undefined) {
      // What stands between may answer in the place of the service, which has done nothing then.
      if (body === undefined && text.trim() !== '') throw new DirectoryMisconfigured(`${host} answered ${what} with something that is not of the contract`);
      return undefined;
    }
    const parsed = schema.safeParse(body);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw new DirectoryMisconfigured(`${host} answered ${what} with ${text === '' ? 'nothing' : `${issue?.path.join('.') || 'something'}: ${issue?.message}`}`);
  }
}

const nameOf = (type: string): ProblemName => type.slice(type.lastIndexOf(':') + 1) as ProblemName;

/** How far the service's clock is from ours, where it says so and that is far. */
function skewOf(date: string | null): string {
  const ahead = Math.round((Date.parse(date ?? '') - Date.now()) / 1_000);
  return Math.abs(ahead) > 30 ? `; its own is ${Math.abs(ahead)} s ${ahead > 0 ? 'ahead' : 'behind'}` : '';
}
