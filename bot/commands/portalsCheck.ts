import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadPortals, type Portal, PortalError, portalJsonSchema, shippedPortals } from '../../core/portal/index.ts';
import { openElsewhere } from '../directories.ts';
import { loadServed, servedBy } from '../portals.ts';
import { readOptions } from './options.ts';

const usage = `npm run portals:check [-- folder …]    say what is wrong in the profiles, or list them (default: those that are served)
npm run portals:check -- --schema      write core/portals/portal.schema.json again, after a change of core/portal/schema.ts`;

async function main(): Promise<number> {
  const { values, positionals } = readOptions({ allowPositionals: true, options: { schema: { type: 'boolean' }, help: { type: 'boolean' } } });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  if (values.schema) {
    await writeFile(join(shippedPortals, 'portal.schema.json'), portalJsonSchema());
    console.log('core/portals/portal.schema.json is up to date.');
    return 0;
  }
  if (existsSync('.env')) process.loadEnvFile('.env');
  try {
    const { portals, warnings } = await (positionals.length > 0 ? loadPortals(positionals) : loadServed(servedBy(process.env)));
    // Opens no connection: it says what the profiles ask of their directories.
    await openElsewhere(portals, Date.now, () => undefined);
    console.table([...portals.values()].map(row));
    for (const warning of warnings) console.warn(`Warning: ${warning}.`);
    return 0;
  } catch (fault) {
    if (!(fault instanceof PortalError)) throw fault;
    console.error(fault.message);
    return 1;
  }
}

const row = (portal: Portal) => ({
  portal: portal.id,
  identifier: portal.identifier.kind,
  password: Object.entries(portal.password)
    .filter(([, count]) => count > 0)
    .map(([rule, count]) => `${rule} ${count}`)
    .join(', '),
  directory: portal.directory.kind === 'ldap' ? portal.directory.flavour : portal.directory.kind,
  opens: portal.opensOn ?? 'open',
  procedures: Object.keys(portal.procedures).join(' '),
});

try {
  process.exitCode = await main();
} catch (fault) {
  console.error(`${fault instanceof Error ? fault.message : fault}\n\n${usage}`);
  process.exitCode = 2;
}
