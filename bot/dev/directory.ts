import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'ldapts';
import { domain, startSamba } from './domainController.ts';

const root = join(import.meta.dirname, '..', '..');

/** Who is there, as the made-up people of `npm run dev` without a directory. */
const people = [
  { name: 'amartin', givenName: 'Alice', sn: 'Martin', mail: 'alice.martin@corp.example' },
  { name: 'bleroy', givenName: 'Bruno', sn: 'Leroy', mail: 'bruno.leroy@corp.example' },
] as const;

/** Starts a real domain controller with Octopus on it. Throws with what to install where it cannot. */
export async function startDirectory(folder: string): Promise<{ readonly env: Record<string, string>; readonly url: string; close(): Promise<void> }> {
  if (process.getuid?.() !== 0 || !isInstalled())
    throw new Error(
      'npm run dev -- --directory ad needs Samba, and to run as root (ports 389 and 636). On Debian:\n' +
        '  apt-get install --no-install-recommends samba samba-ad-dc samba-ad-provision samba-dsdb-modules samba-vfs-modules winbind \\\n' +
        '    python3-markdown python3-dnspython ldap-utils',
    );
  const samba = await startSamba();
  samba.tool('domain', 'passwordsettings', 'set', '--min-pwd-age=0', '--min-pwd-length=8', '--account-lockout-threshold=5');
  const admin = new Client({ url: samba.url, tlsOptions: { rejectUnauthorized: false } });
  await admin.bind(domain.admin, domain.password);
  await admin.add(`OU=People,${domain.base}`, { objectClass: 'organizationalUnit', ou: 'People' });
  for (const { name, givenName, sn, mail } of people)
    await admin.add(`CN=${givenName} ${sn},OU=People,${domain.base}`, {
      objectClass: ['top', 'person', 'organizationalPerson', 'user'],
      sAMAccountName: name,
      userPrincipalName: `${name}@example.test`,
      givenName,
      sn,
      mail,
      // Has no password yet, and may have none until the first is set.
      userAccountControl: '544',
    });
  await admin.unbind();

  const portals = join(folder, 'portals');
  await mkdir(portals, { recursive: true });
  const [profile, directory] = await Promise.all(
    ['core/portals/octopus.yaml', 'docs/directories/octopus-active-directory.yaml'].map((path) => readFile(join(root, path), 'utf8')),
  );
  await writeFile(join(portals, 'octopus.yaml'), `${profile}\n${directory}`);
  return {
    url: samba.url,
    env: {
      PORTALS_DIR: portals,
      OCTOPUS_LDAP_SERVER: samba.url,
      OCTOPUS_LDAP_CA: samba.ca,
      OCTOPUS_LDAP_NAME: samba.serverName,
      OCTOPUS_LDAP_ACCOUNT: domain.admin,
      OCTOPUS_LDAP_PASSWORD: domain.password,
    },
    close: samba.close,
  };
}

function isInstalled(): boolean {
  try {
    execFileSync('samba-tool', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
