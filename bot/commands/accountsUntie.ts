import { tieName, untie } from '../../core/directory/index.ts';
import { operatorNamed } from '../../core/foundation/actor.ts';
import { translate } from '../../core/foundation/i18n.ts';
import { operatorName, readOptions } from './options.ts';
import { loadProfiles, portalNamed } from './profiles.ts';
import { overRecords, plain } from './records.ts';

const help = `npm run accounts:untie -- <portal> <identifier> [--person <name, address or id>] [--by <name>]

Ends the ties between chats and an account: all of them, or those of one person. Whoever writes in such a chat no longer
sees the account, nor acts for it, until they prove it again by a mailed code. The owner is told by mail, by a running bot.
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
    const untied = await untie(db, portal, identifier, { person: values.person, actor: operatorNamed(operatorName(values.by)), now: Date.now() });
    if (!untied) throw new Error(`${id} has no account ${plain(identifier)}`);
    const { ended, left } = untied;
    const t = translate('en');
    const list = (ties: typeof ended) => ties.map((tie) => `  ${plain(tieName(t, tie))}, ${tie.channel}, since ${new Date(tie.createdAt).toISOString()}`);
    if (values.person !== undefined && ended.length === 0)
      throw new Error([`${plain(values.person)} has no tie to it. There are:`, ...(left.length > 0 ? list(left) : ['  none'])].join('\n'));
    console.log(ended.length === 0 ? 'No chat is tied to it: nothing was changed.' : ['Ended; the owner is told:', ...list(ended)].join('\n'));
  });
