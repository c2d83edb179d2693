import { createEmbeddedDirectory } from '../core/connectors/embedded.ts';
import { type Clock, day } from '../core/foundation/clock.ts';
import type { Database } from '../core/foundation/database/schema.ts';
import type { Portal } from '../core/portal/index.ts';
import type { Directory } from '../core/ports.ts';

/** The directories of the portals and the others whose accounts are proven (OU-1), by the name of their accounts. All are embedded so far. */
export function openDirectories(db: Database, clock: Clock, portals: ReadonlyMap<string, Portal>): ReadonlyMap<string, Directory> {
  const directories = new Map<string, Directory>();
  for (const { id, lockAfter, procedures } of portals.values()) {
    directories.set(id, createEmbeddedDirectory(db, clock, id, { lockAfter }));
    const proven = procedures.createOrganisation?.proof.directory.accounts;
    // Our resets cannot unlock an account of that directory, so its locks end after a day.
    if (proven !== undefined) directories.set(proven, createEmbeddedDirectory(db, clock, proven, { lockAfter, lockFor: day }));
  }
  return directories;
}
