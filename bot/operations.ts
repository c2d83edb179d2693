import { createHash, timingSafeEqual } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Metrics } from './metrics.ts';
import { type Handler, handle, type Server } from './restify.ts';

/** How long a readiness check waits for its answer, in milliseconds. */
const readyLimit = 2_000;

type Operations = {
  /** Whether the stores that the bot depends on answer: its records and its conversations. */
  readonly ready: () => Promise<boolean>;
  readonly metrics: Metrics;
  /** The bearer token that readers of these routes must have. If undefined, whoever reaches them may read. */
  readonly token: string | undefined;
  readonly stopping: () => boolean;
};

/** What tells operators how the bot is doing. It says much of an organisation, so it is not for whoever can reach the pages. */
export function mountOperations(server: Server, { ready, metrics, token, stopping }: Operations): void {
  const guarded =
    (handler: Handler): Handler =>
    async (request, response) => {
      if (token === undefined || same(request.header('authorization') ?? '', `Bearer ${token}`)) return await handler(request, response);
      response.setHeader('www-authenticate', 'Bearer');
      response.send(401);
    };
  server.get(
    '/readyz',
    handle(
      guarded(async (_request, response) => {
        const up = !stopping() && (await Promise.race([ready().catch(() => false), sleep(readyLimit, false, { ref: false })]));
        response.send(up ? 200 : 503, { status: up ? 'ready' : stopping() ? 'stopping' : 'not ready' });
      }),
    ),
  );
  server.get(
    '/metrics',
    handle(
      guarded(async (_request, response) => {
        response.sendRaw(200, await metrics.registry.metrics(), { 'content-type': metrics.registry.contentType });
      }),
    ),
  );
}

/** Adds the check that the process answers. It says nothing else, so anybody may ask. */
export function mountHealth(server: Server): void {
  server.get(
    '/healthz',
    handle(async (_request, response) => void response.send(200, { status: 'alive' })),
  );
}

/** As digests, texts of any length are compared in the same time. */
const same = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other));
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
