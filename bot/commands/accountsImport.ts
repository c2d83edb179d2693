import { readFile } from 'node:fs/promises';

import { importAccounts, importable } from '../../core/directory/index.ts';
import { operatorName, readOptions } from './options.ts';
import { loadProfiles } from './profiles.ts';
import { overRecords, plain } from './records.ts';

const help = `npm run accounts:import -- <portal> <file.csv> [--by <name>]

Brings the accounts of a portal in the embedded directory to what the file says. Its first line names the columns
identifier,email,givenName,familyName,phone,entity in any order, separated by , or ; and the text is UTF-8.
Where users belong to establishments, it also names establishment,country,rights: one line for each establishment of a
user, rights by their ids in the profile with spaces between.
Accounts that an organisation begins with (outscale-cloud) may have passwordHash too, in quotation marks: argon2id in PHC
form with m=19456,t=2,p=1.
Each bad line is named and the good ones are kept. Done again, it changes nothing. Ends with 1 where a line was refused.
Each account that is made or changed leaves an audit record with who did it: --by, or else the system's user. Another address
is told to the old and the new one by mail, by a running bot, and gets no password link for a day (lifetimes.newAddress).`;

const { values, positionals } = readOptions({ allowPositionals: true, options: { by: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
const [id, file] = positionals;

if (values.help || id === undefined || file === undefined) {
  console.log(help);
  process.exitCode = values.help ? 0 : 1;
} else
  await overRecords(
    async (db) => {
      const portals = await loadProfiles();
      const kinds = importable(portals);
      const kind = kinds.get(id);
      if (!kind && portals.has(id)) throw new Error(`${id} finds its accounts in its own directory: nothing is imported`);
      if (!kind) throw new Error(`There is no portal ${id}. There are: ${[...kinds.keys()].join(', ')}`);
      // Another system's accounts have no profile: the portal that asks people to prove them speaks for it.
      const proving = [...portals.values()].find(({ procedures }) => procedures.createOrganisation?.proof.directory.accounts === id);
      const profile = portals.get(id) ?? proving;
      const by = operatorName(values.by);
      const { created, updated, unchanged, places, refused } = await importAccounts(db, id, await utf8(file), Date.now(), kind, profile, by);
      for (const { line, why } of refused) console.error(`${file}:${line}: ${plain(why)}`);
      console.log(
        `${id}: ${created} created, ${updated} updated, ${unchanged} unchanged, ${refused.length} refused${places > 0 ? `; ${places} places in establishments` : ''}`,
      );
      if (refused.length > 0) process.exitCode = 1;
    },
    { begins: true },
  );

async function utf8(path: string): Promise<string> {
  const bytes = await readFile(path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Error(`${path} is not UTF-8. In a spreadsheet, save it as «CSV UTF-8»`);
  }
}
