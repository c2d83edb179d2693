import { tieName, untie } from '../../core/directory/index.ts';
import { operatorNamed } from '../../core/foundation/actor.ts';
import { translate } from '../../core/foundation/i18n.ts';
import { DirectoryUnavailable } from '../../core/ports.ts';
import { operatorName, readOptions } from './options.ts';
import { directoryOf, loadProfiles, portalNamed } from './profiles.ts';
import { overRecords, plain } from './records.ts';

const help = `npm run accounts:untie -- <portal> <identifier> [--person <name, address or id>] [--by <name>]

Ends the ties between chats and an account: all of them, or those of one person. Whoever writes in such a chat no longer
sees the account, nor acts for it, until they prove it again by a mailed code. The owner is told by mail, by a running bot.
An account of a directory elsewhere is the one that the directory knows by this identifier now; where it knows none, the one
that was last seen with it.
--by says in the audit who did it; by default the system's user.`;

const { values, positionals } = readOptions({
  allowPositionals: true,
  options: { person: { type: 'string' }, by: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
});
const [id, identifier] = positionals;

if (values.help || id === undefined || identifier === undefined) {
  console.log(help);
  process.exitCode = values.help ? 0 : 1;
} else
  await overRecords(async (db) => {
    const portal = portalNamed(await loadProfiles(), id);
    const directory = await directoryOf(portal);
    const entry = await directory
      ?.find({ identifier })
      .catch((fault: unknown) => {
        if (!(fault instanceof DirectoryUnavailable)) throw fault;
        console.error(`${plain(fault.message)}: it is not asked.`);
        return undefined;
      })
      .finally(() => directory.close());
    const actor = operatorNamed(operatorName(values.by));
    const untied = await untie(db, portal, identifier, { person: values.person, actor, now: Date.now(), entry });
    if (!untied) throw new Error(`${id} has no account ${plain(identifier)}`);
    const { ended, left, identifiers } = untied;
    if (directory && !entry) console.error(`The directory names nobody ${plain(identifier)}: this is the account that was last seen with that name.`);
    else if (directory) console.error(`In the directory: ${identifiers.map(plain).join(', ')}`);
    const t = translate('en');
    const list = (ties: typeof ended) => ties.map((tie) => `  ${plain(tieName(t, tie))}, ${tie.channel}, since ${new Date(tie.createdAt).toISOString()}`);
    if (values.person !== undefined && ended.length === 0)
      throw new Error([`${plain(values.person)} has no tie to it. There are:`, ...(left.length > 0 ? list(left) : ['  none'])].join('\n'));
    console.log(ended.length === 0 ? 'No chat is tied to it: nothing was changed.' : ['Ended; the owner is told:', ...list(ended)].join('\n'));
  });
