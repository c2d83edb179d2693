import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';

/** A real server of this test's own, over a folder of its own on loopback. */
export type Daemon = {
  readonly port: number;
  /** Ends it; its folder stays. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again, at the same port; nothing where it runs. */
  start(): Promise<void>;
  /** Stops its clockwork without a word to anybody: connections stay, and nothing answers. */
  freeze(): void;
  thaw(): void;
  /** Ends it, and its folder goes. */
  close(): Promise<void>;
};

type Kind = {
  readonly program: string;
  readonly args: (folder: string, port: number) => readonly string[];
  /** What it says once it answers. */
  readonly ready: RegExp;
  /** Ends it at once, with what it started. */
  readonly atOnce: NodeJS.Signals;
  /** Fills the folder, once. */
  readonly prepare?: (folder: string, as: { uid?: number; gid?: number }) => void;
};

/** The path of a program: among the versions that Debian installs beside each other the newest, else the one on the PATH. */
export function findProgram(name: string): string | undefined {
  const versions = globSync('/usr/lib/postgresql/*/bin').sort((one, other) => other.localeCompare(one, 'en', { numeric: true }));
  return [...versions, ...(process.env.PATH ?? '').split(delimiter)].map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** Why tests that need a program of this machine's cannot run; false where they can. In CI nothing is skipped. */
export const skipWithout = (name: string): string | false =>
  !process.env.CI && findProgram(name) === undefined && `${name} is not installed here (apt-get install postgresql redis-server)`;

/** Starts a server; settles once it answers. */
export async function startDaemon({ program, args, ready, atOnce, prepare }: Kind): Promise<Daemon> {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-'));
  const as = ordinaryUser();
  if (as.uid !== undefined && as.gid !== undefined) chownSync(folder, as.uid, as.gid);
  prepare?.(folder, as);
  const port = await freePort();
  let child: ChildProcess | undefined;
  const orphan = () => child?.kill(atOnce);
  process.once('exit', orphan);

  const running = (): boolean => child !== undefined && child.exitCode === null && child.signalCode === null;
  const start = async (): Promise<void> => {
    if (running()) return;
    const started = spawn(program, args(folder, port), { ...as, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    child = started;
    let said = '';
    await new Promise<void>((up, failed) => {
      for (const stream of [started.stdout, started.stderr])
        stream.on('data', (data: Buffer) => {
          said = (said + data.toString()).slice(-5_000);
          if (ready.test(said)) up();
        });
      started.once('error', failed);
      started.once('exit', () => failed(new Error(`${program} ended: ${said}`)));
    });
  };
  const stop = async (signal: NodeJS.Signals = atOnce): Promise<void> => {
    if (!child || !running()) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };

  await start();
  return {
    port,
    start,
    stop,
    freeze: () => signalAll(child, 'STOP'),
    thaw: () => signalAll(child, 'CONT'),
    close: async () => {
      await stop();
      process.off('exit', orphan);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A signal to a process and to those that it started. */
function signalAll(child: ChildProcess | undefined, signal: 'STOP' | 'CONT'): void {
  const all = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  for (const [pid, parent] of all.map((line) => line.trim().split(/\s+/).map(Number)))
    if (pid !== undefined && (pid === child?.pid || parent === child?.pid)) process.kill(pid, `SIG${signal}`);
}

/** Some servers refuse to run as root, as which tests run in containers. */
function ordinaryUser(): { uid?: number; gid?: number } {
  if (userInfo().uid !== 0) return {};
  const id = (what: string) => Number(execFileSync('id', [what, 'nobody'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** A port of loopback that nobody listens on just now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return address && typeof address === 'object' ? address.port : 0;
}
