import { setTimeout as sleep } from 'node:timers/promises';
import type { TurnContext } from 'botbuilder';
import { readActivity } from './activity.ts';
import type { Adapter } from './adapter.ts';
import type { Config } from './config.ts';
import { createLateTurn } from './late.ts';
import { type Log, wordOf } from './log.ts';
import type { Metrics } from './metrics.ts';
import { mountHealth, mountOperations } from './operations.ts';
import { createRestify, handle, jsonBody, listen, portOf, type Request, type Response, routeOf, type Server } from './restify.ts';
import type { Security } from './security.ts';

/** In bytes. A Teams message has at most 100 KB; the answer to a card also carries the card's data. */
const bodyLimit = 256 * 1024;
/** How long the channel waits for an answer, in milliseconds. Teams shows a failure from ten seconds on. */
const patienceOfTeams = 5_000;
/** How long a stop waits for turns in flight, in milliseconds. */
const stopLimit = 10_000;

type Host = {
  readonly config: Config;
  readonly adapter: Adapter;
  /** Runs one turn of the conversation. */
  readonly run: (context: TurnContext) => Promise<void>;
  /** Adds the routes of the pages. */
  readonly mount?: (server: Server) => void;
  /** Adds the routes of the console, where it has a port of its own. */
  readonly mountConsole?: ((server: Server) => void) | undefined;
  /** Whether the stores that the bot depends on answer: its records and its conversations. */
  readonly ready: () => Promise<boolean>;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly security?: Pick<Security, 'notices'>;
  readonly patience?: number;
};

/** The HTTP side of the bot: the channel's activities, the pages, health and metrics. */
export function createServer({ config, adapter, run, mount, mountConsole, ready, log, metrics, security, patience = patienceOfTeams }: Host) {
  const server = prepare(config, log, metrics);
  // Undefined if operators use the same port as everybody.
  const operations = config.operationsPort === undefined ? undefined : prepare(config, log, metrics);
  // Undefined if the console is where everybody is, or nowhere.
  const apart = mountConsole && config.consolePort !== undefined ? prepare(config, log, metrics) : undefined;
  const turns = new Set<Promise<unknown>>();
  let stopping = false;

  const receive = async (request: Request, response: Response) => {
    const activity = readActivity(request.body);
    if (!activity) return response.send(400, { error: 'Not an activity' });
    const began = performance.now();
    const timed = (outcome: 'done' | 'failed' | 'rejected') => metrics.turn(activity.type, outcome, (performance.now() - began) / 1000);
    let failed = false;
    const late = createLateTurn(activity);
    const turn = adapter
      .receive(request.header('authorization') ?? '', activity, (context) =>
        late.run(context, run).catch((error: unknown) => {
          failed = true;
          throw error;
        }),
      )
      .finally(() => turns.delete(turn));
    turns.add(turn);
    const waiting = Promise.withResolvers<Awaited<typeof turn>>();
    const timer = setTimeout(() => waiting.resolve(late.answer() ?? turn), patience);
    try {
      const answer = await Promise.race([turn, waiting.promise]);
      if (answer && 'rejected' in answer) {
        timed('rejected');
        security?.notices('token', String(answer.rejected));
        log.warn({ status: answer.rejected, reason: answer.reason, channel: wordOf(activity.channelId) }, 'an activity was refused');
        return response.send(answer.rejected);
      }
      timed(failed ? 'failed' : 'done');
      return response.send(answer?.status ?? 200, answer?.body);
    } finally {
      clearTimeout(timer);
    }
  };

  server.post(
    '/api/messages',
    jsonOnly,
    ...jsonBody(bodyLimit),
    handle(async (request, response) => void (await receive(request, response))),
  );
  mountHealth(server);
  if (operations) mountHealth(operations);
  mountOperations(operations ?? server, { ready, metrics, token: config.metricsToken, stopping: () => stopping });
  mount?.(server);
  if (apart) mountConsole?.(apart);

  return {
    /** Starts listening and returns the port, which the system chooses if the configured one is 0. */
    listen: async (): Promise<number> => {
      if (operations && config.operationsPort !== undefined) await listen(operations, config.operationsPort, config.host);
      if (apart && config.consolePort !== undefined) await listen(apart, config.consolePort, config.consoleHost);
      return await listen(server, config.port, config.host);
    },
    /** The port of operators, once it listens: the same as that of everybody if they have none of their own. */
    operationsPort: (): number => portOf(operations ?? server),
    /** The port of the console, likewise. */
    consolePort: (): number => portOf(apart ?? server),
    /** Accepts nothing new, gives turns in flight at most ten seconds to end, then closes what is still open. */
    async stop(): Promise<void> {
      stopping = true;
      const closed = new Promise<void>((done) => server.server.close(() => done()));
      server.server.closeIdleConnections();
      await Promise.race([Promise.all([closed, Promise.allSettled(turns)]), sleep(stopLimit, undefined, { ref: false })]);
      server.server.closeAllConnections();
      for (const other of [operations, apart]) {
        other?.server.close();
        other?.server.closeAllConnections();
      }
    },
  };
}

/** A server with the limits, headers and log of each of ours. */
function prepare(config: Config, log: Log, metrics: Metrics): Server {
  const server = createRestify(log);
  // Its lines have words of ours and numbers alone: there is nothing to redact, which takes longer than all else of a line.
  const requests = log.child({}, { redact: [] });
  server.server.requestTimeout = 30_000;
  server.server.headersTimeout = 10_000;
  server.pre((_request: Request, response: Response, next: () => void) => {
    for (const [name, value] of headers(config)) response.setHeader(name, value);
    next();
  });
  server.on('after', (request: Request, response: Response, route: unknown) => {
    const template = routeOf(route);
    metrics.request(request.method ?? '', template, response.statusCode);
    // Health checks arrive every minute, so they are logged only at debug level when all is well.
    const level = quiet.has(template) && response.statusCode < 400 ? 'debug' : 'info';
    requests[level]({ method: wordOf(request.method ?? ''), route: template, status: response.statusCode, ms: Date.now() - request.time() }, 'request');
  });
  return server;
}

const quiet = new Set(['/healthz', '/readyz', '/metrics']);

/** Refuses other bodies before a byte is read: restify would unpack gzip beyond its limit, and write uploads to disk. */
function jsonOnly(request: Request, response: Response, next: (error?: false) => void): void {
  const plain = request.header('content-encoding') === undefined && /^application\/json\s*(;|$)/i.test(request.header('content-type') ?? '');
  if (!plain) response.send(415, { error: 'Only application/json, without a content-encoding' });
  next(plain ? undefined : false);
}

/** The headers of every response. Pages replace the content policy with their own. */
const headers = (config: Config): [string, string][] => [
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'no-referrer'],
  ['cache-control', 'no-store'],
  ['content-security-policy', "default-src 'none'; frame-ancestors 'none'"],
  ...(config.publicUrl.startsWith('https:') ? ([['strict-transport-security', 'max-age=31536000']] satisfies [string, string][]) : []),
];
