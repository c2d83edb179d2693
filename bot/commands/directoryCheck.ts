import { existsSync } from 'node:fs';
import { operatorNamed } from '../../core/foundation/actor.ts';
import { audit } from '../../core/foundation/audit.ts';
import { identifierKey } from '../../core/foundation/identifiers.ts';
import { checkElsewhere } from '../directories.ts';
import { loadServed, servedBy } from '../portals.ts';
import { operatorName, readOptions } from './options.ts';
import { overRecords, plain } from './records.ts';

const help = `npm run directory:check -- <portal> [--account <test account>] [--by <name>]

Connects to the directory that the profile names, with each of its servers, and says what its service account may do,
permission by permission, and what is missing. It changes nothing.
With --account it tries each operation on that account: its password is then one that nobody knows, and it is put into
each group of the catalogue and out again (or out and in). Nothing else is changed. Where DATABASE_URL names the bot's
records, the audit says first who does that: --by, or else the system's user.
Ends with 1 where something is missing.`;

const { values, positionals } = readOptions({
  allowPositionals: true,
  options: { account: { type: 'string' }, by: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
});
const [id] = positionals;

async function main(portalId: string): Promise<number> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const { portals } = await loadServed(servedBy(process.env));
  const portal = portals.get(portalId);
  if (!portal) throw new Error(`There is no portal ${portalId}. There are: ${[...portals.keys()].join(', ')}`);
  if (portal.directory.kind === 'embedded') {
    console.log(`${portalId}: its accounts are in Guichet's own tables; there is nothing to connect to.`);
    return 0;
  }
  if (values.account !== undefined && !(await isRecorded(portalId, values.account))) return 1;
  let missing = 0;
  for await (const { what, works, detail } of checkElsewhere(portal, values.account)) {
    if (works === false) missing += 1;
    const sign = works === undefined ? 'not tried' : works ? 'ok' : 'MISSING';
    console.log(plain(`${sign.padEnd(10)}${what}${detail ? `: ${detail}` : ''}`));
  }
  console.log(missing === 0 ? `${portalId}: nothing is missing.` : `${portalId}: ${missing} missing; docs/directories.md says what to grant.`);
  return missing === 0 ? 0 : 1;
}

/** Leaves a record before a password is taken away. False where there are records, and none could be left. */
async function isRecorded(portal: string, account: string): Promise<boolean> {
  if (!process.env.DATABASE_URL && !process.env.DATABASE_URL_FILE) return true;
  let recorded = false;
  const record = { at: Date.now(), actor: operatorNamed(operatorName(values.by)), action: 'directory.tried', portal, outcome: 'ok' };
  await overRecords(
    async (db) => {
      const known = db.selectFrom('account').select('id').where('portal', '=', portal).where('identifierKey', '=', identifierKey(account));
      const row = await known.executeTakeFirst();
      await audit(db, { ...record, subject: row ? `account:${row.id}` : `none:${portal}:${identifierKey(account)}` });
      recorded = true;
    },
    { begins: true },
  );
  return recorded;
}

if (values.help || id === undefined) {
  console.log(help);
  process.exitCode = values.help ? 0 : 1;
} else
  try {
    process.exitCode = await main(id);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
