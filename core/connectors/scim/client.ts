import type { ScimSettings } from '../../portal/index.ts';
import { DirectoryMisconfigured, DirectoryUnavailable } from '../../ports.ts';
import { sendWithToken } from '../keptToken.ts';
import { createQuiet } from '../quiet.ts';
import { faultOf, patience, readAnswer, readsAgain, saidBy } from '../service.ts';
import { inside, isResource, type Resource } from './attributes.ts';
import { createTokens } from './tokens.ts';

/** What a service refused, by its status and scimType (RFC 7644, 3.12). */
export class ScimRefusal extends Error {
  override name = 'ScimRefusal';
  readonly status: number;
  readonly scimType: string;
  constructor(status: number, scimType: string, detail: string) {
    super(detail);
    this.status = status;
    this.scimType = scimType;
  }
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type Request = {
  readonly method?: Method;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Resource;
  /** Only if the resource is still this version (RFC 7644, 3.14). */
  readonly version?: string | undefined;
  /** A password within, which nobody is to read where the service repeats it. */
  readonly secret?: string | undefined;
};

/** One operation of the port: its requests end together, in time. Throws `ScimRefusal` for what may be expected, else as the port says. */
export type Exchange = (path: string, request?: Request) => Promise<Resource>;

export type ScimClient = {
  /** Begins an operation. */
  begin(): Exchange;
};

/** Opens nothing yet. */
export function createScimClient(settings: ScimSettings): ScimClient {
  const { host } = new URL(settings.url);
  const tokens = createTokens(settings);
  const quiet = createQuiet(host);

  const send = async (path: string, { method = 'GET', query, body, version }: Request, signal: AbortSignal, token: string): Promise<Response> =>
    await fetch(`${settings.url}${path}${query ? `?${new URLSearchParams(query)}` : ''}`, {
      method,
      // A service that points elsewhere would have the token sent there.
      redirect: 'manual',
      signal,
      headers: {
        accept: 'application/scim+json, application/json',
        authorization: `Bearer ${token}`,
        ...(body && { 'content-type': 'application/scim+json' }),
        ...(version !== undefined && { 'if-match': version }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });

  const answered = async (path: string, request: Request, signal: AbortSignal): Promise<Resource> => {
    quiet.check();
    const { response, token } = await sendWithToken(tokens, signal, (sent) => send(path, request, signal, sent));
    const { text, body } = await readAnswer(response);
    const said = (name: string): string => saidBy(inside(body, name), [token, request.secret]);
    const because = said('detail') === '' ? '' : `: ${said('detail')}`;
    const within = faultInside(body);
    const status = response.status >= 300 ? response.status : (within ?? response.status);
    quiet.answered(status, response.headers.get('retry-after'));
    if (status === 429 || (status >= 500 && status !== 501)) throw new DirectoryUnavailable(`${host} answered ${status}${because}`);
    if (status >= 300 && status < 400) throw new DirectoryMisconfigured(`${host} points elsewhere (${status}): correct directory.url`);
    if (status === 401 || status === 403) throw new DirectoryMisconfigured(`${host} refuses the token (${status})${because}`);
    if (status >= 400) throw new ScimRefusal(status, said('scimType'), said('detail') || `answered ${status}`);
    if (body === undefined && text !== '') throw new DirectoryMisconfigured(`${host} answered something that is no SCIM: correct directory.url`);
    return versioned(body ?? {}, response.headers.get('etag'));
  };

  return {
    begin: () => {
      const signal = AbortSignal.timeout(patience);
      return async (path, request = {}) => {
        try {
          return await readsAgain((request.method ?? 'GET') === 'GET', signal, () => answered(path, request, signal));
        } catch (error) {
          throw error instanceof ScimRefusal ? error : faultOf(host, error);
        }
      };
    },
  };
}

/** A resource with its version, which some services have in the header alone (RFC 7644, 3.14). */
function versioned(resource: Resource, tag: string | null): Resource {
  const meta = inside(resource, 'meta');
  return tag === null || inside(meta, 'version') !== undefined ? resource : { ...resource, meta: { ...(isResource(meta) ? meta : {}), version: tag } };
}

/** The status of an error inside an answer 200, as some services have it: with its schema, or without one where a resource or a list would be. */
function faultInside(body: Resource | undefined): number | undefined {
  if (body === undefined) return undefined;
  const schemas = [inside(body, 'schemas')].flat().map((schema) => String(schema).toLowerCase());
  const status = Number(inside(body, 'status'));
  if (schemas.includes('urn:ietf:params:scim:api:messages:2.0:error')) return status >= 400 ? status : 400;
  return status >= 400 && status < 600 && inside(body, 'id') === undefined && inside(body, 'Resources') === undefined ? status : undefined;
}
