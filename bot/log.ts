import { pino } from 'pino';
import type { Config } from './config.ts';

/** The host's log: one JSON line per event. */
export type Log = ReturnType<typeof createLog>;

/** A word of a protocol, as it may be logged. Whoever sends it need not be known yet, and could write anything in its place. */
export const wordOf = (text: string): string => (/^[\w.-]{1,40}$/.test(text) ? text : 'other');

/** What may be logged of a thrown value: its kind, codes and place, and those of what it wraps, as dialogs do. Not its message, which may quote what a person typed. */
export function fault(thrown: unknown): { type: string; code?: unknown; status?: unknown; at?: string[]; wraps?: ReturnType<typeof fault> } {
  if (!(thrown instanceof Error)) return { type: typeof thrown };
  // A message of several lines stands in the stack too, and one of them may look like a place.
  const at = (thrown.stack ?? '')
    .replace(thrown.message, '')
    .split('\n')
    .flatMap((line) => (/^\s+at /.test(line) ? [line.trim()] : []));
  return {
    type: thrown.name === 'Error' ? thrown.constructor.name : thrown.name,
    ...('code' in thrown && { code: thrown.code }),
    ...('statusCode' in thrown && { status: thrown.statusCode }),
    ...(at.length > 0 && { at: at.slice(0, 12) }),
    ...('error' in thrown && thrown.error instanceof Error && { wraps: fault(thrown.error) }),
  };
}

/** Keys that are redacted at the top of a log line and one level down, should they ever get there. */
const secrets = ['authorization', 'password', 'repeat', 'secret', 'token', 'csrf', 'text', 'email', 'name', 'value', 'payload'];

/** Creates the log. Errors go under `err` and are serialised by `fault`. */
export const createLog = (config: Pick<Config, 'logLevel'>, to?: { write(line: string): void }) =>
  pino(
    {
      level: config.logLevel,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: fault },
      redact: { paths: [...secrets, ...secrets.map((key) => `*.${key}`)], censor: '[redacted]' },
    },
    to ?? pino.destination({ fd: 1, sync: false, minLength: 4_096, periodicFlush: 200 }),
  );
