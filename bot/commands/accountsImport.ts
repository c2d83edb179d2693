import { readFile } from 'node:fs/promises';

import { importAccounts, importable } from '../../core/directory/index.ts';
import { loadPortals, shippedPortals } from '../../core/portal/index.ts';
import { readOptions } from './options.ts';
import { overRecords, plain } from './records.ts';

const help = `npm run accounts:import -- <portal> <file.csv>

Brings the accounts of a portal in the embedded directory to what the file says. Its first line names the columns
identifier,email,givenName,familyName,phone,entity in any order, separated by , or ; and the text is UTF-8.
Where users belong to establishments, it also names establishment,country,rights: one line for each establishment of a
user, rights by their ids in the profile with spaces between.
Accounts that an organisation begins with (outscale-cloud) may have passwordHash too, in quotation marks: argon2id in PHC
form with m=19456,t=2,p=1.
Each bad line is named and the good ones are kept. Done again, it changes nothing. Ends with 1 where a line was refused.`;

const { values, positionals } = readOptions({ allowPositionals: true, options: { help: { type: 'boolean', short: 'h' } } });
const [id, file] = positionals;

if (values.help || id === undefined || file === undefined) {
  console.log(help);
  process.exitCode = values.help ? 0 : 1;
} else
  await overRecords(
    async (db) => {
      const { PORTALS_DIR } = process.env;
      const { portals } = await loadPortals([shippedPortals, ...(PORTALS_DIR ? [PORTALS_DIR] : [])]);
      const kinds = importable(portals);
      const kind = kinds.get(id);
      if (!kind && portals.has(id)) throw new Error(`${id} finds its accounts in its own directory: nothing is imported`);
      if (!kind) throw new Error(`There is no portal ${id}. There are: ${[...kinds.keys()].join(', ')}`);
      const { created, updated, unchanged, places, refused } = await importAccounts(db, id, await utf8(file), Date.now(), kind, portals.get(id));
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
