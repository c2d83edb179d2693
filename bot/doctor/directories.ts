import { readFile } from 'node:fs/promises';
import { graphUrl, type LdapSettings, type Portal } from '../../core/portal/index.ts';
import { checkElsewhere } from '../directories.ts';
import { certificateEnd, lifeOf } from './certificate.ts';
import { type Finding, fault, ok, warning } from './finding.ts';
import type { Installation } from './installation.ts';

/** The directory of a portal: connected to, and what its service account may do, as `npm run directory:check` says it; or how many accounts Guichet has itself. */
export async function lookAtDirectory(installation: Installation, portal: Portal): Promise<readonly Finding[]> {
  const { directory } = portal;
  if (directory.kind === 'embedded') return [await embedded(installation, portal)];
  return await Promise.all([elsewhere(portal), ...certificates(installation, tlsOf(directory))]);
}

async function elsewhere(portal: Portal): Promise<Finding> {
  const missing: string[] = [];
  let well = 0;
  for await (const { what, works, detail } of checkElsewhere(portal, undefined)) {
    if (works === false) missing.push(`${what}: ${detail}`);
    if (works) well += 1;
  }
  const all = `npm run directory:check -- ${portal.id} says it in full, docs/directories.md what to grant.`;
  const [first, ...more] = missing;
  if (first !== undefined) return fault(`missing: ${first}${more.length > 0 ? `; and ${more.length} more` : ''}`, all);
  return ok(`the directory answers, and nothing is missing of ${well} things that were looked at`);
}

type Tls = Pick<LdapSettings, 'servers' | 'ca' | 'serverName'>;

/** Whose certificates a directory shows. */
function tlsOf(directory: Exclude<Portal['directory'], { kind: 'embedded' }>): Tls {
  if (directory.kind === 'ldap') return directory;
  return { servers: [directory.kind === 'graph' ? graphUrl(directory) : directory.url] };
}

/** The certificates of servers that speak TLS at once. Why one is not trusted is said by the check above. */
const certificates = (installation: Installation, { servers, ca, serverName }: Tls): Promise<Finding>[] =>
  servers
    .filter((url) => /^(ldaps|https):/.test(url))
    .map(async (url) => {
      const { protocol, hostname, port } = new URL(url);
      try {
        const authority = ca === undefined ? undefined : await readFile(ca, 'utf8');
        const end = await certificateEnd(
          { host: hostname, port: Number(port || (protocol === 'ldaps:' ? 636 : 443)), name: serverName, ca: authority },
          installation.patience,
        );
        return lifeOf(url, end, installation.clock());
      } catch {
        return warning(`when the certificate of ${url} ends was not seen`, `See what is said of connecting to it.`);
      }
    });

async function embedded({ records }: Installation, { id, procedures }: Portal): Promise<Finding> {
  if (records.seen !== 'ready') return ok('its accounts are in Guichet’s own tables');
  const { n } = await records.db
    .selectFrom('account')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('portal', '=', id)
    .executeTakeFirstOrThrow();
  if (Number(n) > 0 || procedures.signUp?.kind === 'create' || procedures.acceptInvitation || procedures.createOrganisation)
    return ok(`its accounts are in Guichet’s own tables: ${n}`);
  return warning('its accounts are in Guichet’s own tables, and there are none: nobody can do anything there', `npm run accounts:import -- ${id} <file.csv>`);
}
