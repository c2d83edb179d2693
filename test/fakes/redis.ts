import { type Daemon, findProgram, startDaemon } from './daemon.ts';

/** A real Redis server, which keeps what it was told over a restart. */
export type RedisServer = Daemon & { readonly url: string };

/** Starts Redis. */
export async function startRedis(): Promise<RedisServer> {
  const program = findProgram('redis-server');
  if (!program) throw new Error('Redis is not installed here: apt-get install redis-server');
  const server = await startDaemon({
    program,
    args: (folder, port) => ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--appendonly', 'yes', '--appendfsync', 'always', '--save', ''],
    ready: /Ready to accept connections/,
    atOnce: 'SIGKILL',
  });
  return { ...server, url: `redis://127.0.0.1:${server.port}` };
}
