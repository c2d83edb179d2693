import { atHome, homeTenants, type Portal } from '../../core/portal/index.ts';
import type { Directory } from '../../core/ports.ts';
import { openElsewhere } from '../directories.ts';
import { loadServed, servedBy } from '../portals.ts';
import { plain } from './records.ts';

/** The profiles for a command that changes records: those that are served, trusting the tenants that the bot trusts. */
export async function loadProfiles(): Promise<ReadonlyMap<string, Portal>> {
  const { ALLOWED_TENANTS = '', MicrosoftAppTenantId } = process.env;
  const { portals } = await loadServed(servedBy(process.env));
  const ownTenant = MicrosoftAppTenantId?.toLowerCase();
  const named = ALLOWED_TENANTS.toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean);
  return atHome(portals, homeTenants({ allowedTenants: named.length === 0 && ownTenant ? [ownTenant] : named, ownTenant }));
}

/** The directory of a portal whose accounts are elsewhere; undefined for Guichet's own tables. Close it. */
export async function directoryOf(portal: Portal): Promise<Directory | undefined> {
  const elsewhere = await openElsewhere(new Map([[portal.id, portal]]), Date.now, (_, message) => console.error(plain(message)));
  return elsewhere.get(portal.id);
}

/** The portal of that name. Throws if there is none. */
export function portalNamed(portals: ReadonlyMap<string, Portal>, id: string): Portal {
  const portal = portals.get(id);
  if (!portal) throw new Error(`There is no portal ${id}. There are: ${[...portals.keys()].join(', ')}`);
  return portal;
}
