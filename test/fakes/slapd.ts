import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findProgram, freePort } from './daemon.ts';

/** What the directory is loaded with. */
export const tree = {
  base: 'dc=example,dc=test',
  root: 'cn=root,dc=example,dc=test',
  service: 'cn=guichet,dc=example,dc=test',
  password: 'Passw0rd!Admin1',
} as const;

const program = (): string | undefined => findProgram('slapd') ?? findProgram('/usr/sbin/slapd');

/** Why tests that need slapd cannot run; false where they can. In CI nothing is skipped. */
export const skipWithoutSlapd = (): string | false =>
  !process.env.CI && program() === undefined && 'slapd is not installed here (apt-get install slapd slapd-contrib ldap-utils)';

/** A real slapd with ppolicy. */
export type Slapd = {
  readonly url: string;
  readonly plain: string;
  readonly ports: { readonly plain: number; readonly secure: number };
  /** Adds entries in LDIF, as the root. */
  add(ldif: string): void;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Connections stay, and nothing answers. */
  freeze(): Promise<void>;
  thaw(): void;
  close(): Promise<void>;
};

type Options = {
  /** Its certificate. */
  readonly key: string;
  readonly certificate: string;
  /** Entries in LDIF that are there from the beginning, written in bulk. */
  readonly filled?: string;
};

/** The address of one of those whom `crowd` makes. */
export const addressOf = (person: number): string => `person${person}@corp.example`;

/** People in LDIF, numbered from 0, each with a password that the policy takes. */
export const crowd = (count: number): string =>
  Array.from({ length: count }, (_, n) => {
    const names = `uid: person${n}\ncn: Person ${n}\nsn: ${n}\ngivenName: Person\nmail: ${addressOf(n)}`;
    return `dn: uid=person${n},ou=people,${tree.base}\nobjectClass: inetOrgPerson\n${names}\nuserPassword: Phare-de-la-Pointe-7\n`;
  }).join('\n');

/** Starts one on free ports of loopback. */
export async function startSlapd({ key, certificate, filled }: Options): Promise<Slapd> {
  const path = program();
  if (path === undefined) throw new Error('slapd is not installed here: apt-get install slapd slapd-contrib ldap-utils');
  const folder = mkdtempSync(join(tmpdir(), 'guichet-slapd-'));
  chmodSync(folder, 0o755);
  mkdirSync(join(folder, 'db'));
  const [plain, secure] = [await freePort(), await freePort()];
  const conf = join(folder, 'slapd.conf');
  writeFileSync(conf, configuration(folder, key, certificate));
  const urls = `ldap://127.0.0.1:${plain} ldaps://127.0.0.1:${secure}`;
  let child: ReturnType<typeof spawn> | undefined;
  const start = async (): Promise<void> => {
    child = spawn(path, ['-f', conf, '-h', urls, '-d', '0'], { stdio: 'ignore' });
    for (let waited = 0; !(await listens(secure)); waited += 50) {
      if (waited > 20_000 || child.exitCode !== null) throw new Error('slapd does not answer');
      await sleep(50);
    }
  };
  const stop = async (): Promise<void> => {
    child?.kill('SIGKILL');
    while (child && child.exitCode === null && child.signalCode === null) await sleep(20);
  };
  const orphan = () => child?.kill('SIGKILL');
  process.once('exit', orphan);
  if (filled !== undefined) execFileSync(path.replace(/slapd$/, 'slapadd'), ['-q', '-f', conf], { input: `${initial}\n${filled}`, stdio: 'pipe' });
  await start();
  const add = (ldif: string): void =>
    void execFileSync('ldapadd', ['-x', '-H', `ldap://127.0.0.1:${plain}`, '-D', tree.root, '-w', tree.password], { input: ldif, stdio: 'pipe' });
  if (filled === undefined) add(initial);
  return {
    url: `ldaps://127.0.0.1:${secure}`,
    plain: `ldap://127.0.0.1:${plain}`,
    ports: { plain, secure },
    add,
    start,
    stop,
    freeze: async () => {
      child?.kill('SIGSTOP');
      while (child?.pid !== undefined && !/\) T /.test(readFileSync(`/proc/${child.pid}/stat`, 'utf8'))) await sleep(5);
    },
    thaw: () => void child?.kill('SIGCONT'),
    close: async () => {
      await stop();
      process.off('exit', orphan);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const configuration = (folder: string, key: string, certificate: string): string => `
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload ppolicy
pidfile ${folder}/slapd.pid
TLSCertificateFile ${certificate}
TLSCertificateKeyFile ${key}
sizelimit 500
database mdb
suffix "${tree.base}"
rootdn "${tree.root}"
rootpw ${tree.password}
directory ${folder}/db
maxsize 1073741824
dbnosync
index objectClass,uid,mail,member,entryUUID,pwdChangedTime eq
limits dn.exact="${tree.service}" size.prtotal=unlimited size=500
overlay ppolicy
ppolicy_default "cn=policy,${tree.base}"
access to attrs=userPassword by dn.exact="${tree.service}" write by self write by anonymous auth
access to dn.subtree="ou=people,${tree.base}" by dn.exact="${tree.service}" write by users read
access to dn.subtree="ou=groups,${tree.base}" by dn.exact="${tree.service}" write by users read
access to * by users read
`;

const initial = `dn: ${tree.base}
objectClass: dcObject
objectClass: organization
o: Example
dc: example

dn: cn=guichet,${tree.base}
objectClass: organizationalRole
objectClass: simpleSecurityObject
cn: guichet
userPassword: ${tree.password}

dn: cn=policy,${tree.base}
objectClass: organizationalRole
objectClass: pwdPolicy
cn: policy
pwdAttribute: userPassword
pwdMinLength: 8
pwdCheckQuality: 2
pwdInHistory: 3
pwdLockout: TRUE
pwdMaxFailure: 4
pwdMustChange: TRUE
pwdAllowUserChange: TRUE

dn: ou=people,${tree.base}
objectClass: organizationalUnit
ou: people

dn: ou=groups,${tree.base}
objectClass: organizationalUnit
ou: groups
`;

const listens = (port: number): Promise<boolean> =>
  new Promise((tell) => {
    const socket = createConnection({ host: '127.0.0.1', port }, () => {
      socket.destroy();
      tell(true);
    });
    socket.once('error', () => tell(false));
  });
