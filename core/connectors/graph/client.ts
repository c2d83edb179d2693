import { type GraphSettings, graphUrl } from '../../portal/index.ts';
import { type KeptToken, sendWithToken } from '../keptToken.ts';
import { createQuiet } from '../quiet.ts';
import { faultOf, patience, readAnswer, readsAgain } from '../service.ts';
import { type Answered, GraphRefusal, judged, type Resource } from './answers.ts';
import { createBatches } from './batches.ts';

export type Request = {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly body?: Resource;
  /** For queries that only Graph's index answers: it may be some minutes behind. */
  readonly advanced?: boolean;
  /** The least permission that this takes, for who has to grant it. */
  readonly needs?: string;
  /** A password within, which nobody is to read where Graph repeats it. */
  readonly secret?: string | undefined;
};

/** One operation of the port: its requests end together, in time. Throws `GraphRefusal` for what may be expected, else as the port says. */
export type Exchange = (path: string, request?: Request) => Promise<Resource>;

export type GraphClient = {
  /** Where Graph is, with its version. */
  readonly url: string;
  /** Begins an operation. */
  begin(): Exchange;
};

/** Opens nothing yet. */
export function createGraphClient(settings: GraphSettings, tokens: KeptToken): GraphClient {
  const url = graphUrl(settings);
  const { host } = new URL(url);
  const quiet = createQuiet(host);

  const send = async (path: string, { method = 'GET', body, advanced = false }: Request, signal: AbortSignal, token: string): Promise<Response> =>
    await fetch(`${url}${path}`, {
      method,
      // A service that points elsewhere would have the token sent there.
      redirect: 'manual',
      signal,
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${token}`,
        ...(body && { 'content-type': 'application/json' }),
        ...(advanced && { consistencylevel: 'eventual' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });

  const ask = async (path: string, request: Request, signal: AbortSignal): Promise<Answered> => {
    quiet.check();
    const { response, token } = await sendWithToken(tokens, signal, (sent) => send(path, request, signal, sent));
    const { text, body } = await readAnswer(response);
    return { status: response.status, text, body, retryAfter: response.headers.get('retry-after'), token };
  };

  const batches = createBatches((body) => ask('/$batch', { method: 'POST', body }, AbortSignal.timeout(patience)));

  /** Reads that are asked for together go together. */
  const answeredTo = (path: string, request: Request, signal: AbortSignal): Promise<Answered> =>
    (request.method ?? 'GET') === 'GET' ? batches.read(path, request.advanced ?? false, signal, () => ask(path, request, signal)) : ask(path, request, signal);

  return {
    url,
    begin: () => {
      const signal = AbortSignal.timeout(patience);
      return async (path, request = {}) => {
        try {
          const answered = await readsAgain((request.method ?? 'GET') === 'GET', signal, () => answeredTo(path, request, signal));
          quiet.answered(answered.status, answered.retryAfter);
          return judged(host, answered, { needs: request.needs ?? 'User.Read.All', secret: request.secret });
        } catch (error) {
          throw error instanceof GraphRefusal ? error : faultOf(host, error);
        }
      };
    },
  };
}
