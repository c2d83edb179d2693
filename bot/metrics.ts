import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What operators can measure; kept in a registry of its own, so that two servers in one process do not meet. */
export type Metrics = ReturnType<typeof createMetrics>;

/** Starts the measures. `outbox` tells how many rows of the outbox are in each status; it is asked at each scrape. */
export function createMetrics(outbox: () => Promise<Readonly<Record<string, number>>> = async () => ({})) {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: 'guichet_' });
  const requests = new Counter({
    name: 'guichet_http_requests_total',
    help: 'Requests by route and status',
    labelNames: ['method', 'route', 'status'] as const,
    registers,
  });
  const turns = new Histogram({
    name: 'guichet_turn_seconds',
    help: 'Turns of the conversation by kind of activity and outcome',
    labelNames: ['type', 'outcome'] as const,
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3, 10],
    registers,
  });
  new Gauge({
    name: 'guichet_outbox_rows',
    help: 'Rows of the outbox by status',
    labelNames: ['status'] as const,
    registers,
    async collect() {
      this.reset();
      for (const [status, rows] of Object.entries(await outbox())) this.set({ status }, rows);
    },
  });
  return {
    registry,
    /** Counts a request, by the template of its route: a path would hold secrets, and never end. */
    request: (method: string, route: string, status: number) => requests.inc({ method, route, status }),
    /** Times a turn, in seconds. The kind of activity comes from outside: unknown ones are one. */
    turn: (type: string, outcome: 'done' | 'failed' | 'rejected', seconds: number) =>
      turns.observe({ type: kinds.has(type) ? type : 'other', outcome }, seconds),
  };
}

const kinds = new Set(['message', 'invoke', 'event', 'conversationUpdate', 'installationUpdate', 'messageReaction', 'typing']);
