import type { Dependencies } from '../../core/dependencies.ts';
import { createAccounts } from '../../core/directory/index.ts';
import type { Database } from '../../core/foundation/database/schema.ts';
import { createGate } from '../../core/foundation/gate.ts';
import { createLimits } from '../../core/foundation/limits.ts';
import { createSecrets } from '../../core/foundation/secrets.ts';
import type { Portal } from '../../core/portal/index.ts';
import type { Config } from '../config.ts';
import { openDirectories, openElsewhere } from '../directories.ts';

const nobodyThere = async () => {
  throw new Error('A command signs nobody in.');
};

/** What rooms of the core are built from, for a command over the records. Mails and cards are left to a running bot. */
export async function dependenciesOver(
  db: Database,
  config: Config,
  portals: ReadonlyMap<string, Portal>,
): Promise<{ readonly dependencies: Dependencies; close(): Promise<void> }> {
  const clock = Date.now;
  const secrets = createSecrets(config.secretKey, config.secretKeyPrevious);
  const hashing = createGate();
  const elsewhere = await openElsewhere(portals, clock, (portal, message) => console.error(`${portal}: ${message}`));
  const directory = createAccounts({ db, clock, secrets, hashing, portals }, openDirectories(db, clock, portals, elsewhere));
  const companies = {
    find: async () => {
      throw new Error('A command asks the company register nothing.');
    },
  };
  const identityProviders = { begin: nobodyThere, finish: nobodyThere };
  return {
    dependencies: {
      db,
      clock,
      secrets,
      limits: createLimits(db, clock),
      hashing,
      directory,
      companies,
      identityProviders,
      portals,
      texts: config.smsUrl !== undefined,
      publicUrl: config.publicUrl,
      wake: () => undefined,
    },
    close: async () => void (await Promise.all([...elsewhere.values()].map((each) => each.close()))),
  };
}
