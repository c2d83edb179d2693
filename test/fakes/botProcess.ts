import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Millis } from '../../core/foundation/clock.ts';
import { anyProgram } from '../programs.ts';

const main = join(import.meta.dirname, '..', '..', 'bot', 'main.ts');
const listening = z.object({ msg: z.literal('listening'), port: z.number() });

type Options = {
  /** Where it runs, and keeps its records. */
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
  /** How far its clock is ahead. */
  readonly ahead?: Millis;
  /** Given each line of its log. */
  readonly onLine?: (line: string) => void;
};

/** bot/main.ts as a process of its own, to be killed; `ended` settles with its exit code and what it said last. */
export function spawnBot({ folder, env = {}, ahead = 0, onLine }: Options) {
  // It does not outlive whoever started it.
  const clock = `data:text/javascript,const now=Date.now;let ahead=${ahead};Date.now=()=>now()+ahead;process.on('message',(to)=>{ahead=to}).on('disconnect',()=>process.kill(process.pid,'SIGKILL'))`;
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--import', clock, main], {
    cwd: folder,
    env: { ...anyProgram, PORT: '0', SECRET_KEY: 'a key of the tests that is long enough', DATABASE_URL: databaseIn(folder), ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new Error('What the bot says cannot be read.');
  let said = '';
  stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const lines = createInterface({ input: stdout });
  if (onLine) lines.on('line', onLine);
  const ended = once(child, 'close').then(() => ({ code: child.exitCode, said }));
  const url = new Promise<string>((ready, failed) => {
    lines.on('line', (line) => {
      const start = listening.safeParse(JSON.parse(line));
      if (start.success) ready(`http://127.0.0.1:${start.data.port}`);
    });
    void ended.then(() => failed(new Error(`The bot ended before it listened: ${said}`)));
  });
  // Who waits for its end only has no use for the address.
  url.catch(() => undefined);
  return {
    ended,
    /** Its address, once it listens. */
    url,
    /** Puts its clock so far ahead while it runs. */
    sets(ahead: Millis): void {
      if (child.connected) child.send(ahead);
    },
    /** `kill -9`. */
    async kill(): Promise<void> {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** The records of a bot that runs in a folder. */
export const databaseIn = (folder: string): string => `sqlite:${join(folder, 'guichet.sqlite')}`;
