import { existsSync } from 'node:fs';
import type { Clock, Millis } from '../../core/foundation/clock.ts';
import { lookAtTables } from '../../core/foundation/database/migrate.ts';
import { openDatabase } from '../../core/foundation/database/open.ts';
import type { Database } from '../../core/foundation/database/schema.ts';
import { atHome, homeTenants, type Portal, PortalError, trustingNobody } from '../../core/portal/index.ts';
import { type Survey, surveyConfig } from '../config.ts';
import { loadServed } from '../portals.ts';
import { nameOf } from '../records.ts';
import { withSecretFiles } from '../secretFiles.ts';
import { whyOf } from './finding.ts';

/** Microsoft's addresses that a bot in Teams needs. */
export type Microsoft = { readonly login: string; readonly keys: string; readonly connector: string };

/** What surrounds an installation, and what tests put in its place. */
export type Surroundings = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** The TXT records of a name, as `node:dns` gives them. */
  readonly resolveTxt: (name: string) => Promise<string[][]>;
  readonly microsoft: Microsoft;
  /** The most that one check may take. */
  readonly patience: Millis;
  /** The package that was made for Teams. */
  readonly packageFile: string;
  /** Where a mail is sent to, to see it arrive. */
  readonly mailTo?: string | undefined;
};

/** The records: opened and of this version, or why not. */
export type RecordsSeen =
  | { readonly seen: 'ready'; readonly db: Database }
  | { readonly seen: 'absent' | 'away' | 'newer'; readonly name: string; readonly why: string }
  | { readonly seen: 'older'; readonly name: string; readonly due: number };

/** An installation as far as it can be read, whether or not it could start. */
export type Installation = Surroundings & {
  readonly config: Survey;
  readonly settingFaults: readonly string[];
  /** Empty if the profiles cannot be read. */
  readonly portals: ReadonlyMap<string, Portal>;
  readonly profileFaults: readonly string[];
  readonly profileWarnings: readonly string[];
  readonly records: RecordsSeen;
  close(): Promise<void>;
};

/** Reads settings, profiles and the state of the records. Changes nothing, and throws nothing that an operator could mend. */
export async function openInstallation(surroundings: Surroundings): Promise<Installation> {
  const { env } = withSecretFiles(surroundings.env);
  const { config, faults: settingFaults } = surveyConfig(surroundings.env);
  const [profiles, { records, db }] = await Promise.all([readProfiles(config, env), openExisting(config.databaseUrl)]);
  return {
    ...surroundings,
    ...profiles,
    env,
    config,
    settingFaults,
    records,
    close: async () => await db?.destroy().catch(() => undefined),
  };
}

async function readProfiles(config: Survey, env: NodeJS.ProcessEnv): Promise<Pick<Installation, 'portals' | 'profileFaults' | 'profileWarnings'>> {
  try {
    const { portals, warnings } = await loadServed(config, env);
    const served = atHome(portals, homeTenants(config));
    return { portals: served, profileFaults: [], profileWarnings: [...warnings, ...trustingNobody(served.values())] };
  } catch (error) {
    if (!(error instanceof PortalError)) throw error;
    return { portals: new Map(), profileFaults: error.problems, profileWarnings: [] };
  }
}

/** Opens records that are there. Makes no file and changes no table: the bot's own start does. */
async function openExisting(url: string): Promise<{ readonly records: RecordsSeen; readonly db?: Database }> {
  const name = nameOf(url);
  const path = /^sqlite:(.+)$/s.exec(url)?.[1];
  if (path !== undefined && path !== ':memory:' && !existsSync(path)) return { records: { seen: 'absent', name, why: '' } };
  try {
    const db = await openDatabase(url);
    try {
      const { due, newer } = await lookAtTables(db);
      if (newer !== undefined) return { db, records: { seen: 'newer', name, why: newer } };
      return { db, records: due > 0 ? { seen: 'older', name, due } : { seen: 'ready', db } };
    } catch (error) {
      await db.destroy().catch(() => undefined);
      throw error;
    }
  } catch (error) {
    return { records: { seen: 'away', name, why: whyOf(error, '')[0] } };
  }
}
