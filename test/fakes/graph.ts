import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { answerTo, type GraphRequest, type Reply, refused } from './graphAnswers.ts';
import { createGraphStore, type GraphStore } from './graphStore.ts';

/** What stands between the client and the server, where a test wants one that does things otherwise: its own reply, `cut`, `hang`, or undefined for the usual one. */
export type Between = (request: GraphRequest) => Reply | 'cut' | 'hang' | 'lost' | undefined;

/** Microsoft Graph as far as it is needed here: it answers in its format, with its documented errors, over people and groups in memory. */
export type GraphServer = GraphStore & {
  readonly url: string;
  /** A managed identity's endpoint, as App Service has it: what IDENTITY_ENDPOINT and IDENTITY_HEADER are set to. */
  readonly identity: { readonly endpoint: string; readonly header: string; asked: number };
  /** The token that is taken. */
  token: string;
  /** Each request over the network. */
  readonly asked: string[];
  between: Between;
  close(): Promise<void>;
};

/** Starts a server on a free port of this machine. */
export async function startGraph(): Promise<GraphServer> {
  const store = createGraphStore();
  const identity = { endpoint: '', header: randomUUID(), asked: 0 };

  const handle = (request: GraphRequest): Reply | 'cut' | 'hang' | 'lost' => {
    const instead = server.between(request);
    if (instead !== undefined && instead !== 'lost') return instead;
    const reply = answerTo(server, store, request);
    return instead === 'lost' ? 'cut' : reply;
  };
  const whole = (request: GraphRequest): Reply | 'cut' | 'hang' | 'lost' => {
    if (request.headers.authorization !== `Bearer ${server.token}`) return refused(401, 'InvalidAuthenticationToken', 'Access token validation failure.');
    if (request.path !== '/$batch') return handle(request);
    const own = server.between(request);
    if (own !== undefined) return own;
    const { requests } = request.body as { requests: { id: string; method: GraphRequest['method']; url: string; headers?: Record<string, string> }[] };
    if (requests.length > 20) return refused(400, 'BadRequest', 'Number of batch request steps exceeds the maximum value of 20.');
    // Answers come in any order.
    const responses = requests.toReversed().map(({ id, method, url, headers = {} }) => {
      const { pathname, searchParams } = new URL(url, 'http://graph');
      const lowered = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
      const reply = handle({ method, path: decodeURIComponent(pathname), query: searchParams, headers: lowered, body: {} });
      const { status, body, headers: sent = {} } = typeof reply === 'string' ? refused(504, 'UnknownError', '') : reply;
      return { id, status, headers: sent, body };
    });
    return { status: 200, body: { responses } };
  };

  const http = createServer(async (incoming, response) => {
    const { pathname, searchParams } = new URL(incoming.url ?? '', 'http://graph');
    if (pathname === '/identity') {
      identity.asked += 1;
      response.setHeader('content-type', 'application/json');
      response.statusCode = incoming.headers['x-identity-header'] === identity.header ? 200 : 401;
      response.end(
        JSON.stringify({
          access_token: server.token,
          expires_on: String(Math.floor(Date.now() / 1_000) + 3_600),
          resource: searchParams.get('resource'),
          token_type: 'Bearer',
        }),
      );
      return;
    }
    const sent = await text(incoming);
    const path = decodeURIComponent(pathname.replace(/^\/v1\.0/, ''));
    server.asked.push(`${incoming.method} ${decodeURIComponent((incoming.url ?? '').replace(/^\/v1\.0/, '').replaceAll('+', ' '))}`);
    const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
    const reply = whole({ method: incoming.method as GraphRequest['method'], path, query: searchParams, headers, body: sent === '' ? {} : JSON.parse(sent) });
    if (reply === 'hang') return;
    if (typeof reply === 'string') return void incoming.socket.destroy();
    response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
    response.end(reply.body === undefined ? '' : typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body));
  }).listen(0, '127.0.0.1');
  await once(http, 'listening');
  const origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  identity.endpoint = `${origin}/identity`;
  const server: GraphServer = Object.assign(store, {
    url: `${origin}/v1.0`,
    identity,
    token: randomUUID(),
    asked: [],
    between: () => undefined,
    close: async () => {
      http.close();
      http.closeAllConnections();
    },
  });
  return server;
}
