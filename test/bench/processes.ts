import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { z } from 'zod';

const readySchema = z.object({ url: z.string().optional(), rss: z.number() });
const cpuSchema = z.object({ cpu: z.number() });

/** A process of the bench that can be used. */
export type Bot = {
  readonly url: string;
  /** Time to be ready, in milliseconds. */
  readonly millis: number;
  /** Resident memory when it became ready, in bytes. */
  readonly rss: number;
  /** Processor time used so far, in microseconds. */
  cpu(): Promise<number>;
  /** Sends it a message, and waits for its answer. */
  ask(message: object): Promise<unknown>;
  stop(): Promise<void>;
};

/** Starts a program of this folder, with only PATH and these variables, and waits until it is ready. */
export async function startProcess(file: string, env: Readonly<Record<string, string>> = {}): Promise<Bot> {
  const began = performance.now();
  const child = fork(join(import.meta.dirname, file), {
    env: { PATH: process.env.PATH, ...env },
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const { url = '', rss } = readySchema.parse(await answerOf(child, file));
  const millis = performance.now() - began;
  const ask = async (message: object): Promise<unknown> => {
    const answer = answerOf(child, file);
    child.send(message);
    return await answer;
  };
  return {
    url,
    millis,
    rss,
    cpu: async () => cpuSchema.parse(await ask({ cpu: true })).cpu,
    ask,
    stop: async () => {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}

async function answerOf(child: ChildProcess, file: string): Promise<unknown> {
  const over = new AbortController();
  const died = once(child, 'exit', { signal: over.signal }).then(() => {
    throw new Error(`${file} ended before it answered.`);
  });
  try {
    const [message]: unknown[] = await Promise.race([once(child, 'message', { signal: over.signal }), died]);
    return message;
  } finally {
    died.catch(() => undefined);
    over.abort();
  }
}

/** The settings that Guichet is measured with, and the address of its database. Its log is written, as in production. */
export const settings = (databaseUrl: string, smtpUrl = 'smtp://127.0.0.1:9'): Record<string, string> => ({
  PORT: '0',
  SECRET_KEY: 'a key of the bench that is long enough',
  DATABASE_URL: databaseUrl,
  SMTP_URL: smtpUrl,
});
