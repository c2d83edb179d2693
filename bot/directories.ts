import { createEmbeddedDirectory } from '../core/connectors/embedded.ts';
import type { Finding } from '../core/connectors/finding.ts';
import { limitGuesses } from '../core/directory/index.ts';
import type { Clock } from '../core/foundation/clock.ts';
import type { Database } from '../core/foundation/database/schema.ts';
import { createLimits } from '../core/foundation/limits.ts';
import { type Portal, PortalError, unsupported } from '../core/portal/index.ts';
import type { Directory } from '../core/ports.ts';

/** The directories of other systems, by portal. No connection is opened before it is needed. */
export type Elsewhere = ReadonlyMap<string, Directory>;

/**
 * The directories that profiles name in other systems. `tell` is given what an operator has to see to. Throws `PortalError` where a profile
 * offers what its directory cannot do (DIR-1).
 */
export async function openElsewhere(portals: ReadonlyMap<string, Portal>, clock: Clock, tell: (portal: string, message: string) => void): Promise<Elsewhere> {
  const opened = await Promise.all(
    [...portals.values()].map(async (portal) => ({ portal, directory: await open(portal, clock, (message) => tell(portal.id, message)) })),
  );
  const elsewhere = opened.flatMap(({ portal, directory }) => (directory ? [{ portal, directory }] : []));
  const problems = elsewhere.flatMap(({ portal, directory }) => unsupported(portal, directory.can).map((problem) => `${portal.id} ${problem}`));
  if (problems.length > 0) throw new PortalError(problems);
  return new Map(elsewhere.map(({ portal, directory }) => [portal.id, directory]));
}

/** A connector is loaded only where a profile asks for it: that of LDAP takes longer to load than all of the core. */
async function open({ directory }: Portal, clock: Clock, tell: (message: string) => void): Promise<Directory | undefined> {
  if (directory.kind === 'ldap') return (await import('../core/connectors/ldap/ldap.ts')).createLdapDirectory(directory, clock, tell);
  if (directory.kind === 'scim') return (await import('../core/connectors/scim/scim.ts')).createScimDirectory(directory, tell);
  if (directory.kind === 'graph') return (await import('../core/connectors/graph/graph.ts')).createGraphDirectory(directory, tell);
  if (directory.kind === 'http') return (await import('../core/connectors/http/http.ts')).createHttpDirectory(directory, tell);
  return undefined;
}

/** Says what a directory's service account may do (DIR-10). */
export async function* checkElsewhere({ directory, teams }: Portal, account: string | undefined): AsyncGenerator<Finding> {
  const named = { account, teams: teams.flatMap(({ group }) => group ?? []) };
  if (directory.kind === 'ldap') yield* (await import('../core/connectors/ldap/check.ts')).checkLdap(directory, Date.now, named);
  if (directory.kind === 'scim') yield* (await import('../core/connectors/scim/check.ts')).checkScim(directory, named);
  if (directory.kind === 'graph') yield* (await import('../core/connectors/graph/check.ts')).checkGraph(directory, named);
  if (directory.kind === 'http') yield* (await import('../core/connectors/http/check.ts')).checkHttp(directory, named);
}

/** The directories of the portals and the others whose accounts are proven (OU-1), by the name of their accounts. */
export function openDirectories(
  db: Database,
  clock: Clock,
  portals: ReadonlyMap<string, Portal>,
  elsewhere: Elsewhere = new Map(),
): ReadonlyMap<string, Directory> {
  const directories = new Map<string, Directory>();
  const limits = createLimits(db, clock);
  for (const portal of portals.values()) {
    const { id, lockAfter, lockFor, procedures } = portal;
    const other = elsewhere.get(id);
    directories.set(
      id,
      other
        ? limitGuesses(other, limits, portal)
        : createEmbeddedDirectory(db, clock, id, { lockAfter, lockFor, shortNames: portal.identifier.kind === 'account' }),
    );
    const proven = procedures.createOrganisation?.proof.directory.accounts;
    if (proven !== undefined) directories.set(proven, createEmbeddedDirectory(db, clock, proven, { lockAfter, lockFor }));
  }
  return directories;
}
