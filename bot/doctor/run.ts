import { Resolver } from 'node:dns/promises';
import { second } from '../../core/foundation/clock.ts';
import { publicCloud } from '../channelToken.ts';
import { type Examined, examine } from './index.ts';
import { openInstallation } from './installation.ts';

/** How long one check may take. */
const patience = 5 * second;

/** Where `npm run manifest` leaves the package for Teams. */
const usualPackage = '.data/guichet.zip';

/** Looks at the installation on this machine, as its environment describes it: as for production, unless NODE_ENV says otherwise. */
export async function examineHere(
  env: Readonly<Record<string, string | undefined>>,
  { packageFile = usualPackage, mailTo }: { readonly packageFile?: string | undefined; readonly mailTo?: string | undefined } = {},
): Promise<readonly Examined[]> {
  const resolver = new Resolver({ timeout: 2 * second, tries: 2 });
  const installation = await openInstallation({
    env: { ...env, NODE_ENV: env.NODE_ENV || 'production' },
    clock: Date.now,
    resolveTxt: (name) => resolver.resolveTxt(name),
    microsoft: { login: 'https://login.microsoftonline.com', keys: publicCloud.openIdMetadataUrl, connector: 'https://smba.trafficmanager.net/' },
    patience,
    packageFile,
    mailTo,
  });
  try {
    return await examine(installation);
  } finally {
    await installation.close();
  }
}
