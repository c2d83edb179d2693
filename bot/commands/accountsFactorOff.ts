import { operatorNamed } from '../../core/foundation/actor.ts';
import { createSecrets } from '../../core/foundation/secrets.ts';
import { endFactor } from '../../core/signIn/index.ts';
import { operatorName, readOptions } from './options.ts';
import { loadProfiles, portalNamed } from './profiles.ts';
import { overRecords, plain } from './records.ts';

const help = `npm run accounts:factor-off -- <portal> <identifier> [--by <name>]

Ends the second factor of an account whose owner has lost both the phone and the recovery codes, its sessions, and the
ties of other people's chats. Find out first who it is: from then on the password is enough. The owner is told by mail and
in chat, by a running bot. --by says in the audit who did it; by default the system's user.`;

const { values, positionals } = readOptions({ allowPositionals: true, options: { by: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
const [id, identifier] = positionals;

if (values.help || id === undefined || identifier === undefined) {
  console.log(help);
  process.exitCode = values.help ? 0 : 1;
} else
  await overRecords(async (db) => {
    const { SECRET_KEY } = process.env;
    if (!SECRET_KEY) throw new Error('Set SECRET_KEY to the one that the bot runs with');
    const portal = portalNamed(await loadProfiles(), id);
    const outcome = await endFactor({ db, secrets: createSecrets(SECRET_KEY) }, portal, identifier, Date.now(), operatorNamed(operatorName(values.by)));
    if (outcome === 'unknown') throw new Error(`${id} has no account ${plain(identifier)}`);
    console.log(outcome === 'off' ? 'It has no second factor: nothing was changed.' : 'Its second factor and its sessions have ended; its owner is told.');
  });
