import { createEmbeddedDirectory } from '../core/connectors/embedded.ts';
import type { Finding } from '../core/connectors/ldap/check.ts';
import { limitGuesses } from '../core/directory/index.ts';
import type { Clock } from '../core/foundation/clock.ts';
import type { Database } from '../core/foundation/database/schema.ts';
import { createLimits } from '../core/foundation/limits.ts';
import { type LdapSettings, type Portal, PortalError, unsupported } from '../core/portal/index.ts';
import type { Directory } from '../core/ports.ts';

/** The directories of other systems, by portal. No connection is opened before it is needed. */
export type Elsewhere = ReadonlyMap<string, Directory>;

/**
 * The directories that profiles name in other systems. `tell` is given what an operator has to see to. Throws `PortalError` where a profile
 * offers what its directory cannot do (DIR-1).
 */
export async function openElsewhere(portals: ReadonlyMap<string, Portal>, clock: Clock, tell: (portal: string, message: string) => void): Promise<Elsewhere> {
  const remote = [...portals.values()].flatMap((portal) => (portal.directory.kind === 'ldap' ? [{ portal, settings: portal.directory }] : []));
  if (remote.length === 0) return new Map();
  const open = await ldap();
  const elsewhere = new Map(remote.map(({ portal: { id }, settings }) => [id, open(settings, clock, (message) => tell(id, message))]));
  const problems = remote.flatMap(({ portal }) => unsupported(portal, elsewhere.get(portal.id)?.can ?? new Set()).map((problem) => `${portal.id} ${problem}`));
  if (problems.length > 0) throw new PortalError(problems);
  return elsewhere;
}

/** Loaded only where a profile asks for it: its library takes longer to load than all of the core. */
async function ldap(): Promise<(settings: LdapSettings, clock: Clock, tell: (message: string) => void) => Directory> {
  const { createLdapDirectory } = await import('../core/connectors/ldap/ldap.ts');
  return createLdapDirectory;
}

/** Says what a directory's service account may do (DIR-10). */
export async function* checkElsewhere({ directory, teams }: Portal, account: string | undefined): AsyncGenerator<Finding> {
  const { checkLdap } = await import('../core/connectors/ldap/check.ts');
  if (directory.kind !== 'ldap') return;
  yield* checkLdap(directory, Date.now, { account, teams: teams.flatMap(({ group }) => group ?? []) });
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
