import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ldapSettings } from '../../core/portal/directorySettings.ts';
import { ldapPortal } from '../fakes/ldapPortal.ts';
import { tree } from '../fakes/slapd.ts';

/** A directory server of the bench, with so many of the crowd in it. */
export type Server = { readonly url: string; readonly port: number; readonly ca: string; readonly people: number };

/** The settings of a directory on a server, as a profile has them. */
export const ldapOf = ({ url, ca }: Pick<Server, 'url' | 'ca'>) =>
  ldapSettings.parse({
    kind: 'ldap',
    flavour: 'openLdap',
    servers: [url],
    ca,
    bind: { dn: tree.service, password: tree.password },
    people: { base: `ou=people,${tree.base}`, identifier: 'mail' },
  });

/** Writes the profiles of portals on a directory each into a folder of their own; its path is for PORTALS_DIR. */
export async function portalsOn(folder: string, portals: Readonly<Record<string, Pick<Server, 'url' | 'ca'>>>): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const [id, at] of Object.entries(portals)) await writeFile(join(folder, `${id}.yaml`), ldapPortal(id, at));
  return folder;
}
