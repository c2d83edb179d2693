import { DirectoryMisconfigured, DirectoryUnavailable } from '../../ports.ts';
import { type Answer, saidBy } from '../service.ts';

/** An object of Graph's, as JSON has it. */
export type Resource = { readonly [property: string]: unknown };

/** An answer, alone or out of a batch, and the token that was sent for it. */
export type Answered = Answer & { readonly status: number; readonly retryAfter: string | null; readonly token: string };

/** What Graph refused, by its status and code. */
export class GraphRefusal extends Error {
  override name = 'GraphRefusal';
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export const isResource = (value: unknown): value is Resource => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The text of a property; null where there is none. */
export const textOf = (resource: Resource, property: string): string | null => {
  const value = resource[property];
  return typeof value === 'string' && value.trim() !== '' ? value : null;
};

/**
 * What an answer brings. Throws `GraphRefusal` for what may be expected, else as the port says. `needs`: the permission to name where it is missing. `secret`: a password
 * that was sent.
 */
export function judged(
  host: string,
  { status, text, body, retryAfter, token }: Answered,
  { needs, secret }: { needs: string; secret: string | undefined },
): Resource {
  const fault = body && isResource(body.error) ? body.error : undefined;
  const [code, said] = [saidBy(fault?.code, [token, secret]), saidBy(fault?.message, [token, secret])];
  const because = `(${[String(status), code].filter(Boolean).join(' ')})${said === '' ? '' : `: ${said}`}`;
  if (status === 429 || status >= 500)
    throw new DirectoryUnavailable(`${host} answered ${because}${retryAfter === null ? '' : `, to be left alone for ${retryAfter.slice(0, 40)}`}`);
  if (status >= 300 && status < 400) throw new DirectoryMisconfigured(`${host} points elsewhere (${status})`);
  if (status === 401) throw new DirectoryMisconfigured(`${host} refuses the token ${because}`);
  if (status === 403 && /premium|licen[cs]e/i.test(`${code} ${said}`))
    throw new DirectoryMisconfigured(`${host} refuses ${because} The tenant has no licence for what this portal asks of it`);
  if (status === 403)
    throw new DirectoryMisconfigured(
      `${host} refuses ${because} Grant the application ${needs}, with an administrator’s consent; docs/directories.md says what else it can be`,
    );
  // An error may be inside an answer 200.
  if (status >= 400 || fault) throw new GraphRefusal(status >= 400 ? status : 400, code, said || `answered ${status}`);
  if (body === undefined && text !== '') throw new DirectoryMisconfigured(`${host} answered something that is no answer of Graph’s`);
  return body ?? {};
}
