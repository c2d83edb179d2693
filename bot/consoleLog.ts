import { format } from 'node:util';
import { type Millis, minute } from '../core/foundation/clock.ts';
import type { Log } from './log.ts';

/** How many lines of other code are logged in a minute; the rest is counted. */
const most = 20;
const longest = 200;
const levels = { log: 'info', info: 'info', debug: 'debug', warn: 'warn', error: 'error', trace: 'debug' } as const;

type Console = Pick<typeof console, keyof typeof levels>;

/**
 * Routes the console into the log: libraries write there, past the log, and some a dozen lines for each bad token that a stranger sends. One line an
 * event, without what may be a secret or an address, and at most twenty a minute. Returns what undoes it.
 */
export function routeConsole(log: Pick<Log, 'info' | 'debug' | 'warn' | 'error'>, to: Console = console, now: () => Millis = Date.now): () => void {
  const before = { ...to };
  let since = Number.NEGATIVE_INFINITY;
  let written = 0;
  const throttled = (write: () => void): void => {
    if (now() - since >= minute) {
      if (written > most) log.warn({ left: written - most }, 'the console: lines of other code were left out');
      since = now();
      written = 0;
    }
    written += 1;
    if (written <= most) write();
  };
  for (const [name, level] of Object.entries(levels))
    Object.assign(to, {
      [name]: (...said: unknown[]) => throttled(() => log[level](heard(said), 'the console: other code wrote')),
    });
  return () => void Object.assign(to, before);
}

/** What may be logged of a line: its beginning without tokens, keys, digits and addresses, and the kind and place of what was thrown. */
function heard(said: readonly unknown[]): { line?: string; err?: Error } {
  const thrown = said.find((part) => part instanceof Error);
  const texts = said.filter((part) => !(part instanceof Error));
  const [line = ''] = format(...texts).split('\n');
  return {
    ...(line !== '' && { line: withoutSecrets(line).slice(0, longest) }),
    ...(thrown && { err: thrown }),
  };
}

const withoutSecrets = (line: string): string =>
  line
    .replace(/[^\s@]+@[^\s@]+/g, '[…]')
    .replace(/[\w+/=.-]{20,}/g, '[…]')
    .replace(/\d{4,}/g, '[…]');
