import { createConsoleInvitation } from '../../core/console/index.ts';
import { operatorNamed } from '../../core/foundation/actor.ts';
import { translate } from '../../core/foundation/i18n.ts';
import { loadConfig } from '../config.ts';
import { readOperators } from '../consoleFile.ts';
import { dependenciesOver } from './dependencies.ts';
import { operatorName, readOptions } from './options.ts';
import { loadProfiles, portalNamed } from './profiles.ts';
import { overRecords, plain } from './records.ts';

const help = `npm run console:invite -- <portal> <account> [--email <address>] [--given-name <name>] [--family-name <name>] [--by <name>]

Lets somebody begin whom CONSOLE_FILE names: an account of that name is made where there is none yet, and a link is mailed by
which they choose its password. Their second factor they set up at their first visit of /console. --email is needed where the
account's name is not an address. Accounts in a directory elsewhere are made there.
The mail leaves by a running bot. --by says in the audit who did it; by default the system's user.`;

const { values, positionals } = readOptions({
  allowPositionals: true,
  options: {
    email: { type: 'string' },
    'given-name': { type: 'string' },
    'family-name': { type: 'string' },
    by: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
});
const [id, account] = positionals;

if (values.help || id === undefined || account === undefined) {
  console.log(help);
  process.exitCode = values.help ? 0 : 1;
} else
  await overRecords(
    async (db) => {
      const config = loadConfig(process.env);
      const portals = await loadProfiles();
      const portal = portalNamed(portals, id);
      if (config.consoleFile === undefined) throw new Error('Set CONSOLE_FILE to the file that names who may use the console (docs/console.md)');
      const operators = await readOperators(config.consoleFile, portals);
      const { dependencies, close } = await dependenciesOver(db, config, portals);
      try {
        const invite = createConsoleInvitation(dependencies, operators);
        const { email, 'given-name': givenName = '', 'family-name': familyName = '' } = values;
        const invited = await invite(portal, { account, email, givenName, familyName }, operatorNamed(operatorName(values.by)));
        if (!invited.ok)
          throw new Error(invited.refusals.map((refusal) => `${refusal.field ? `${refusal.field}: ` : ''}${translate('en').say(refusal)}`).join('\n'));
        console.log(`${invited.value.made ? 'The account is made' : 'The account was there'}; a link to its password goes to ${plain(invited.value.to)}`);
      } finally {
        await close();
      }
    },
    { begins: true },
  );
