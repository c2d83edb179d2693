import { once } from 'node:events';
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import { type AddressInfo, isIP } from 'node:net';
import restify, { type Request, type RequestHandler, type Response } from 'restify';
import { z } from 'zod';
import type { Log } from './log.ts';

/** The one place that knows restify's oddities and those of its types. */
export type Server = restify.Server;
export type { Request, Response };

/** Handles a request; what it throws becomes a 500 that tells the caller nothing. */
export type Handler = (request: Request, response: Response) => Promise<void>;

/** Restify waits for a handler without `next` only when it is an async function, of two parameters. */
export const handle =
  (handler: Handler): RequestHandler =>
  async (request: Request, response: Response) =>
    handler(request, response);

const silent = { child: () => silent, trace: () => false, debug() {}, info() {}, warn() {}, error() {}, fatal() {} };

const refusal = z.object({ statusCode: z.int().min(400).max(499) });

/** A server that says neither what it is made of nor, in an error, anything but its status. */
export function createRestify(log: Log): Server {
  const server = restify.createServer({
    name: '',
    log: z.custom<NonNullable<restify.ServerOptions['log']>>().parse(silent),
    handleUpgrades: false,
    noWriteContinue: true,
  });
  // Restify passes errors of the HTTP server on, and an event `error` that nobody hears ends the process.
  server.on('error', (error: unknown) => log.error({ err: error }, 'the server failed'));
  // Left alone, restify would send the error's message, which quotes the path, the body or a fault.
  server.on('restifyError', (request: Request, response: Response, error: unknown, done: () => void) => {
    const status = refusal.safeParse(error).data?.statusCode ?? 500;
    if (status === 500) log.error({ err: error, route: routeOf(request.getRoute()) }, 'a request failed');
    if (!response.headersSent) response.send(status, { error: STATUS_CODES[status] });
    done();
  });
  return server;
}

/** Parses a JSON body of at most `limit` bytes, into memory only. Its types know no `maxBodySize`. */
export const jsonBody = (limit: number): RequestHandler[] => restify.plugins.jsonBodyParser(Object.assign({ mapParams: false }, { maxBodySize: limit }));

const named = z.object({ path: z.string() });

/** The template of the route that answered, such as `/p/:portal/done`; `none` where there was none. */
export const routeOf = (route: unknown): string => named.safeParse(route).data?.path ?? 'none';

/** Listens, and tells at which port. */
export async function listen(server: Server, port: number, host: string): Promise<number> {
  server.server.listen(port, host);
  await once(server.server, 'listening');
  return z.custom<AddressInfo>().parse(server.server.address()).port;
}

/** Azure's proxies write the port too, which is another one with each connection: tries counted by it would never be too many. */
const withoutPort = (hop: string): string => /^\[([^\]]+)\](?::\d+)?$/.exec(hop)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(hop)?.[1] ?? hop;

/** The address that a request comes from, as the last of `proxies` trusted proxies saw it. */
export function clientAddress(request: Pick<IncomingMessage, 'headers' | 'socket'>, proxies: number): string {
  const hops = [...String(request.headers['x-forwarded-for'] ?? '').split(','), request.socket.remoteAddress ?? ''].map((hop) => hop.trim()).filter(Boolean);
  const seen = withoutPort(hops.at(-1 - Math.min(proxies, hops.length - 1)) ?? '');
  // What is no address is counted with all else that is none, and is on no trusted network, as the proxy itself may be.
  return isIP(seen) === 0 ? '' : seen;
}
