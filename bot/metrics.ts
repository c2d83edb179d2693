import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** The metrics for operators. Each server has its own registry, so that two in one process do not collide. */
export type Metrics = ReturnType<typeof createMetrics>;

/** Creates the metrics. `outbox` counts the rows of the outbox by status, and is called at each scrape. */
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
    /** Counts a request by its route's template. Paths hold secrets, and there is no end to them. */
    request: (method: string, route: string, status: number) => requests.inc({ method, route, status }),
    /** Times a turn, in seconds. The kind of activity comes from outside, so all unknown kinds count as one. */
    turn: (type: string, outcome: 'done' | 'failed' | 'rejected', seconds: number) =>
      turns.observe({ type: kinds.has(type) ? type : 'other', outcome }, seconds),
  };
}

const kinds = new Set(['message', 'invoke', 'event', 'conversationUpdate', 'installationUpdate', 'messageReaction', 'typing']);
