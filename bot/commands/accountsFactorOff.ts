import { createSecrets } from '../../core/foundation/secrets.ts';
import { loadPortals, shippedPortals } from '../../core/portal/index.ts';
import { endFactor } from '../../core/signIn/index.ts';
import { readOptions } from './options.ts';
import { overRecords, plain } from './records.ts';

const help = `npm run accounts:factor-off -- <portal> <identifier>

Ends the second factor of an account whose owner has lost both the phone and the recovery codes, and its sessions. Find out
first who it is: from then on the password is enough. The owner is told by mail and in chat, by a running bot.`;

const { values, positionals } = readOptions({ allowPositionals: true, options: { help: { type: 'boolean', short: 'h' } } });
const [id, identifier] = positionals;

if (values.help || id === undefined || identifier === undefined) {
  console.log(help);
  process.exitCode = values.help ? 0 : 1;
} else
  await overRecords(async (db) => {
    const { PORTALS_DIR, SECRET_KEY } = process.env;
    if (!SECRET_KEY) throw new Error('Set SECRET_KEY to the one that the bot runs with');
    const { portals } = await loadPortals([shippedPortals, ...(PORTALS_DIR ? [PORTALS_DIR] : [])]);
    const portal = portals.get(id);
    if (!portal) throw new Error(`There is no portal ${id}. There are: ${[...portals.keys()].join(', ')}`);
    const outcome = await endFactor({ db, secrets: createSecrets(SECRET_KEY) }, portal, identifier, Date.now());
    if (outcome === 'unknown') throw new Error(`${id} has no account ${plain(identifier)}`);
    console.log(outcome === 'off' ? 'It has no second factor: nothing was changed.' : 'Its second factor and its sessions have ended; its owner is told.');
  });
