import { operatorNamed } from '../../core/foundation/actor.ts';
import { audit } from '../../core/foundation/audit.ts';
import { createSecrets } from '../../core/foundation/secrets.ts';
import { endLostFactors, type KeyCount, lostIn, rekey } from '../../core/keys.ts';
import { operatorName, readOptions } from './options.ts';
import { loadProfiles } from './profiles.ts';
import { overRecords, table } from './records.ts';

const help = `npm run secrets:rekey [-- [--lost] [--by <name>]]

After a change of SECRET_KEY, with the old one as SECRET_KEY_PREVIOUS: seals anew what the old one sealed, in batches and
beside a running bot, and says how much of which kind. Interrupted, it is simply run again; then it changes nothing.
--lost, where a key is lost: ends the second factors that no key opens any more. Their owners are told, and sign in with
the password alone until they turn it on again. --by says in the audit who did either. Ends with 1 while
something is under an unknown key.`;

const { values } = readOptions({ options: { lost: { type: 'boolean' }, by: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });

const cells = ({ name, under, resealed }: KeyCount): string[] => [
  name,
  ...[under.current, resealed, under.previous + under.unnamed - resealed, under.unknown].map(String),
];

if (values.help) console.log(help);
else
  await overRecords(async (db) => {
    const { SECRET_KEY, SECRET_KEY_PREVIOUS } = process.env;
    if (!SECRET_KEY) throw new Error('Set SECRET_KEY to the one that the bot runs with');
    const keyed = { db, secrets: createSecrets(SECRET_KEY, SECRET_KEY_PREVIOUS || undefined), clock: Date.now };
    const operator = operatorNamed(operatorName(values.by));
    const counts = await rekey(keyed);
    const anew = counts.filter(({ resealed }) => resealed > 0).map(({ name, resealed }) => [name, resealed]);
    const record = { at: Date.now(), actor: operator, action: 'secrets.rekeyed', portal: '', subject: 'secrets', outcome: 'ok' };
    if (anew.length > 0) await audit(db, { ...record, detail: Object.fromEntries(anew) });
    console.log(table(['kind', 'under SECRET_KEY', 'sealed anew', 'still under the old one', 'under an unknown one'], counts.map(cells)));
    const lost = lostIn(counts);
    if (lost === '') return;
    if (values.lost) {
      const portals = await loadProfiles();
      console.log(`${await endLostFactors(keyed, portals, operator)} second factors have ended; their owners are told.`);
    } else {
      console.error(`${lost} are under a key that is neither SECRET_KEY nor SECRET_KEY_PREVIOUS: set SECRET_KEY_PREVIOUS to it. If it is lost, see --help.`);
      process.exitCode = 1;
    }
  });
