import { setTimeout as sleep } from 'node:timers/promises';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { OutboxState } from '../core/foundation/outbox/state.ts';

/** How long a scrape waits for the records, in milliseconds. */
const patience = 2_000;

/** The metrics for operators. Each server has its own registry, so that two in one process do not collide. */
export type Metrics = ReturnType<typeof createMetrics>;

/**
 * Creates the metrics. `outbox` reads the state of the outbox, `differences` how many there are of each kind between directories and records; both are called
 * at each scrape. While they cannot, only what needs no records is told.
 */
export function createMetrics(
  outbox: () => Promise<OutboxState> = async () => ({ rows: {}, overdue: {} }),
  differences: () => Promise<Readonly<Record<string, number>>> = async () => ({}),
) {
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
  const audited = new Counter({
    name: 'guichet_audit_records_total',
    help: 'What was done or refused, by action and outcome as in the audit',
    labelNames: ['action', 'outcome'] as const,
    registers,
  });
  const security = new Counter({
    name: 'guichet_security_events_total',
    help: 'What may be an attack, by kind and outcome: limits used up, codes refused, waits, locks, tokens, cards and forms refused',
    labelNames: ['event', 'outcome'] as const,
    registers,
  });
  // Known from the start, so that the first of them is a change.
  for (const [event, outcome] of known) security.inc({ event, outcome }, 0);
  for (const [action, outcome] of knownRecords) audited.inc({ action, outcome }, 0);
  /** What a scrape has read in time, if it can be read. */
  const inTime = <T>(read: () => Promise<T>): Promise<T | undefined> =>
    Promise.race([read().catch(() => undefined), sleep(patience, undefined, { ref: false })]);
  // Asked once for all three, which are read at the same time.
  let reading: Promise<OutboxState | undefined> | undefined;
  const state = () => {
    reading ??= inTime(outbox).finally(() => {
      reading = undefined;
    });
    return reading;
  };
  new Gauge({
    name: 'guichet_records_up',
    help: 'Whether the records can be read',
    registers,
    async collect() {
      this.set((await state()) ? 1 : 0);
    },
  });
  new Gauge({
    name: 'guichet_outbox_rows',
    help: 'Rows of the outbox by status; later is what is not due yet',
    labelNames: ['status'] as const,
    registers,
    async collect() {
      const rows = (await state())?.rows ?? {};
      this.reset();
      for (const [status, count] of Object.entries(rows)) this.set({ status }, count);
    },
  });
  new Gauge({
    name: 'guichet_outbox_oldest_overdue_seconds',
    help: 'How long the oldest job that should be done has waited, by kind',
    labelNames: ['kind'] as const,
    registers,
    async collect() {
      const overdue = (await state())?.overdue ?? {};
      this.reset();
      for (const [kind, seconds] of Object.entries(overdue)) this.set({ kind }, seconds);
    },
  });
  new Gauge({
    name: 'guichet_access_differences',
    help: 'Where a directory and the records differ about access, by kind, as the last look found it',
    labelNames: ['kind'] as const,
    registers,
    async collect() {
      const found = (await inTime(differences)) ?? {};
      this.reset();
      for (const [kind, count] of Object.entries(found)) this.set({ kind }, count);
    },
  });
  return {
    registry,
    /** Counts a request by its route's template. Paths hold secrets, and there is no end to them. */
    request: (method: string, route: string, status: number) => requests.inc({ method, route, status }),
    /** Counts a record of the audit. Actions and outcomes are words of ours; whatever does not look like one counts as one. */
    audited: (action: string, outcome: string) => audited.inc({ action: ours(action), outcome: ours(outcome) }),
    /** Counts what may be an attack. */
    security: (event: string, outcome: string) => security.inc({ event: ours(event), outcome: ours(outcome) }),
    /** Times a turn, in seconds. The kind of activity comes from outside, so all unknown kinds count as one. */
    turn: (type: string, outcome: 'done' | 'failed' | 'rejected', seconds: number) =>
      turns.observe({ type: kinds.has(type) ? type : 'other', outcome }, seconds),
  };
}

const ours = (word: string): string => (/^[a-z0-9][a-z0-9.-]{0,47}$/i.test(word) ? word : 'other');

const known = [
  ...['code.wrong', 'code.tries', 'code.triesToday'].map((outcome) => ['code', outcome] as const),
  ...['401', '403', '503'].map((outcome) => ['token', outcome] as const),
  ...['notYours', 'stale'].map((outcome) => ['card', outcome] as const),
  ['form', 'denied'],
  ['lock', 'signIn'],
  ['wait', 'signIn'],
] as const;
const knownRecords = [
  ['signIn', 'refused'],
  ['decide.approved', 'decide.notYours'],
  ['decide.refused', 'decide.notYours'],
  ['audit.chainCut', 'ok'],
  ['twoFactor.passed', 'twoFactor.wrong'],
  ['twoFactor.missing', 'locked'],
  ['openid.reused', 'refused'],
  ['console.refused', 'console.role'],
  ['console.signIn', 'console.noRole'],
] as const;

const kinds = new Set(['message', 'invoke', 'event', 'conversationUpdate', 'installationUpdate', 'messageReaction', 'typing']);
