import { once } from 'node:events';
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import { type AddressInfo, isIP } from 'node:net';
import restify, { type Request, type RequestHandler, type Response } from 'restify';
import { z } from 'zod';
import type { Log } from './log.ts';

/** This file is the only one that knows the oddities of restify and its types. */
export type Server = restify.Server;
export type { Request, Response };

/** Handles a request. Anything it throws becomes a 500 that tells the caller nothing. */
export type Handler = (request: Request, response: Response) => Promise<void>;

/** Adapts a handler to restify, which waits for one without `next` only if it is an async function of two parameters. */
export const handle =
  (handler: Handler): RequestHandler =>
  async (request: Request, response: Response) =>
    handler(request, response);

const silent = { child: () => silent, trace: () => false, debug() {}, info() {}, warn() {}, error() {}, fatal() {} };

const refusal = z.object({ statusCode: z.int().min(400).max(499) });

/** Creates a server that does not reveal its software. Its errors contain nothing but their status. */
export function createRestify(log: Log): Server {
  const server = restify.createServer({
    name: '',
    log: z.custom<NonNullable<restify.ServerOptions['log']>>().parse(silent),
    handleUpgrades: false,
    noWriteContinue: true,
  });
  // Restify forwards errors of the HTTP server, and an `error` event without a listener ends the process.
  server.on('error', (error: unknown) => log.error({ err: error }, 'the server failed'));
  // By default restify sends the error's message, which quotes the path, the body or a fault.
  server.on('restifyError', (request: Request, response: Response, error: unknown, done: () => void) => {
    const status = refusal.safeParse(error).data?.statusCode ?? 500;
    if (status === 500) log.error({ err: error, route: routeOf(request.getRoute()) }, 'a request failed');
    if (!response.headersSent) response.send(status, { error: STATUS_CODES[status] });
    done();
  });
  return server;
}

/** Parses a JSON body of at most `limit` bytes, in memory only. Restify's types lack `maxBodySize`. */
export const jsonBody = (limit: number): RequestHandler[] => restify.plugins.jsonBodyParser(Object.assign({ mapParams: false }, { maxBodySize: limit }));

const named = z.object({ path: z.string() });

/** The template of the route that answered, such as `/p/:portal/done`, or `none`. */
export const routeOf = (route: unknown): string => named.safeParse(route).data?.path ?? 'none';

/** Starts listening and returns the port. */
export async function listen(server: Server, port: number, host: string): Promise<number> {
  server.server.listen(port, host);
  await once(server.server, 'listening');
  return portOf(server);
}

/** The port of a server that listens. */
export const portOf = (server: Server): number => z.custom<AddressInfo>().parse(server.server.address()).port;

/** Removes the port that Azure's proxies add. It changes with each connection, so attempts counted with it would never reach a limit. */
const withoutPort = (hop: string): string => /^\[([^\]]+)\](?::\d+)?$/.exec(hop)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(hop)?.[1] ?? hop;

/** The address that a request comes from, as seen by the outermost of `proxies` trusted proxies. */
export function clientAddress(request: Pick<IncomingMessage, 'headers' | 'socket'>, proxies: number): string {
  const hops = [...String(request.headers['x-forwarded-for'] ?? '').split(','), request.socket.remoteAddress ?? ''].map((hop) => hop.trim()).filter(Boolean);
  const seen = withoutPort(hops.at(-1 - Math.min(proxies, hops.length - 1)) ?? '');
  // All values that are not addresses count as one client. The proxy's own address must not replace them: it may be on a trusted network.
  return isIP(seen) === 0 ? '' : seen;
}
