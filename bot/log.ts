import { pino } from 'pino';
import type { Config } from './config.ts';

/** The log of the host: one JSON line an event. */
export type Log = ReturnType<typeof createLog>;

/** A thrown value as it may be logged: its kind, codes and place, without its message, which may quote what a person typed. */
export function fault(thrown: unknown): { type: string; code?: unknown; status?: unknown; at?: string[] } {
  if (!(thrown instanceof Error)) return { type: typeof thrown };
  const at = thrown.stack?.split('\n').flatMap((line) => (/^\s+at /.test(line) ? [line.trim()] : []));
  return {
    type: thrown.name === 'Error' ? thrown.constructor.name : thrown.name,
    ...('code' in thrown && { code: thrown.code }),
    ...('statusCode' in thrown && { status: thrown.statusCode }),
    ...(at && { at: at.slice(0, 12) }),
  };
}

/** What is blanked wherever it appears in a line, should it ever get there. */
const secrets = ['authorization', 'password', 'repeat', 'secret', 'token', 'csrf', 'text', 'email', 'name', 'value', 'payload'];

/** Starts the log. An error goes under `err`, and is written by `fault`. */
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
