import { loadPortals, shippedPortals } from '../core/portal/index.ts';
import type { Config } from './config.ts';

type Served = Pick<Config, 'portalsDir' | 'portals'>;

/** The folders of profiles: those that ship, and the operator's own, which take the place of those with the same id. */
export const portalFolders = ({ portalsDir }: Pick<Served, 'portalsDir'>): string[] => [shippedPortals, ...(portalsDir ? [portalsDir] : [])];

/** Reads the profiles of the portals that are served: all, or those that PORTALS names. */
export const loadServed = (served: Served, env?: NodeJS.ProcessEnv): ReturnType<typeof loadPortals> => loadPortals(portalFolders(served), env, served.portals);

/** Which portals are served, for commands that need no other settings. */
export const servedBy = ({ PORTALS_DIR, PORTALS = '' }: NodeJS.ProcessEnv): Served => ({
  portalsDir: PORTALS_DIR,
  portals: PORTALS.split(',').flatMap((id) => id.trim() || []),
});
