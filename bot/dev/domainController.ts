import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The domain that is provisioned, for `npm run dev -- --directory ad` and for tests. */
export const domain = { base: 'DC=example,DC=test', admin: 'CN=Administrator,CN=Users,DC=example,DC=test', password: 'Passw0rd!Admin1' } as const;

/** A real Active Directory domain controller on the ports of LDAP of loopback address `ip`. */
export type Samba = {
  readonly url: string;
  readonly plain: string;
  readonly ca: string;
  /** The name in its certificate. */
  readonly serverName: string;
  /** Runs samba-tool on its records. */
  tool(...args: string[]): string;
  close(): Promise<void>;
};

/** Provisions a domain (some 6 s) and starts its controller (some 4 s). `ip` keeps two of them apart: ports cannot be chosen. */
export async function startSamba(ip = `127.0.${1 + (process.pid % 250)}.${1 + (Math.trunc(process.pid / 250) % 250)}`): Promise<Samba> {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-samba-'));
  const conf = join(folder, 'etc', 'smb.conf');
  const loopback = [`--option=interfaces=${ip}/8`, '--option=bind interfaces only=yes'];
  const names = ['--realm=EXAMPLE.TEST', '--domain=EXAMPLE', '--host-name=dc1', `--host-ip=${ip}`, `--adminpass=${domain.password}`];
  execFileSync(
    'samba-tool',
    ['domain', 'provision', '--use-rfc2307', ...names, '--server-role=dc', '--dns-backend=NONE', `--targetdir=${folder}`, ...loopback],
    { stdio: 'pipe' },
  );
  const own = ['server services = ldap', `log file = ${join(folder, 'log')}`, `pid directory = ${folder}`, 'old password allowed period = 0'];
  writeFileSync(conf, readFileSync(conf, 'utf8').replace(/\[global\]/, `[global]\n${own.map((line) => `\t${line}`).join('\n')}`));
  const samba = spawn('samba', ['-i', '-M', 'single', '-s', conf], { stdio: 'ignore', detached: true });
  const end = (): void => {
    try {
      if (samba.pid !== undefined) process.kill(-samba.pid, 'SIGKILL');
    } catch {
      // It had ended.
    }
  };
  process.once('exit', end);
  const ca = join(folder, 'private', 'tls', 'ca.pem');
  for (let waited = 0; !(existsSync(ca) && (await listens(ip, 636))); waited += 100) {
    if (waited > 60_000) throw new Error('samba does not answer');
    await sleep(100);
  }
  return {
    url: `ldaps://${ip}:636`,
    plain: `ldap://${ip}:389`,
    ca,
    serverName: 'DC1.example.test',
    tool: (...args) =>
      execFileSync('samba-tool', [...args, '-s', conf, '-H', `tdb://${join(folder, 'private', 'sam.ldb')}`], { encoding: 'utf8', stdio: 'pipe' }),
    close: async () => {
      end();
      process.off('exit', end);
      await sleep(100);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const listens = (host: string, port: number): Promise<boolean> =>
  new Promise((tell) => {
    const socket = createConnection({ host, port }, () => {
      socket.destroy();
      tell(true);
    });
    socket.once('error', () => tell(false));
  });
