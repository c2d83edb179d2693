import { execFileSync } from 'node:child_process';
import { type Daemon, findProgram, startDaemon } from './daemon.ts';

/** A real PostgreSQL server. `url` is that of its database `postgres`. */
export type PostgresServer = Daemon & { readonly url: string };

/** Nothing that a test writes has to outlive a power cut. What was committed outlives the server; what was refused, tests see themselves. */
const settings = {
  fsync: 'off',
  full_page_writes: 'off',
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  log_min_messages: 'log',
  log_checkpoints: 'off',
};

/** Starts PostgreSQL, sorting as the French do: what leans on the order of bytes shows. `over` are settings of its own in the place of ours. */
export async function startPostgres(over: Partial<typeof settings> = {}): Promise<PostgresServer> {
  const [initdb, program] = ['initdb', 'postgres'].map(findProgram);
  if (!initdb || !program) throw new Error('PostgreSQL is not installed here: apt-get install postgresql');
  const server = await startDaemon({
    program,
    args: (folder, port) => ['-D', folder, '-p', `${port}`, ...Object.entries({ ...settings, ...over }).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    ready: /ready to accept connections/,
    atOnce: 'SIGQUIT',
    prepare: (folder, as) => {
      const alphabet = ['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=fr'];
      execFileSync(initdb, ['-D', folder, '--username=guichet', '--auth=trust', '--no-sync', ...alphabet], { ...as, cwd: folder, stdio: 'pipe' });
    },
  });
  return { ...server, url: `postgres://guichet@127.0.0.1:${server.port}/postgres` };
}
