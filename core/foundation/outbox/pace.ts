import { type Clock, type Millis, minute, second } from '../clock.ts';

/** A rate limit: `burst` messages at once, then one every `every` milliseconds. */
export type Rate = { readonly burst: number; readonly every: Millis };

/** A channel's rate limits: per conversation, and per tenant. */
export type Rates = { readonly chat: readonly Rate[]; readonly tenant: readonly Rate[] };

/**
 * Below Teams' limits for bots (Microsoft, «Optimize your bot with rate limiting»): per conversation 7 messages a second, 60 in half a minute,
 * 1,800 an hour; per app and tenant 50 requests a second. Replies to people are not counted here, so some room is left for them.
 */
export const teamsRates: Rates = {
  chat: [
    { burst: 5, every: 0.55 * second },
    { burst: 60, every: 2.1 * second },
  ],
  tenant: [{ burst: 5, every: second / 40 }],
};

/** The destination of a message. */
export type Way = { readonly chat: string; readonly tenant: string };

/** Keeps the outbox within a channel's rate limits. */
export type Pace = {
  /** Takes a place for a message of this job, first come, first served. Undefined means send it now. Otherwise it is how long to wait before trying again. */
  take(way: Way, job: string): Millis | undefined;
  /** Counts messages that were sent beyond the one counted by `take`. */
  spend(way: Way, messages: number): void;
  /** Pauses this conversation, because the channel asked for it. */
  hold(chat: string, millis: Millis): void;
};

/** A job that does not return within this time after its turn was handled by another process. */
const forgotten = minute;

/** `free` has one instant per rate: when everything sent so far is paid for. `waiting` has the jobs in order, with the instants given to them. */
type Line = { readonly rates: readonly Rate[]; free: readonly Millis[]; rest: Millis; readonly waiting: Map<string, Millis> };

/**
 * Creates an empty pace for this process, by a clock that does not jump. Waiting jobs keep their instants in the outbox, so they stay spread out after a restart. Two processes
 * may at first send at twice the rate, until the channel answers `Retry-After`.
 */
export function createPace(clock: Clock, rates: Rates): Pace {
  const lines = new Map<string, Line>();
  let crowded = 1_000;

  const lineOf = (key: string, of: readonly Rate[]): Line => {
    const known = lines.get(key);
    if (known) return known;
    if (lines.size >= crowded) {
      const now = clock();
      for (const [idle, { free, rest, waiting }] of lines) if (waiting.size === 0 && Math.max(rest, ...free) <= now) lines.delete(idle);
      crowded = Math.max(1_000, 2 * lines.size);
    }
    const line = { rates: of, free: of.map(() => 0), rest: 0, waiting: new Map() };
    lines.set(key, line);
    return line;
  };

  const linesOf = ({ chat, tenant }: Way) => [lineOf(`chat:${chat}`, rates.chat), lineOf(`tenant:${tenant}`, rates.tenant)];

  return {
    take: (way, job) => {
      const now = clock();
      const both = linesOf(way);
      for (const line of both) {
        const ahead = placeIn(line, job, now);
        const free = line.rates.map(({ burst, every }, at) => Math.max(line.free[at] ?? 0, line.rest, now) + (ahead - burst + 1) * every);
        const turn = Math.ceil(Math.max(now, line.rest, ...free));
        line.waiting.set(job, turn);
        if (turn > now) return turn - now;
      }
      for (const line of both) {
        line.waiting.delete(job);
        spend(line, 1, now);
      }
      return undefined;
    },
    spend: (way, messages) => {
      for (const line of linesOf(way)) spend(line, messages, clock());
    },
    hold: (chat, millis) => {
      const line = lineOf(`chat:${chat}`, rates.chat);
      line.rest = Math.max(line.rest, clock() + millis);
    },
  };
}

/** How many jobs wait before this one. */
function placeIn({ waiting }: Line, job: string, now: Millis): number {
  for (const [first, turn] of waiting) {
    if (first === job || turn + forgotten > now) break;
    waiting.delete(first);
  }
  if (!waiting.has(job)) return waiting.size;
  let ahead = 0;
  for (const one of waiting.keys()) {
    if (one === job) break;
    ahead += 1;
  }
  return ahead;
}

function spend(line: Line, messages: number, now: Millis): void {
  line.free = line.rates.map(({ every }, at) => Math.max(line.free[at] ?? 0, now) + messages * every);
}
