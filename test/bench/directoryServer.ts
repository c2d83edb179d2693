import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ldapSettings } from '../../core/portal/directorySettings.ts';
import { ldapPortal } from '../fakes/ldapPortal.ts';
import { tree } from '../fakes/slapd.ts';

/** A directory server of the bench, with so many people, numbered from 0, in it. */
export type Server = { readonly url: string; readonly port: number; readonly ca: string; readonly people: number };

export const addressOf = (person: number): string => `person${person}@corp.example`;

/** The people as LDIF, each with a password that the policy takes. */
export const peopleLdif = (count: number): string =>
  Array.from({ length: count }, (_, n) => {
    const names = `uid: person${n}\ncn: Person ${n}\nsn: ${n}\ngivenName: Person\nmail: ${addressOf(n)}`;
    return `dn: uid=person${n},ou=people,${tree.base}\nobjectClass: inetOrgPerson\n${names}\nuserPassword: Phare-de-la-Pointe-7\n`;
  }).join('\n');

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
