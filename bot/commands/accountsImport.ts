import { readFile } from 'node:fs/promises';
import { importAccounts, importable, importPlaces } from '../../core/directory/index.ts';
import type { Database } from '../../core/foundation/database/schema.ts';
import { textOf } from '../../core/foundation/spreadsheet.ts';
import type { Portal } from '../../core/portal/index.ts';
import { loadConfig } from '../config.ts';
import { dependenciesOver } from './dependencies.ts';
import { operatorName, readOptions } from './options.ts';
import { loadProfiles } from './profiles.ts';
import { overRecords, plain } from './records.ts';

const help = `npm run accounts:import -- <portal> <file.csv> [--dry-run] [--by <name>]

Brings the accounts of a portal in the embedded directory to what the file says. Its first line names the columns
identifier,email,givenName,familyName,phone,entity in any order and case, or by their usual other names in French or English;
other columns are left out. Cells are separated by , ; or tabs, and the text is UTF-8, UTF-16 or Windows-1252. A telephone number
without a country code is read as of the profile's country. --dry-run says what would change, and changes nothing.
Where users belong to establishments, it also names establishment,country,rights: one line for each establishment of a
user, rights by their ids in the profile with spaces between. Where the accounts live in a directory elsewhere, such a file
names identifier,establishment,country,rights: people are looked up there, and only their places are kept here.
Accounts that an organisation begins with (outscale-cloud) may have passwordHash too, in quotation marks: argon2id in PHC
form with m=19456,t=2,p=1.
Each bad line is named and the good ones are kept. Done again, it changes nothing. Ends with 1 where a line was refused.
Each account that is made or changed leaves an audit record with who did it: --by, or else the system's user. Another address
is told to the old and the new one by mail, by a running bot, and gets no password link for a day (lifetimes.newAddress).
Another telephone number is told by mail too.`;

const { values, positionals } = readOptions({
  allowPositionals: true,
  options: { by: { type: 'string' }, 'dry-run': { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
});
const [id, file] = positionals;
const preview = values['dry-run'] ?? false;
const would = preview ? 'Nothing was changed. It would be: ' : '';

if (values.help || id === undefined || file === undefined) {
  console.log(help);
  process.exitCode = values.help ? 0 : 1;
} else
  await overRecords(
    async (db) => {
      const portals = await loadProfiles();
      const kinds = importable(portals);
      const kind = kinds.get(id);
      const elsewhere = kind ? undefined : portals.get(id);
      if (elsewhere?.procedures.addUser?.invites) return await placesOnly(db, portals, elsewhere, file);
      if (elsewhere) throw new Error(`${id} finds its accounts in its own directory: nothing is imported`);
      if (!kind) throw new Error(`There is no portal ${id}. There are: ${[...kinds.keys()].join(', ')}`);
      // Another system's accounts have no profile: the portal that asks people to prove them speaks for it.
      const proving = [...portals.values()].find(({ procedures }) => procedures.createOrganisation?.proof.directory.accounts === id);
      const profile = portals.get(id) ?? proving;
      const imported = await importAccounts(db, id, textOf(await readFile(file)), Date.now(), kind, profile, operatorName(values.by), preview);
      const { created, updated, unchanged, places, refused, changes, ignored } = imported;
      if (preview) for (const { identifier, what } of changes) console.log(`${plain(identifier)}: ${what === 'created' ? what : what.join(', ')}`);
      tellLines(file, { ignored, refused });
      console.log(
        `${would}${id}: ${created} created, ${updated} updated, ${unchanged} unchanged, ${refused.length} refused${places > 0 ? `; ${places} places in establishments` : ''}`,
      );
    },
    { begins: true },
  );

/** Names what was left out and refused; a refused line makes the command end with 1. */
function tellLines(path: string, { ignored, refused }: { ignored: readonly string[]; refused: readonly { line: number; why: string }[] }): void {
  if (ignored.length > 0) console.error(`Left out: ${ignored.map(plain).join(', ')}`);
  for (const { line, why } of refused) console.error(`${path}:${line}: ${plain(why)}`);
  if (refused.length > 0) process.exitCode = 1;
}

async function placesOnly(db: Database, portals: ReadonlyMap<string, Portal>, portal: Portal, path: string): Promise<void> {
  const { dependencies, close } = await dependenciesOver(db, loadConfig(process.env), portals);
  try {
    const imported = await importPlaces(dependencies, portal, textOf(await readFile(path)), { by: operatorName(values.by), preview });
    tellLines(path, imported);
    const { changed, unchanged, refused } = imported;
    console.log(`${would}${portal.id}: ${changed} places in establishments, ${unchanged} unchanged, ${refused.length} refused`);
  } finally {
    await close();
  }
}
